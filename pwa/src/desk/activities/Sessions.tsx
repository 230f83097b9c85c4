/** 流动站点: where and when mobile stations stand next; saying so, and calling one off. */
import type { JSX } from "preact";
import { Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { frame, holds, send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { isoMinute } from "../parts";
import type { StationSession } from "./wire";

/** The section. */
export function Sessions(): JSX.Element {
  const area = frame.value!.areas[0]?.code ?? "";
  const reading = useRead<{ items: StationSession[] }>(area ? `/api/station-sessions?area=${area}` : null);
  const stations = useRead<{ items: { id: number; name: string }[] }>(area ? `/api/stations?area=${area}` : null);
  const plans = holds("liaison", "town_congress");
  const stand = (texts: Record<string, string>, id: string) => {
    const at = (clock: string): string => `${texts["day"]}T${texts[clock]}:00+08:00`;
    const [lon, lat] = (texts["point"] ?? "").split(/[,，\s]+/).map(Number);
    return send<StationSession>("/api/station-sessions", {
      id, station_id: Number(texts["station_id"]), starts_at: at("from"), ends_at: at("to"), place: texts["place"], theme: texts["theme"] ?? "",
      point: { type: "Point", coordinates: [lon, lat] }, crs: texts["crs"],
    });
  };
  return (
    <section class="card pad" aria-labelledby="sessions">
      <h2 id="sessions">{t("流动站点")}</h2>
      {reading.data?.items.length === 0 && <p class="sub">{t("近期没有安排。")}</p>}
      <ul class="plain">
        {reading.data?.items.map((each) => (
          <li key={each.id}>
            <b>{each.station_name}</b> {isoMinute(each.starts_at)}—{isoMinute(each.ends_at).slice(11)} {each.running && <Tag tone="ok" icon="ok">{t("正在接待")}</Tag>}
            <span class="meta"> {[each.place, each.theme, each.cell_name].filter(Boolean).join("·")}</span>
            {plans && <Ask label={t("取消这一场")} fields={[{ key: "reason", label: t("取消原因") }]} send={(texts) => send(`/api/station-sessions/${each.id}/cancel`, texts)} done={reading.again} />}
          </li>
        ))}
      </ul>
      {plans && (
        <Ask label={t("安排一场流动站点")} start={{ crs: "wgs84", from: "09:00", to: "11:30" }} fields={[
          { key: "station_id", label: t("流动站点"), kind: "choice", choices: (stations.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name })) },
          { key: "day", label: t("日期"), kind: "day" }, { key: "from", label: t("开始"), kind: "time" }, { key: "to", label: t("结束"), kind: "time" },
          { key: "place", label: t("地点") }, { key: "theme", label: t("主题"), free: true },
          { key: "point", label: t("经度和纬度"), hint: t("如103.8600，35.3800，可以从地图上抄。") },
          { key: "crs", label: t("坐标系"), kind: "choice", choices: [
            { value: "wgs84", label: t("手机定位（WGS-84）") }, { value: "cgcs2000", label: t("天地图（CGCS2000）") },
            { value: "gcj02", label: t("高德、腾讯地图（GCJ-02）") }, { value: "bd09", label: t("百度地图（BD-09）") },
          ] },
        ]} send={stand} done={reading.again} />
      )}
    </section>
  );
}
