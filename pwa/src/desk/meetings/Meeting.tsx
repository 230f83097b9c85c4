/** The parts of a meeting: agenda and decisions, minutes, what may be done before it is held. */
import type { JSX } from "preact";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { send, useRead } from "../live";
import type { Activity, AgendaItem, Body } from "../wire";
import { Ask } from "./Ask";

/** The minutes, where there are some for this reader. */
export function Minutes({ of }: { of: Activity }): JSX.Element | null {
  if (of.minutes === null) return null;
  return (
    <section class="card" aria-labelledby="minutes">
      <h2 id="minutes">{t("会议纪要")}</h2>
      <p><b>{of.minutes.number}</b> <span class="meta">{t("签发：{name}", { name: of.minutes.signed_by })}</span></p>
      {of.minutes.text && <p>{of.minutes.text}</p>}
    </section>
  );
}

interface Props {
  meeting: Activity;
  put: (fresh: Activity) => void;
}

const change = (meeting: Activity, step: string, body: object) => send<Activity>(`/api/activities/${meeting.id}/${step}`, body, meeting.version);

/** What may be done before it is held: its agenda, that it was held, that it is cancelled. */
export function Preparing({ meeting, put }: Props): JSX.Element {
  const { kind } = meeting;
  const talks = kind.steps.some(({ takes }) => takes === "agenda" || takes === "minutes");
  const hold = (texts: Record<string, string>) => {
    const numbers = Object.fromEntries(kind.fields.map((field) => [field.key, valueOf(field.kind, texts[`n-${field.key}`] ?? "")]));
    return change(meeting, "hold", { held_on: texts["held_on"], number: texts["number"]?.trim() || null, signed_by: texts["signed_by"]?.trim() || null, text: texts["text"] ?? "", numbers });
  };
  return (
    <section class="card noprint" aria-labelledby="preparing">
      <h2 id="preparing">{t("下一步")}</h2>
      {talks && (
        <Ask label={t("加一个议题")} fields={[
          { key: "case", label: t("事项编号"), free: true }, { key: "words", label: t("议题内容"), free: true }, { key: "why", label: t("为什么上会"), free: true },
        ]} send={(texts, id) => change(meeting, "agenda", { id, ...texts, case: texts["case"]?.trim() || null })} done={put} />
      )}
      <Ask label={kind.numbered ? t("记会议纪要") : t("记为已举行")} fields={[
        { key: "held_on", label: t("召开日期"), kind: "day" },
        { key: "number", label: t("纪要编号"), free: !kind.numbered }, { key: "signed_by", label: t("签发人"), free: !kind.numbered }, { key: "text", label: t("纪要内容"), kind: "long", free: true },
        ...kind.fields.map(({ key, label }) => ({ key: `n-${key}`, label, free: true })),
      ]} send={hold} done={put} />
      <Ask label={t("取消会议")} fields={[
        { key: "reason", label: t("取消原因") },
        ...(meeting.series_id === null ? [] : [{ key: "following", label: t("后面的几场"), kind: "choice" as const, free: true, choices: [{ value: "yes", label: t("也一起取消") }] }]),
      ]} send={(texts) => change(meeting, "cancel", { reason: texts["reason"], following: texts["following"] === "yes" })} done={put} />
    </section>
  );
}

/** What was typed for something that is counted, as the wire has it; a text that is no number goes as it is and is told at its field. */
function valueOf(kind: string, text: string): string | number | null {
  const typed = text.trim();
  if (typed === "") return null;
  return kind === "count" && /^\d+$/.test(typed) ? Number(typed) : typed;
}

/** A point of the agenda, with its decision. */
export function Point({ item, meeting, put }: Props & { item: AgendaItem }): JSX.Element {
  const name = [item.case_number, item.category].filter(Boolean).join(" ");
  return (
    <li>
      {item.case_id !== null ? <a href={href(`/cases/${item.case_id}`)}>{name}</a> : <b>{name}</b>} {item.words}
      <span class="meta">
        {" "}
        {item.area.name} {item.hidden && t("隐蔽问题，别处只显示到村")} {item.why}
      </span>
      {item.decision !== null && <p><b>{t("决定")}</b> {item.decision}</p>}
      {meeting.may_change && meeting.state === "held" && item.decision === null && <Decide item={item} meeting={meeting} put={put} />}
    </li>
  );
}

function Decide({ item, meeting, put }: Props & { item: AgendaItem }): JSX.Element {
  const bodies = useRead<{ items: Body[] }>(`/api/bodies?area=${item.area.code}`);
  const choices = bodies.data?.items.map((each) => ({ value: String(each.id), label: each.name })) ?? [];
  const decide = (texts: Record<string, string>, id: string) => {
    const task = texts["body_id"] || texts["due_on"] ? { id, body_id: texts["body_id"] ? Number(texts["body_id"]) : null, due_on: texts["due_on"] || null } : {};
    return change(meeting, "decisions", { item_id: item.id, text: texts["text"], ...task });
  };
  return (
    <Ask label={t("记下决定")} fields={[
      { key: "text", label: t("决定") }, { key: "body_id", label: t("交给哪个单位"), kind: "choice", choices, free: true }, { key: "due_on", label: t("办理期限"), kind: "day", free: true },
    ]} send={decide} done={put} />
  );
}
