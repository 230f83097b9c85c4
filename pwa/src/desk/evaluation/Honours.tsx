/** 评先评优、示范点申报: what was asked for stations, on which figures, and what was decided. */
import type { JSX } from "preact";
import { Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { frame, holds, send, usePages, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { isoDay, Waiting } from "../parts";
import type { EvaluationHead, Honour, Honours as Told } from "./wire";

interface Stations {
  items: { id: number; name: string; kind: string }[];
}

/** The section; `evaluations`: those whose figures may be attached. */
export function Honours({ evaluations }: { evaluations: EvaluationHead[] }): JSX.Element {
  const { rows, more, reading } = usePages<Honour>("/api/station-honours");
  const area = frame.value?.areas[0]?.code;
  const stations = useRead<Stations>(area ? `/api/stations?area=${area}` : null);
  const kinds = (reading.data as unknown as Told | null)?.kinds ?? [];
  const settled = evaluations.filter(({ state }) => state === "settled");
  const name = (code: string): string => kinds.find((each) => each.code === code)?.name ?? code;
  return (
    <section class="pad stack" aria-labelledby="honours">
      <h2 id="honours">{t("评先评优、示范点申报")}</h2>
      {holds("liaison", "town_congress") && (
        <Ask<Honour> label={t("申报或推荐")} start={{ evaluation: settled[0]?.id ?? "" }} fields={[
          { key: "station", label: t("站点"), kind: "choice", choices: (stations.data?.items ?? []).map(({ id, name: label }) => ({ value: String(id), label })) },
          { key: "kind", label: t("申报什么"), kind: "choice", choices: kinds.map(({ code, name: label }) => ({ value: code, label })) },
          { key: "evaluation", label: t("附上哪次评估"), kind: "choice", free: true, choices: settled.map((each) => ({ value: each.id, label: `${each.since.slice(0, 7)} – ${each.until.slice(0, 7)} ${each.area_name}·${each.kind_label}` })) },
          { key: "words", label: t("主要事迹"), kind: "long" },
        ]} send={(texts, id) => send<Honour>("/api/station-honours", { id, station: Number(texts["station"]), kind: texts["kind"], evaluation: texts["evaluation"] || null, words: texts["words"] })} done={reading.again} />
      )}
      <Waiting reading={reading} />
      {rows?.length === 0 && <p class="sub">{t("还没有申报。站点可以自己申报，组织评估的可以按排名推荐。")}</p>}
      <ul class="plain indicators">
        {rows?.map((each) => (
          <li class="card" key={each.id}>
            <p><b>{each.station_name}</b> {name(each.kind)} <Tag tone={each.state === "granted" ? "ok" : each.state === "asked" ? "wait" : "idle"} icon={each.state === "asked" ? "clock" : "ok"}>{each.label}</Tag></p>
            <p class="words">{each.words}</p>
            <p class="sub">{[each.figures, `${each.way === "applied" ? t("站点申报") : t("上级推荐")} ${each.asked_name} ${isoDay(each.asked_at)}`, each.decided_name && t("{name}：{reason}", { name: each.decided_name, reason: each.reason })].filter(Boolean).join("·")}</p>
            <div class="acts start noprint">
              {each.may.map((to) => (
                <Ask<Honour> key={to} label={{ granted: t("授予"), declined: t("不授予"), withdrawn: t("撤回申报") }[to]} fields={[{ key: "reason", label: t("理由") }]} send={(texts) => send<Honour>(`/api/station-honours/${each.id}/transitions`, { to, reason: texts["reason"] }, each.version)} done={reading.again} />
              ))}
            </div>
          </li>
        ))}
      </ul>
      {more && <button type="button" class="btn second slim" onClick={more}>{t("看更多")}</button>}
    </section>
  );
}
