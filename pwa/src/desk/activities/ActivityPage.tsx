/** One activity: its facts, agenda and decisions, steps with what shows that each was done, people, promises; as its file prints it. */
import type { JSX } from "preact";
import { Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { useRead } from "../live";
import { Held, When } from "../meetings/Meetings";
import { Minutes, Point, Preparing } from "../meetings/Meeting";
import { Promises } from "../meetings/Promises";
import { Heading, isoMinute, Printed } from "../parts";
import { Unread } from "../Unread";
import type { Activity } from "../wire";
import { Fitting } from "./Fitting";
import { Attendance } from "./Attendance";
import { People } from "./People";
import { Promising } from "./Promising";
import { Steps } from "./Steps";
import "../file/file.css";
import "./activities.css";

/** The page of the activity `id`. */
export function ActivityPage({ id }: { id: string }): JSX.Element {
  const reading = useRead<Activity>(`/api/activities/${id}`);
  const it = reading.data;
  if (it === null || reading.refused !== null) {
    return <Unread title={t("活动")} reading={reading} to="/activities" all={t("全部活动")} />;
  }
  const talks = it.agenda.length > 0 || it.kind.steps.some(({ takes }) => takes === "agenda");
  return (
    <>
      <div class="filehead">
        <Heading title={it.title}>{it.title}</Heading>
        <Held of={it} /> {it.public && <Tag tone="go" icon="up">{t("公开")}</Tag>}
        <Facts of={it} />
      </div>
      <div class="file">
        <section class="card" aria-labelledby="steps">
          <h2 id="steps">{t("活动过程")}</h2>
          <Steps of={it} put={reading.put} />
        </section>
        {talks && (
          <section class="card" aria-labelledby="agenda">
            <h2 id="agenda">{t("议题与决定")}</h2>
            <ol>{it.agenda.map((item) => <Point key={item.id} item={item} meeting={it} put={reading.put} />)}</ol>
            {it.agenda.length === 0 && <p class="sub">{t("还没有议题。")}</p>}
          </section>
        )}
        <section class="card" aria-labelledby="promises">
          <h2 id="promises">{t("承诺事项")}</h2>
          {it.commitments.length === 0 ? <p class="sub">{t("还没有承诺事项。")}</p> : <Promises of={it.commitments} reread={reading.again} />}
          {it.may_change && it.state !== "cancelled" && <Promising of={it} put={reading.put} />}
        </section>
        <div class="side2 next">
          <Minutes of={it} />
          {it.type === "law_lecture" && it.may_change && it.state === "planned" && <section class="card"><h2>{t("讲什么合适")}</h2><Fitting area={it.area.code} where={it.venue_id !== null ? `venue:${it.venue_id}` : it.station_id !== null ? `station:${it.station_id}` : ""} /></section>}
          <People of={it} put={reading.put} />
          <Attendance of={it} />
          {it.may_change && it.state === "planned" && <Preparing meeting={it} put={reading.put} />}
        </div>
      </div>
      <Printed what={[it.title]} />
    </>
  );
}

function Facts({ of }: { of: Activity }): JSX.Element {
  const counted = of.kind.fields.filter(({ key }) => of.numbers[key] !== undefined);
  const content = Object.entries({ satisfied: t("满意"), fair: t("基本满意"), dissatisfied: t("不满意") }).filter(([key]) => of.scores[key]);
  return (
    <dl>
      <div><dt>{t("种类")}</dt><dd>{of.type_label}</dd></div>
      <div><dt>{t("时间")}</dt><dd><When of={of} />{of.ends_at !== null && of.held_on === null && `—${isoMinute(of.ends_at).slice(11)}`}</dd></div>
      {of.place && <div><dt>{t("地点")}</dt><dd>{[of.place, of.cell_name].filter(Boolean).join("·")}</dd></div>}
      <div><dt>{t("召集")}</dt><dd>{of.convener}</dd></div>
      {of.participants.length > 0 && <div><dt>{t("参加单位")}</dt><dd>{of.participants.map((each) => each.body_name).join("、")}</dd></div>}
      {counted.map(({ key, label }) => <div key={key}><dt>{label}</dt><dd>{of.numbers[key]}</dd></div>)}
      {content.length > 0 && <div><dt>{t("群众满意度")}</dt><dd>{content.map(([key, label]) => `${label}${of.scores[key]}`).join("，")}</dd></div>}
      {of.tags.length > 0 && <div><dt>{t("标签")}</dt><dd>{of.tags.join("、")}</dd></div>}
      {of.series_id !== null && <div><dt>{t("重复")}</dt><dd>{t("这是定期活动中的一场")}</dd></div>}
      {of.cancelled_reason && <div><dt>{t("取消原因")}</dt><dd>{of.cancelled_reason}</dd></div>}
    </dl>
  );
}
