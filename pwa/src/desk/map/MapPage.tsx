/** The head's map: where the cases are, how many, since when; from a cell to its cases. */
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { mapNote } from "../../map/note";
import { Notice } from "../../shell/parts";
import { language, t } from "../../shell/words";
import { frame, useRead } from "../live";
import { Heading, Printed, Waiting } from "../parts";
import type { Coverage, Hotspots, MapFrame } from "./wire";
import { BlankLegend, blankClass, BlankPanel } from "./Blank";
import { breaksOf, classOf } from "./classes";
import type { HeadMap } from "./canvas";
import { CellTable } from "./CellTable";
import { Legend } from "./Legend";
import { Panel } from "./Panel";
import type { Venue } from "../activities/wire";
import { Venues } from "./Venues";
import { lastDays, type Period } from "./period";
import "./map.css";

/** Kept while other pages are open: who comes back finds the map as it was. */
const category = signal("");
const topic = signal("");
const span = signal<"7" | "30" | "90" | "own">("30");
const own = signal<Period>(lastDays(30));
const chosen = signal<string | null>(null);
const asTable = signal(false);
const onlyBlank = signal(false);
const showVenues = signal(false);
const none: Venue[] = [];

const spans = ["7", "30", "90"] as const;

function period(): Period {
  return span.value === "own" ? own.value : lastDays(Number(span.value));
}

/** The name of the period as the legend and the panel say it. */
function periodName({ from, to }: Period): string {
  return span.value === "own" ? t("{from}至{to}", { from, to }) : t("近{n}天", { n: span.value });
}

/** The names of the category and the topic that are chosen, null for all. */
function categoryName(): string | null {
  const chosen = [frame.value?.categories.find(({ code }) => code === category.value), frame.value?.topics.find(({ code }) => code === topic.value)];
  return chosen.flatMap((kind) => (kind ? [language() === "en" ? kind.name_en : kind.name] : [])).join("·") || null;
}

/** What is coloured: period, and the category when one is chosen. */
function legendTitle(name: string): string {
  return [t("{period}件数", { period: name }), categoryName()].filter(Boolean).join("·");
}

/** What a printed map shows: whose area, from when to when, of what. */
function subject({ from, to }: Period): string[] {
  const areas = frame.value?.areas.map(({ name }) => name) ?? [];
  return [...areas, t("{from}至{to}", { from, to }), categoryName() ?? t("全部类别")];
}

/** The page. */
export function MapPage(): JSX.Element {
  const here = period();
  const asked = new URLSearchParams({ from: here.from, to: here.to, ...(category.value ? { category: category.value } : {}), ...(topic.value ? { topic: topic.value } : {}) });
  const backwards = here.from > here.to;
  const reading = useRead<Hotspots>(backwards ? null : `/api/hotspots?${asked}`);
  const coverage = useRead<Coverage>(onlyBlank.value ? "/api/coverage" : null);
  const gaps = onlyBlank.value ? coverage.data : null;
  const area = frame.value?.areas[0]?.code;
  const venues = useRead<{ items: Venue[] }>(area && showVenues.value ? `/api/venues?area=${area}` : null).data?.items ?? none;
  const counts = reading.data?.cells ?? [];
  const breaks = useMemo(() => breaksOf(counts.map(({ count }) => count)), [reading.data]);
  const classes = useMemo(
    () => new Map(onlyBlank.value ? gaps?.blank.map(({ code }) => [code, blankClass]) : counts.map(({ code, count }) => [code, classOf(count, breaks)])),
    [reading.data, breaks, gaps, onlyBlank.value],
  );
  const bare = new Set(gaps?.blank.map(({ code }) => code));
  const listed = gaps ? counts.filter(({ code }) => bare.has(code)) : counts;
  const listName = gaps ? t("{n}个空白网格", { n: listed.length }) : t("全部{n}个网格", { n: counts.length });
  const pick = (code: string): void => void (chosen.value = code);
  const cell = counts.find(({ code }) => code === chosen.value) ?? null;
  const name = periodName(here);
  return (
    <div class="mappage">
      <Bar backwards={backwards} />
      <Printed what={subject(here)} />
      <div class="stage">
        <div class="mapside">
          <div class="mapbox">
            {asTable.value ? (
              <div class="tablebox" tabIndex={0} role="region" aria-label={listName}>
                <CellTable caption={listName} cells={listed} towns={frame.value?.towns ?? []} pick={pick} chosen={chosen.value} />
              </div>
            ) : (
              frame.value && <Canvas frame={frame.value} classes={classes} venues={showVenues.value ? venues : none} />
            )}
            <State reading={reading} backwards={backwards} />
            {!asTable.value && gaps && <BlankLegend {...gaps} />}
            {!asTable.value && !onlyBlank.value && counts.length > 0 && <Legend title={legendTitle(name)} counts={counts.map(({ count }) => count)} breaks={breaks} />}
          </div>
          {frame.value && <p class="synth">{mapNote(frame.value.synthetic, frame.value.attributions)}</p>}
        </div>
        {showVenues.value && !onlyBlank.value ? <Venues of={venues} /> : onlyBlank.value ? <BlankPanel reading={coverage} chosen={chosen.value} pick={pick} /> : <Panel data={reading.data} cell={cell} periodName={name} asked={asked} pick={pick} />}
      </div>
    </div>
  );
}

function State({ reading, backwards }: { reading: ReturnType<typeof useRead<Hotspots>>; backwards: boolean }): JSX.Element | null {
  const data = reading.data;
  if (backwards) return <div class="state"><Notice tone="bad">{t("开始日期在结束日期之后，请改一个。")}</Notice></div>;
  if (data === null || reading.refused !== null || reading.retryIn !== null) return <div class="state"><Waiting reading={reading} /></div>;
  if (data.cells.length === 0) return <div class="state" role="status">{t("您的辖区还没有网格。")}</div>;
  return data.total === 0 ? <div class="state" role="status">{t("这段时间没有件，换个期间。")}</div> : null;
}

function Bar({ backwards }: { backwards: boolean }): JSX.Element {
  const set = (name: "from" | "to") => (event: Event) => {
    const value = (event.target as HTMLInputElement).value;
    if (value) own.value = { ...own.value, [name]: value };
  };
  const choose = (value: string): void => {
    if (value === "own") own.value = period();
    span.value = value as typeof span.value;
  };
  return (
    <div class="mapbar">
      <Heading title={t("地图")}>{t("件数地图")}</Heading>
      <div class="seg" role="group" aria-label={t("怎么看")}>
        <button type="button" aria-pressed={!asTable.value} onClick={() => (asTable.value = false)}>{t("看地图")}</button>
        <button type="button" aria-pressed={asTable.value} onClick={() => (asTable.value = true)}>{t("看表格")}</button>
      </div>
      <button type="button" class="switch" aria-pressed={onlyBlank.value} onClick={() => (onlyBlank.value = !onlyBlank.value)}>{t("空白网格")}</button>
      <button type="button" class="switch" aria-pressed={showVenues.value} onClick={() => (showVenues.value = !showVenues.value)}>{t("普法阵地")}</button>
      <label>
        {t("类别")}
        <select value={category.value} onChange={(event) => (category.value = event.currentTarget.value)}>
          <option value="">{t("全部类别")}</option>
          {frame.value?.categories.map((one) => <option key={one.code} value={one.code}>{language() === "en" ? one.name_en : one.name}</option>)}
        </select>
      </label>
      <label>
        {t("监督主题")}
        <select value={topic.value} onChange={(event) => (topic.value = event.currentTarget.value)}>
          <option value="">{t("全部主题")}</option>
          {frame.value?.topics.map((one) => <option key={one.code} value={one.code}>{language() === "en" ? one.name_en : one.name}</option>)}
        </select>
      </label>
      <label>
        {t("期间")}
        <select value={span.value} onChange={(event) => choose(event.currentTarget.value)}>
          {spans.map((days) => <option key={days} value={days}>{t("近{n}天", { n: days })}</option>)}
          <option value="own">{t("自选")}</option>
        </select>
      </label>
      {span.value === "own" && (
        <div class="dates">
          <label>{t("从")}<input type="date" value={own.value.from} onChange={set("from")} aria-invalid={backwards} /></label>
          <label>{t("到")}<input type="date" value={own.value.to} onChange={set("to")} aria-invalid={backwards} /></label>
        </div>
      )}
    </div>
  );
}

/** The picture; its library is fetched with this page. */
function Canvas({ frame: around, classes, venues }: { frame: MapFrame; classes: ReadonlyMap<string, number>; venues: Venue[] }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const [map, set] = useState<HeadMap | null>(null);
  const [broken, breakDown] = useState(false);
  useEffect(() => {
    let made: HeadMap | undefined;
    let gone = false;
    const calls = { pick: (code: string) => (chosen.value = code), ready: () => box.current?.setAttribute("data-ready", "1"), failed: () => breakDown(true) };
    import("./canvas").then(({ drawMap }) => {
      if (gone || !box.current) return;
      made = drawMap(box.current, around, calls);
      set(made);
    }).catch(() => breakDown(true));
    return () => {
      gone = true;
      made?.remove();
    };
  }, [around]);
  useEffect(() => map?.colour(classes), [map, classes]);
  useEffect(() => map?.stand(venues.flatMap(({ id, kind_label, name, lon, lat }) => (lon === null || lat === null ? [] : [{ id, label: `${kind_label} ${name}`, lon, lat }]))), [map, venues]);
  const now = chosen.value;
  useEffect(() => map?.choose(now, true), [map, now]);
  if (broken) return <div class="pad"><Notice tone="wait">{t("地图没有画出来，请改看表格。")}</Notice></div>;
  return <div class="canvas" ref={box} />;
}
