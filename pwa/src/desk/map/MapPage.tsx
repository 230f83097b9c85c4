/** The head's map: where the cases are, how many, whether that is more than chance, since when; from a cell to its cases. */
import type { JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { mapNote } from "../../map/note";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import type { Venue } from "../activities/wire";
import { useAddress } from "../address";
import { frame, useRead, type Reading } from "../live";
import { isoDay, isoMinute, Printed, Waiting } from "../parts";
import { Bar } from "./Bar";
import { BlankPanel } from "./Blank";
import type { HeadMap } from "./canvas";
import { CellTable } from "./CellTable";
import { cellColumns, pairColumns } from "./columns";
import { CompareBar } from "./Compare";
import { Legend } from "./Legend";
import * as look from "./look";
import { reasonName, type LegendOf } from "./meaning";
import { Panel } from "./Panel";
import type { Period } from "./period";
import { sceneOf, type Scene } from "./scene";
import { Slider, stepOf } from "./Slider";
import { Stage } from "./Stage";
import { Venues } from "./Venues";
import type { Coverage, Hotspots, HotspotSeries } from "./wire";
import "./map.css";

const none: Venue[] = [];

/** The page. */
export function MapPage(): JSX.Element {
  useAddress(look.parts);
  const now = look.period();
  const then = look.other(now);
  const wrong = wrongOf(now) ?? (then && wrongOf(then));
  const read = useFigures(now, then, wrong !== null);
  const maps = useRef(new Map<string, HeadMap>()).current;
  const area = frame.value?.areas[0]?.code;
  const venues = useRead<{ items: Venue[] }>(area && look.showVenues.value ? `/api/venues?area=${area}` : null).data?.items ?? none;
  const scene = useScene(read, now, then);
  const synthetic = frame.value ? mapNote(frame.value.synthetic, frame.value.attributions) : "";
  const blank = look.onlyBlank.value;
  const asTable = look.asTable.value;
  const legend = look.far.value ? scene.far : scene.legend;
  const slider = !blank && !then && wrong === null && read.now.data?.cells.length !== 0 && <Slider period={now} series={read.series.data} total={read.now.data?.total ?? 0} there={scene.there} />;
  return (
    <div class="mappage">
      <Bar wrong={wrong !== null} save={asTable || !legend ? null : () => void save(scene, legend, maps, synthetic)} />
      {then && !blank && <CompareBar now={now} then={then} />}
      <Printed what={look.subject(scene.days)} />
      <div class="stage">
        <div class="mapside">
          <div class={scene.panes.length > 1 ? "mapbox pair" : "mapbox"}>
            {asTable ? scene.cells.length > 0 && <Twin scene={scene} /> : frame.value && <Stage frame={frame.value} panes={scene.panes} venues={look.showVenues.value ? venues : none} maps={maps} />}
            <State reading={read.now} wrong={wrong} scene={scene} />
            {!look.roomy.value && slider}
            {!asTable && legend && <Legend of={legend} />}
          </div>
          {frame.value && <p class="synth">{synthetic}</p>}
        </div>
        {look.showVenues.value && !blank ? <Venues of={venues} /> : blank ? <BlankPanel reading={read.coverage} chosen={look.chosen.value} pick={look.pick} /> : (
          <Panel data={read.now.data} cells={scene.cells} pairs={scene.pairs} measure={look.measure.value} chosen={look.chosen.value} periodName={look.periodName(now)} otherName={then ? look.otherName(then) : ""} asked={look.asked(now)} pick={look.pick} />
        )}
      </div>
      {look.roomy.value && slider}
    </div>
  );
}

interface Readings {
  now: Reading<Hotspots>;
  then: Reading<Hotspots>;
  series: Reading<HotspotSeries>;
  step: Reading<Hotspots>;
  coverage: Reading<Coverage>;
}

/** What is wrong with a period, in a sentence. */
function wrongOf({ from, to }: Period): string | null {
  if (from > to) return t("开始日期在结束日期之后，请改一个。");
  return to > isoDay(Date.now()) ? t("结束日期还没有到，请改成今天或更早。") : null;
}

/** Everything that is read, each when it is needed; of a period that is wrong nothing, and nothing stays of the one before. */
function useFigures(now: Period, then: Period | null, wrong: boolean): Readings {
  const measure = look.measure.value === "gi_star" || look.asTable.value ? "gi_star" : look.measure.value;
  const path = (of: Period | null): string | null => (of === null || wrong ? null : `/api/hotspots?${look.asked(of)}&measure=${measure}`);
  const shown = useRead<Hotspots>(path(now));
  const other = useRead<Hotspots>(path(then));
  const step = stepOf(now);
  const apart = then !== null || look.onlyBlank.value || step === null || wrong || shown.data === null;
  const series = useRead<HotspotSeries>(apart ? null : `/api/hotspots/series?${look.asked(now)}&step=${step}`);
  const at = look.at.value;
  const asked = `${look.asked(now)}&${step}`;
  useEffect(() => {
    look.at.value = null;
    look.playing.value = false;
  }, [asked]);
  const days = at === null || apart || measure !== "gi_star" ? null : (series.data?.steps[at] ?? null);
  const single = useRead<Hotspots>(path(days));
  const stale = <T,>(reading: Reading<T>): Reading<T> => (wrong ? { ...reading, data: null } : reading);
  return { now: stale(shown), then: stale(other), series, step: single, coverage: useRead<Coverage>(look.onlyBlank.value ? "/api/coverage" : null) };
}

/** The scene, painted again only when what it is made of has changed. */
function useScene({ now: shown, then: other, series, step, coverage }: Readings, now: Period, then: Period | null): Scene {
  const blank = look.onlyBlank.value ? coverage.data : null;
  const inputs = [shown.data, other.data, series.data, step.data, blank, look.at.value, look.measure.value, look.view.value, look.roomy.value, look.against.value, frame.value];
  return useMemo(() => {
    const compared = then && !look.onlyBlank.value ? { period: then, data: other.data } : null;
    return sceneOf({ now, data: shown.data, then: compared, series: series.data, step: step.data, coverage: blank });
  }, [...inputs, now.from, now.to, then?.from, then?.to]);
}

/** The table that says the same. */
function Twin({ scene }: { scene: Scene }): JSX.Element {
  const blank = look.onlyBlank.value;
  const n = scene.pairs?.length ?? scene.cells.length;
  const caption = blank ? t("{n}个空白网格", { n }) : t("全部{n}个网格，{days}", { n, days: scene.days });
  const common = { caption, chosen: look.chosen.value, pick: look.pick };
  const sorted = look.measure.value === "gi_star" && scene.judged ? "z" : look.measure.value === "rate" ? "rate" : "count";
  return (
    <div class="tablebox" tabIndex={0} role="region" aria-label={caption}>
      {scene.reason !== null && <p class="sub">{reasonOf(scene)}</p>}
      {scene.pairs ? (
        <CellTable {...common} rows={scene.pairs} columns={pairColumns(look.against.value === "before" ? t("上期") : look.against.value === "year" ? t("去年同期") : t("对比期"), scene.judged)} cell={({ now }) => now} by="difference" />
      ) : (
        <CellTable {...common} key={sorted} rows={scene.cells} columns={cellColumns(scene.judged && !blank)} cell={(row) => row} by={sorted} />
      )}
    </div>
  );
}

/** Why there is no significance, and of which period where it is one of two. */
function reasonOf({ reason, reasonOf: period }: Scene): string {
  const words = reasonName(reason!);
  return period === null ? words : t("{period}：{words}", { period, words });
}

/** Why there is nothing to see, or less than one expects. */
function State({ reading, wrong, scene }: { reading: Reading<Hotspots>; wrong: string | null; scene: Scene }): JSX.Element | null {
  const data = reading.data;
  if (wrong !== null) return <div class="state"><Notice tone="bad">{wrong}</Notice></div>;
  if (data === null || reading.refused !== null || reading.retryIn !== null) return <div class="state"><Waiting reading={reading} /></div>;
  if (data.cells.length === 0) return <div class="state" role="status">{t("您的辖区还没有网格。")}</div>;
  if (data.total === 0 && !scene.pairs) return <div class="state" role="status">{t("这段时间没有件，换个期间。")}</div>;
  if (scene.reason !== null && !look.asTable.value) return <div class="state" role="status">{reasonOf(scene)}</div>;
  return null;
}

/** A picture of what is on the screen, as a file. */
async function save(scene: Scene, legend: LegendOf, maps: ReadonlyMap<string, HeadMap>, synthetic: string): Promise<void> {
  const { drawSheet, saveSheet } = await import("./png");
  const drawn = scene.panes.flatMap(({ key, caption }) => {
    const map = maps.get(key);
    return map ? [{ caption, still: map.still() }] : [];
  });
  const foot = [synthetic, t("制图时间{time}", { time: isoMinute(Date.now()) })].filter(Boolean).join("·");
  saveSheet(drawSheet({ title: look.subject(scene.days).join("·"), maps: drawn, legend, foot }), `${t("热点地图")}-${isoDay(Date.now())}`);
}
