/** The joint meetings (联席会议): those without a day first, then the newest; planning one. */
import type { JSX } from "preact";
import { href, go } from "../../shell/route";
import { Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { bodies, frame, send, useRead } from "../live";
import { Heading, isoMinute, Waiting } from "../parts";
import type { Activity, ActivityHead, Commitment, Page } from "../wire";
import { Ask } from "./Ask";
import { Promises } from "./Promises";
import "../file/file.css";

/** When it is, or was. */
export function When({ of }: { of: ActivityHead }): JSX.Element {
  if (of.held_on !== null) return <>{of.held_on}</>;
  return <>{of.starts_at === null ? t("时间待定") : isoMinute(of.starts_at)}</>;
}

/** Its state. */
export function Held({ of }: { of: ActivityHead }): JSX.Element {
  return <Tag tone={of.state === "held" ? "ok" : of.state === "planned" ? "wait" : "idle"} icon={of.state === "planned" ? "clock" : "ok"}>{of.label}</Tag>;
}

/** The page. */
export function Meetings(): JSX.Element {
  const reading = useRead<Page<ActivityHead>>("/api/activities?type=joint_meeting&limit=200");
  const mine = useRead<Page<Commitment>>(bodies.value.length > 0 ? "/api/commitments?owner=me&state=open&limit=200" : null);
  const items = reading.data?.items ?? null;
  const areas = (frame.value?.areas ?? []).map(({ code, name }) => ({ value: code, label: name }));
  const plan = (texts: Record<string, string>, id: string) =>
    send<Activity>("/api/activities", {
      id, type: "joint_meeting", title: texts["title"], area_code: texts["area_code"], place: texts["place"] ?? "",
      ...(texts["day"] ? { starts_at: `${texts["day"]}T01:00:00Z` } : {}),
    });
  return (
    <>
      <div class="pagehead">
        <Heading title={t("联席会议")}>{t("联席会议")}</Heading>
      </div>
      {areas.length > 0 && (
        <div class="pad noprint">
          <Ask label={t("安排一次会议")} fields={[
            { key: "title", label: t("会议名称") }, { key: "area_code", label: t("在哪里召开"), kind: "choice", choices: areas },
            { key: "day", label: t("哪一天（上午9点）"), kind: "day", free: true }, { key: "place", label: t("会议地点"), free: true },
          ]} send={plan} done={({ id }) => go(`/meetings/${id}`)} />
        </div>
      )}
      {mine.data !== null && mine.data.items.length > 0 && (
        <section class="card pad" aria-labelledby="promises">
          <h2 id="promises">{t("本单位的承诺事项")}</h2>
          <Promises of={mine.data.items} reread={mine.again} />
        </section>
      )}
      <Waiting reading={reading} />
      {items?.length === 0 && <div class="empty"><p>{t("还没有会议。退回两次的事项会自动列入下一次会议。")}</p></div>}
      {items !== null && items.length > 0 && (
        <div class="cases">
          <table class="rows">
            <caption class="vh">{t("联席会议")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("时间")}</th>
                <th scope="col">{t("会议")}</th>
                <th scope="col">{t("状态")}</th>
                <th scope="col">{t("议题")}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((each) => (
                <tr key={each.id}>
                  <td><When of={each} /></td>
                  <th scope="row">
                    <a class="case" href={href(`/meetings/${each.id}`)}>{each.title}</a>
                    <span class="meta">{each.convener}</span>
                  </th>
                  <td><Held of={each} /></td>
                  <td>{t("{n}个", { n: each.items })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

