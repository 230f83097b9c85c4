/** One initiative: what it says, its cases, what happened to it, and what may be done now. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { ask, send, useRead, wordsOf } from "../live";
import { Ask, type Field } from "../meetings/Ask";
import { Heading, isoDay, isoMinute, Printed } from "../parts";
import { Unread } from "../Unread";
import { SheetsAbout } from "../sheets/SheetsAbout";
import type { Body } from "../wire";
import type { Initiative } from "./wire";
import { Standing } from "./Initiatives";
import "../file/file.css";

/** The page of the initiative `id`. */
export function InitiativePage({ id }: { id: string }): JSX.Element {
  const reading = useRead<Initiative>(`/api/initiatives/${id}`);
  const one = reading.data;
  if (one === null || reading.refused !== null) {
    return <Unread title={t("建议和线索")} reading={reading} to="/initiatives" all={t("全部建议和线索")} />;
  }
  return (
    <>
      <div class="filehead">
        <Heading title={one.title}><span class="no">{one.number}</span> {one.title}</Heading>
        <Standing of={one} />
        <dl>
          <div><dt>{t("哪一种")}</dt><dd>{one.kind_label}</dd></div>
          <div><dt>{t("谁提出")}</dt><dd>{one.by} {isoDay(one.made_at)}</dd></div>
          {one.body_name !== null && <div><dt>{t("送交给谁")}</dt><dd>{one.body_name}</dd></div>}
          {one.due_on !== null && <div><dt>{t("回复期限")}</dt><dd>{one.due_on}</dd></div>}
          {one.topics.length > 0 && <div><dt>{t("监督主题")}</dt><dd>{one.topics.map(({ name }) => name).join("、")}</dd></div>}
        </dl>
      </div>
      <div class="file">
        <section class="card" aria-labelledby="said">
          <h2 id="said">{t("情况和建议")}</h2>
          <p>{one.text}</p>
        </section>
        {one.signers.length > 0 && <SignersCard one={one} put={reading.put} />}
        {one.case.number !== "" && <CasesCard one={one} put={reading.put} />}
        <div class="side2 next">
          {one.steps.length > 0 && (
            <section class="card noprint" aria-labelledby="next">
              <h2 id="next">{t("下一步")}</h2>
              {one.steps.map((step) => <Step key={step.label} one={one} step={step} put={reading.put} />)}
            </section>
          )}
          <section class="card" aria-labelledby="events">
            <h2 id="events">{t("经过")}</h2>
            {one.events.length === 0 && <p class="sub">{t("提出以后还没有下一步。")}</p>}
            <ol class="seats">
              {one.events.map((event) => (
                <li key={event.at}>
                  <b>{event.label}</b> {event.words} <span class="meta">{event.actor_name} {isoMinute(event.at)}</span>
                </li>
              ))}
            </ol>
          </section>
        </div>
      </div>
      <SheetsAbout id={one.id} />
      <Printed what={[one.number]} />
    </>
  );
}

interface Props {
  one: Initiative;
  put: (fresh: Initiative) => void;
}

function Step({ one, step, put }: Props & { step: Initiative["steps"][number] }): JSX.Element {
  const known = useRead<{ items: Body[] }>(step.sends ? `/api/bodies?area=${one.case.area.code}` : null);
  const choices = (known.data?.items ?? []).filter(({ kind }) => one.body_kinds.length === 0 || one.body_kinds.includes(kind)).map((each) => ({ value: String(each.id), label: each.name }));
  const sending: Field[] = step.sends ? [{ key: "body_id", label: t("送交给谁"), kind: "choice", choices }, { key: "due_on", label: t("回复期限"), kind: "day", free: one.kind === "deputy_suggestion", hint: one.kind === "deputy_suggestion" ? t("不填就是三个月（可由系统设置改）") : "" }] : [];
  const only = step.marks.length === 1 ? step.marks[0]!.code : "";
  const marking: Field[] = step.marks.length > 1 ? [{ key: "mark", label: t("结论"), kind: "choice", choices: step.marks.map(({ code, label }) => ({ value: code, label })) }] : [];
  const putting: Field[] = step.days ? [{ key: "due_on", label: t("新的期限"), kind: "day" }] : [];
  const move = (texts: Record<string, string>) =>
    send<Initiative>(`/api/initiatives/${one.id}/transitions`, {
      to: step.to, words: texts["words"], mark: texts["mark"] ?? only,
      ...(step.sends ? { body_id: Number(texts["body_id"]) } : {}), ...(texts["due_on"] ? { due_on: texts["due_on"] } : {}),
    }, one.version);
  return <Ask label={step.label} fields={[...marking, ...sending, ...putting, { key: "words", label: step.to === "answered" ? t("回复内容") : t("说明"), kind: "long" }]} send={move} done={put} />;
}

function CasesCard({ one, put }: Props): JSX.Element {
  const change = (put: boolean) => (texts: Record<string, string>, id: string) =>
    send<Initiative>(`/api/initiatives/${one.id}/cases`, { id, number: texts["number"]?.trim(), put, reason: texts["reason"] });
  const number = (id: string | null, text: string): JSX.Element => (id === null ? <b>{text}</b> : <a href={href(`/cases/${id}`)}>{text}</a>);
  const among = one.cases.filter((each) => each.put);
  const gone = one.cases.filter((each) => !each.put);
  return (
    <section class="card" aria-labelledby="cases">
      <h2 id="cases">{t("从哪些事项提出（{n}件）", { n: among.length + 1 })}</h2>
      <ul class="seats">
        <li>{number(one.case.id, one.case.number)} <span class="meta">{one.case.area.name}</span></li>
        {among.map((each) => <li key={each.number}>{number(each.id, each.number)} <span class="meta">{each.area_name} {each.reason}</span></li>)}
      </ul>
      {gone.length > 0 && (
        <details>
          <summary>{t("拿出去的{n}件", { n: gone.length })}</summary>
          <ul class="seats">{gone.map((each) => <li key={each.number}>{number(each.id, each.number)} <span class="meta">{each.reason} {each.actor_name} {isoDay(each.at)}</span></li>)}</ul>
        </details>
      )}
      {one.may_change_cases && (
        <div class="acts noprint">
          <Ask label={t("加一件事项")} fields={[{ key: "number", label: t("事项编号") }, { key: "reason", label: t("为什么加进来") }]} send={change(true)} done={put} />
          {among.length > 0 && (
            <Ask label={t("拿出一件")} fields={[
              { key: "number", label: t("事项编号"), kind: "choice", choices: among.map((each) => ({ value: each.number, label: each.number })) }, { key: "reason", label: t("为什么拿出去") },
            ]} send={change(false)} done={put} />
          )}
        </div>
      )}
    </section>
  );
}

function SignersCard({ one, put }: Props): JSX.Element {
  const known = useRead<{ items: { id: number; name: string }[] }>(one.may_ask_signers ? `/api/initiatives/${one.id}/signers` : null);
  const choices = (known.data?.items ?? []).map((each) => ({ value: String(each.id), label: each.name }));
  const [failed, fail] = useState("");
  const sign = async (signed: boolean): Promise<void> => {
    const answer = await ask<Initiative>(`/api/initiatives/${one.id}/signature`, { method: "PUT", body: { signed } });
    fail(answer.kind === "ok" ? "" : wordsOf(answer));
    if (answer.kind === "ok") put(answer.data);
  };
  return (
    <section class="card" aria-labelledby="signers">
      <h2 id="signers">{t("领衔和联名代表")}</h2>
      <ul class="seats">{one.signers.map((each, n) => <li key={`${each.name} ${n}`}><b>{each.name}</b> <span class="meta">{each.label}</span></li>)}</ul>
      {failed && <Notice tone="bad">{failed}</Notice>}
      <div class="acts start noprint">
        {one.may_sign && <button type="button" class="btn slim" onClick={() => void sign(true)}>{t("联名")}</button>}
        {one.may_unsign && <button type="button" class="btn quiet slim" onClick={() => void sign(false)}>{t("不联名")}</button>}
        {one.may_ask_signers && <Ask label={t("邀请代表联名")} fields={[{ key: "deputy_id", label: t("代表"), kind: "choice", choices, hint: t("交办以前，由代表用自己的账号联名") }]} send={(texts) => send<Initiative>(`/api/initiatives/${one.id}/signers`, { deputy_id: Number(texts["deputy_id"]) })} done={(fresh) => (put(fresh), known.again())} />}
      </div>
    </section>
  );
}
