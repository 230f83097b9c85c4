/** What may be done with an item now: each act with the form it needs. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { send, useRead, wordsOf } from "../live";
import { Ask, type Field } from "../meetings/Ask";
import { isoDay } from "../parts";
import type { Page } from "../wire";
import type { DigestFrame, DigestItem, Experts } from "./wire";

interface Props {
  one: DigestItem;
  put: (fresh: DigestItem) => void;
  again: () => void;
}
type Act = DigestItem["moves"][number];

const words = (required: boolean): Field => ({ key: "words", label: required ? t("理由") : t("说明"), free: !required });

/** The card; nothing where nothing may be done. */
export function Next(props: Props): JSX.Element | null {
  const { one, put } = props;
  const acts = one.moves.filter(({ by }) => by !== "edit" && by !== "batch" && by !== "verdict");
  const judges = one.asks_me || one.moves.some(({ by }) => by === "verdict");
  if (acts.length === 0 && !judges && !one.may_answer) return null;
  const at = `/api/digest-items/${one.id}`;
  return (
    <section class="card noprint" aria-labelledby="next">
      <h2 id="next">{t("下一步")}</h2>
      {judges && <Verdict {...props} />}
      {acts.map((act) => {
        if (act.by === "experts") return <AskExperts key={act.id} {...props} act={act} />;
        if (act.by === "merge") return <Merge key={act.id} {...props} act={act} />;
        if (act.by === "outcome") return <Outcome key={act.id} {...props} act={act} />;
        return <Ask key={act.id} label={act.label} fields={[words(act.reason_required)]} send={(texts) => send<DigestItem>(`${at}/transitions`, { move: act.id, words: texts["words"] ?? "" }, one.version)} done={put} />;
      })}
      {one.may_answer && <Answer {...props} />}
    </section>
  );
}

function AskExperts({ one, act, put }: Props & { act: Act }): JSX.Element {
  const pool = useRead<Experts>("/api/experts");
  const free = (pool.data?.items ?? []).filter((each) => each.ended_on === null && !each.conflicts.some(({ solicitation_id }) => solicitation_id === one.solicitation_id));
  const label = (each: Experts["items"][number]): string => `${each.name}（${each.specialities.map(({ name }) => name).join("、")}）`;
  return (
    <Ask
      label={act.label}
      fields={[{ key: "experts", label: t("请哪几位（要回避的不在名单里）"), kind: "choices", choices: free.map((each) => ({ value: each.id, label: label(each) })) }, { key: "due_on", label: t("意见期限"), kind: "day" }]}
      send={(texts) => send<DigestItem>(`/api/digest-items/${one.id}/experts`, { experts: (texts["experts"] ?? "").split(",").filter(Boolean), due_on: texts["due_on"] }, one.version)}
      done={put}
    />
  );
}

function Merge({ one, act, put }: Props & { act: Act }): JSX.Element | null {
  const reading = useRead<Page<DigestItem>>(`/api/digest-items?solicitation=${one.solicitation_id}&limit=200`);
  const others = (reading.data?.items ?? []).filter((each) => each.may_sort && each.id !== one.id);
  if (others.length === 0) return null;
  return (
    <Ask
      label={act.label}
      fields={[{ key: "into", label: t("并入哪一条"), kind: "choice", choices: others.map((each) => ({ value: each.id, label: each.title })) }, words(true)]}
      send={(texts) => send<DigestItem>(`/api/digest-items/${one.id}/merge`, { into: texts["into"], words: texts["words"] }, one.version)}
      done={put}
    />
  );
}

function Outcome({ one, act, put }: Props & { act: Act }): JSX.Element {
  const frame = useRead<DigestFrame>(`/api/digest-drafts/${one.solicitation_id}`).data;
  const outcomes = (frame?.outcomes ?? []).map((each) => ({ value: each.outcome, label: each.name }));
  const articles = (frame?.articles ?? []).flatMap((each) => (each.id === null ? [] : [{ value: each.id, label: each.label }]));
  return (
    <Ask
      label={act.label}
      fields={[
        { key: "outcome", label: t("结果"), kind: "choice", choices: outcomes }, { key: "reason", label: t("说明"), kind: "long", free: true, hint: t("未采纳、部分采纳的要写理由") },
        { key: "article_id", label: t("最终文本的哪一条"), kind: "choice", choices: articles, free: true, hint: t("采纳、部分采纳的要指到一条") },
      ]}
      send={(texts) => send<DigestItem>(`/api/digest-items/${one.id}/outcome`, { outcome: texts["outcome"], reason: texts["reason"] ?? "", article_id: texts["article_id"] || null }, one.version)}
      done={put}
    />
  );
}

function Verdict({ one, put }: Props): JSX.Element {
  const others = one.reviews.filter((each) => !each.ended && each.verdict === null && !each.has_account);
  const who: Field[] = one.asks_me ? [] : [{ key: "expert_id", label: t("代记哪位专家的意见"), kind: "choice", choices: others.map((each) => ({ value: each.expert_id, label: each.expert_name })) }];
  const choices = [{ value: "pass", label: t("通过") }, { value: "send_back", label: t("退改") }];
  return (
    <Ask
      label={t("填写专家意见")}
      fields={[...who, { key: "verdict", label: t("意见"), kind: "choice", choices }, { key: "reasons", label: t("理由"), kind: "long" }]}
      send={(texts) => send<DigestItem>(`/api/digest-items/${one.id}/verdict`, { verdict: texts["verdict"], reasons: texts["reasons"], expert_id: texts["expert_id"] ?? null })}
      done={put}
    />
  );
}

function Answer({ one, again }: Props): JSX.Element {
  const [said, say] = useState<{ tone: "ok" | "bad"; text: string } | null>(null);
  const sheets = async (): Promise<void> => {
    const answer = await send<{ issued: number; left: number }>(`/api/digest-items/${one.id}/answers`, {});
    if (answer.kind !== "ok") return say({ tone: "bad", text: wordsOf(answer) });
    say({ tone: "ok", text: t("出了{n}张反馈单，还剩{m}条没有反馈。", { n: answer.data.issued, m: answer.data.left }) });
    again();
    return undefined;
  };
  const publish = (texts: Record<string, string>, id: string) =>
    send("/api/answer-notices", { id, solicitation_id: one.solicitation_id, title: texts["title"], text: texts["text"], place: texts["place"], published_on: texts["published_on"], items: [one.id] });
  return (
    <div class="stack">
      <p>{t("还有{n}条意见没有反馈。逐一出反馈单，或登记公告，也可以两样都办。", { n: one.unanswered })}</p>
      {said !== null && <Notice tone={said.tone}>{said.text}</Notice>}
      <button type="button" class="btn slim" onClick={() => void sheets()}>{t("逐一出反馈单")}</button>
      <Ask
        label={t("登记公告")}
        fields={[{ key: "title", label: t("标题") }, { key: "text", label: t("公告内容"), kind: "long" }, { key: "place", label: t("贴在哪里、登在哪里") }, { key: "published_on", label: t("公告日期"), kind: "day" }]}
        start={{ published_on: isoDay(Date.now()) }}
        send={publish}
        done={again}
      />
    </div>
  );
}
