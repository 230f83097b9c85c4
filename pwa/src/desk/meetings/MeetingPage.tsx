/** One joint meeting: agenda, decisions, minutes, and what was promised, as its minute book prints it. */
import type { JSX } from "preact";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { send, useRead } from "../live";
import { Heading, Printed, Waiting } from "../parts";
import type { Activity, AgendaItem, Body } from "../wire";
import { Ask } from "./Ask";
import { Held, When } from "./Meetings";
import { Promises } from "./Promises";
import "../file/file.css";

/** The page of the meeting `id`. */
export function MeetingPage({ id }: { id: string }): JSX.Element {
  const reading = useRead<Activity>(`/api/activities/${id}`);
  const meeting = reading.data;
  if (meeting === null || reading.refused !== null) {
    return (
      <>
        <h1 class="vh">{t("联席会议")}</h1>
        <Waiting reading={reading} />
        <p class="pad"><a href={href("/meetings")}>{t("全部会议")}</a></p>
      </>
    );
  }
  return (
    <>
      <div class="filehead">
        <Heading title={meeting.title}>{meeting.title}</Heading>
        <Held of={meeting} />
        <dl>
          <div><dt>{t("时间")}</dt><dd><When of={meeting} /></dd></div>
          {meeting.place && <div><dt>{t("会议地点")}</dt><dd>{meeting.place}</dd></div>}
          <div><dt>{t("召集")}</dt><dd>{meeting.convener}</dd></div>
          {meeting.participants.length > 0 && <div><dt>{t("参加单位")}</dt><dd>{meeting.participants.map((each) => each.body_name).join("、")}</dd></div>}
          {meeting.cancelled_reason && <div><dt>{t("取消原因")}</dt><dd>{meeting.cancelled_reason}</dd></div>}
        </dl>
      </div>
      <div class="file">
        <section class="card" aria-labelledby="agenda">
          <h2 id="agenda">{t("议题与决定")}</h2>
          <ol>
            {meeting.agenda.map((item) => <Point key={item.id} item={item} meeting={meeting} put={reading.put} />)}
          </ol>
          {meeting.agenda.length === 0 && <p class="sub">{t("还没有议题。")}</p>}
        </section>
        <section class="card" aria-labelledby="promises">
          <h2 id="promises">{t("承诺事项")}</h2>
          {meeting.commitments.length === 0 ? <p class="sub">{t("还没有承诺事项。")}</p> : <Promises of={meeting.commitments} reread={reading.again} />}
        </section>
        <div class="side2 next">
          {meeting.minutes !== null && (
            <section class="card" aria-labelledby="minutes">
              <h2 id="minutes">{t("会议纪要")}</h2>
              <p><b>{meeting.minutes.number}</b> <span class="meta">{t("签发：{name}", { name: meeting.minutes.signed_by })}</span></p>
              {meeting.minutes.text && <p>{meeting.minutes.text}</p>}
            </section>
          )}
          {meeting.may_change && meeting.state === "planned" && <Preparing meeting={meeting} put={reading.put} />}
        </div>
      </div>
      <Printed what={[meeting.title]} />
    </>
  );
}

interface Props {
  meeting: Activity;
  put: (fresh: Activity) => void;
}

const change = (meeting: Activity, step: string, body: object) => send<Activity>(`/api/activities/${meeting.id}/${step}`, body, meeting.version);

function Preparing({ meeting, put }: Props): JSX.Element {
  return (
    <section class="card noprint" aria-labelledby="preparing">
      <h2 id="preparing">{t("下一步")}</h2>
      <Ask label={t("加一个议题")} fields={[
        { key: "case", label: t("事项编号"), free: true }, { key: "words", label: t("议题内容"), free: true }, { key: "why", label: t("为什么上会"), free: true },
      ]} send={(texts, id) => change(meeting, "agenda", { id, ...texts, case: texts["case"]?.trim() || null })} done={put} />
      <Ask label={t("记会议纪要")} fields={[
        { key: "held_on", label: t("召开日期"), kind: "day" }, { key: "number", label: t("纪要编号") }, { key: "signed_by", label: t("签发人") }, { key: "text", label: t("纪要内容"), free: true },
      ]} send={(texts) => change(meeting, "hold", texts)} done={put} />
      <Ask label={t("取消会议")} fields={[{ key: "reason", label: t("取消原因") }]} send={(texts) => change(meeting, "cancel", texts)} done={put} />
    </section>
  );
}

function Point({ item, meeting, put }: Props & { item: AgendaItem }): JSX.Element {
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
