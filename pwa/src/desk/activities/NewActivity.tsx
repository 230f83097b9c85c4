/** Planning an activity, or a row of them. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import { frame, send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import type { Activity } from "../wire";
import { namesIn, useAudiences } from "./audiences";
import { Fitting } from "./Fitting";
import "./activities.css";
import { ruleOf } from "./repeat";
import type { ActivityKind, StationSession, Venue } from "./wire";

/** The button and the form; `done` with the id of what was planned. */
export function NewActivity({ kinds, done }: { kinds: ActivityKind[]; done: (id: string) => void }): JSX.Element {
  const areas = (frame.value?.areas ?? []).map(({ code, name }) => ({ value: code, label: name }));
  const area = areas[0]?.value;
  const stations = useRead<{ items: { id: number; name: string }[] }>(area ? `/api/stations?area=${area}` : null);
  const sessions = useRead<{ items: StationSession[] }>(area ? `/api/station-sessions?area=${area}` : null);
  const venues = useRead<{ items: Venue[] }>(area ? `/api/venues?area=${area.slice(0, 6)}` : null);
  const audiences = useAudiences();
  const plan = (texts: Record<string, string>, id: string) => {
    const at = (clock: string | undefined): string | null => (texts["day"] && clock ? `${texts["day"]}T${clock}:00+08:00` : null);
    const [kind, key] = (texts["where"] ?? "").split(":");
    return send<Activity>("/api/activities", {
      id, type: texts["type"], title: texts["title"], area_code: texts["area_code"], place: texts["place"] ?? "",
      starts_at: at(texts["from"] || "09:00"), ends_at: at(texts["to"]), public: texts["public"] ? texts["public"] === "yes" : null,
      ...(kind === "station" ? { station_id: Number(key) } : {}), ...(kind === "session" ? { session_id: key } : {}), ...(kind === "venue" ? { venue_id: Number(key) } : {}),
      repeat: ruleOf(texts["repeat"] ?? "", texts["day"] ?? "", texts["times"] ?? ""),
      tags: [...new Set([...namesIn(texts["audiences"]), ...(texts["tags"] ?? "").split(/[\s,，、]+/).filter(Boolean)])],
    });
  };
  const places = [
    ...(venues.data?.items ?? []).map((each) => ({ value: `venue:${each.id}`, label: `${each.kind_label} ${each.name}` })),
    ...(stations.data?.items ?? []).map((each) => ({ value: `station:${each.id}`, label: each.name })),
    ...(sessions.data?.items ?? []).map((each) => ({ value: `session:${each.id}`, label: `${each.station_name} ${each.place}` })),
  ];
  return (
    <div class="pad noprint planning">
      <Ask label={t("安排活动")} start={{ area_code: area ?? "", from: "09:00" }} fields={[
        { key: "type", label: t("种类"), kind: "choice", choices: kinds.filter((each) => each.type !== "reception").map((each) => ({ value: each.type, label: each.label })) },
        { key: "title", label: t("活动名称") },
        { key: "area_code", label: t("在哪个地方"), kind: "choice", choices: areas },
        { key: "day", label: t("日期"), kind: "day", free: true, hint: t("日期没定的可以先空着。") },
        { key: "from", label: t("开始"), kind: "time", free: true },
        { key: "to", label: t("结束"), kind: "time", free: true },
        { key: "place", label: t("地点"), free: true },
        { key: "where", label: t("在哪个站点或普法阵地"), kind: "choice", choices: places, free: true },
        { key: "repeat", label: t("重复"), kind: "choice", free: true, choices: [
          { value: "week", label: t("每周这一天") }, { value: "month", label: t("每月这一日") }, { value: "last", label: t("每月最后一个这样的星期") },
        ] },
        { key: "times", label: t("一共几次"), free: true },
        { key: "public", label: t("是否公开"), kind: "choice", free: true, hint: t("不选就按种类：联席会议、请示报告和以老带新不公开，其他公开。"), choices: [{ value: "yes", label: t("公开") }, { value: "no", label: t("不公开") }] },
        audiences,
        { key: "tags", label: t("标签"), free: true, hint: t("如“婚姻家庭”“劳动报酬”，用顿号隔开。") },
      ]} beside={(texts) => (texts["type"] === "law_lecture" ? <Fitting area={texts["area_code"] ?? ""} where={texts["where"] ?? ""} /> : null)} send={plan} done={({ id }) => done(id)} />
    </div>
  );
}
