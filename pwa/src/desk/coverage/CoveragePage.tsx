/** 覆盖与布点: whom the posts reach, which cells none does, where the next one belongs, and what if it stood elsewhere. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { mapNote } from "../../map/note";
import { t } from "../../shell/words";
import { useAddress } from "../address";
import { frame, useRead } from "../live";
import type { HeadMap } from "../map/canvas";
import { useHeadMap } from "../map/useHeadMap";
import type { MapFrame } from "../map/wire";
import { Heading, Printed, Waiting } from "../parts";
import { area, asTable, changed, chosen, move, opened, parts, places, query, trial, values, wanted } from "./asked";
import type { Marks } from "./marks";
import { Numeral } from "./Numeral";
import { Panel } from "./Panel";
import { stateName } from "./say";
import { Tables } from "./Tables";
import type { Advice, Plan, Site, Survey, State } from "./wire";
import "../map/map.css";
import "./coverage.css";

const none: Site[] = [];
const reachLow = 50;
const reachHigh = 10_000;

/** The page. */
export function CoveragePage(): JSX.Element {
  useAddress(parts);
  const survey = useRead<Survey>(`/api/coverage/cells?${query()}`);
  const advice = useRead<Advice>(wanted.value === null ? null : `/api/coverage/advice?${query({ k: String(wanted.value) })}`);
  const tried = useRead<Plan>(trial.value.length === 0 ? null : `/api/coverage/trial?${query({ sites: places() })}`);
  const data = survey.data;
  const advised = wanted.value === null ? none : (advice.data?.sites ?? none);
  const pick = (code: string): void => void (chosen.value = code);
  return (
    <div class="mappage coverage">
      <Bar survey={data} />
      <Printed what={[areaName(), ...(data ? [t("步行{n}米以内算够得到", { n: data.rules.reach_m })] : [])]} />
      <div class="stage">
        <div class="mapside">
          <div class="mapbox">
            {asTable.value
              ? data && <div class="tablebox" tabIndex={0} role="region" aria-label={t("覆盖表")}><Tables of={data} chosen={chosen.value} pick={pick} /></div>
              : frame.value && <Canvas frame={frame.value} survey={data} advised={advised} />}
            {(data === null || survey.refused !== null || survey.retryIn !== null) && <div class="state"><Waiting reading={survey} /></div>}
            {!asTable.value && data && data.cells.length > 0 && <Legend of={data} />}
          </div>
          {frame.value && <p class="synth">{mapNote(frame.value.synthetic, frame.value.attributions)}</p>}
        </div>
        {data && <Panel survey={data} advice={advice} tried={tried} chosen={chosen.value} pick={pick} />}
      </div>
    </div>
  );
}

/** The areas that may be looked at: the viewer's own, and their townships. */
function areas(): { code: string; name: string }[] {
  const own = frame.value?.areas ?? [];
  return [...own, ...(frame.value?.towns ?? []).filter(({ code }) => own.every((one) => one.code !== code))];
}

function areaName(): string {
  return areas().find(({ code }) => code === area.value)?.name ?? (frame.value?.areas ?? []).map(({ name }) => name).join(t("、"));
}

function Bar({ survey }: { survey: Survey | null }): JSX.Element {
  const choose = (code: string): void => {
    area.value = code;
    trial.value = [];
    opened.value = null;
    chosen.value = null;
  };
  return (
    <div class="mapbar">
      <div class="maprow">
        <Heading title={t("覆盖与布点")}>{t("覆盖与布点")}</Heading>
        <div class="seg" role="group" aria-label={t("怎么看")}>
          <button type="button" aria-pressed={!asTable.value} onClick={() => (asTable.value = false)}>{t("看地图")}</button>
          <button type="button" aria-pressed={asTable.value} onClick={() => (asTable.value = true)}>{t("看表格")}</button>
        </div>
        <label>
          {t("地区")}
          <select value={area.value} onChange={(event) => choose(event.currentTarget.value)}>
            <option value="">{t("全部辖区")}</option>
            {areas().map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
          </select>
        </label>
        {survey && <Numeral label={t("步行范围（米）")} value={values(survey.rules).reach_m} low={reachLow} high={reachHigh} step="any" set={(reach_m) => (changed.value = { ...changed.value, reach_m })} />}
      </div>
    </div>
  );
}

function Legend({ of }: { of: Survey }): JSX.Element {
  const { sum } = of;
  const rows: [State, number][] = [["own", sum.own], ["within", sum.reached - sum.own], ["blank", sum.blank]];
  return (
    <div class="legend">
      <h2>{t("信息采集点覆盖")}</h2>
      <ul>
        {rows.map(([state, n]) => (
          <li key={state}>
            <span class={`sw ${state}`} />
            <span>{stateName(state)}</span>
            <span class="n">
              {n}
              <span class="vh">{t("个网格")}</span>
            </span>
          </li>
        ))}
      </ul>
      <p>{t("黑圈是建议的点，白圈是试放的点，可以拖动。")}</p>
    </div>
  );
}

/** The picture. */
function Canvas({ frame: around, survey, advised }: { frame: MapFrame; survey: Survey | null; advised: Site[] }): JSX.Element {
  const dress = async (map: HeadMap): Promise<{ map: HeadMap; marks: Marks }> => ({ map, marks: (await import("./marks")).mark(map.map, move) });
  const [made, shown] = useHeadMap(around, { pick: (code) => (chosen.value = code), moved: () => undefined }, dress);
  useEffect(() => survey ? made?.marks.cells(survey.cells) : undefined, [made, survey]);
  const posts = trial.value;
  useEffect(() => made?.marks.sites(advised, posts), [made, advised, posts]);
  const now = chosen.value;
  useEffect(() => made?.map.choose(now, true), [made, now]);
  return shown;
}
