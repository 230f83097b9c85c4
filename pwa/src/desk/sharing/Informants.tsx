/** 立法信息员: the network of each station, whom its people serve, and what they come to. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { ask, frame, holds, send, useRead, wordsOf } from "../live";
import { Ask } from "../meetings/Ask";
import { Heading, isoDay, Printed, Waiting } from "../parts";
import type { Informant, InformantStation } from "./wire";
import "../file/file.css";

const kinds = (): { value: string; label: string }[] => [
  { value: "neighbourhood", label: t("居民小区") }, { value: "village", label: t("行政村") }, { value: "unit", label: t("企事业单位") },
];

/** The page. */
export function Informants(): JSX.Element {
  const reading = useRead<{ items: InformantStation[] }>("/api/informants");
  const area = frame.value?.areas[0]?.code ?? null;
  const keeps = holds("liaison", "town_congress");
  const stations = useRead<{ items: { id: number; name: string; kind: string }[] }>(keeps && area !== null ? `/api/stations?area=${area}` : null);
  const items = reading.data?.items ?? null;
  const choices = (stations.data?.items ?? []).filter(({ kind }) => kind !== "collection_post").map(({ id, name }) => ({ value: String(id), label: name }));
  const enlist = (texts: Record<string, string>, id: string) =>
    send<Informant>("/api/informants", { id, station_id: Number(texts["station_id"]), name: texts["name"], standing: texts["standing"] ?? "", serves: texts["serves"], place: texts["place"], from_day: texts["from_day"] });
  return (
    <>
      <div class="pagehead">
        <Heading title={t("立法信息员")}>{t("立法信息员")}</Heading>
      </div>
      {keeps && (
        <div class="pad">
          <Ask label={t("加一位信息员")} start={{ serves: "neighbourhood", from_day: isoDay(Date.now()) }} fields={[
            { key: "station_id", label: t("哪个站点"), kind: "choice", choices }, { key: "name", label: t("姓名") }, { key: "standing", label: t("身份"), free: true, hint: t("如党员、群众、人大代表") },
            { key: "serves", label: t("联系哪里"), kind: "choice", choices: kinds() }, { key: "place", label: t("小区、村或单位名称") }, { key: "from_day", label: t("从哪天起"), kind: "day" },
          ]} send={enlist} done={reading.again} />
        </div>
      )}
      <Waiting reading={reading} />
      {items?.length === 0 && <div class="empty"><p>{t("这里还没有立法信息员。由站点的联络员或镇人大加进来。")}</p></div>}
      {items?.map((each) => <Network key={each.station_id} of={each} keeps={keeps} again={reading.again} />)}
      <Printed what={[t("立法信息员")]} />
    </>
  );
}

function Network({ of, keeps, again }: { of: InformantStation; keeps: boolean; again: () => void }): JSX.Element {
  const [failed, fail] = useState("");
  const end = async (one: Informant): Promise<void> => {
    const answer = await ask(`/api/informants/${one.id}`, { method: "DELETE" });
    fail(answer.kind === "ok" ? "" : wordsOf(answer));
    if (answer.kind === "ok") again();
  };
  const id = `network-${of.station_id}`;
  return (
    <section class="cases" aria-labelledby={id}>
      <h2 class="pad" id={id}>{of.station}</h2>
      <p class="pad">{t("共{n}人：", { n: of.people })}{of.counts.map(({ label, people, places }) => t("{kind}{m}个{n}人", { kind: label, m: places, n: people })).join("，")}</p>
      {failed !== "" && <div class="pad"><Notice tone="bad">{failed}</Notice></div>}
      <details class="pad">
        <summary>{t("名单")}</summary>
        <ul class="seats">
          {of.items.map((one) => (
            <li key={one.id}>
              <b>{one.name}</b> {one.place} <span class="meta">{one.standing} {t("{day}起", { day: one.from_day })}</span>
              {keeps && <> <button type="button" class="btn quiet slim noprint" aria-label={t("{name}不再担任", { name: one.name })} onClick={() => void end(one)}>{t("不再担任")}</button></>}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
