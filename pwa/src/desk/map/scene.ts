/** What the map shows now, from what was read and how it is looked at. */
import { t } from "../../shell/words";
import { shownView } from "./Compare";
import { cellsAt, pairs, type Pair } from "./frames";
import * as look from "./look";
import { blankPicture, breaksOfAll, breaksOfSteps, paintBlank, paintChange, paintFigures, paintGi, pictureTitle, type Breaks, type Painted } from "./picture";
import type { Pane } from "./Stage";
import { bothNote, type LegendOf } from "./meaning";
import type { Period } from "./period";
import type { CellCount, Coverage, Hotspots, HotspotSeries } from "./wire";

export interface Read {
  now: Period;
  data: Hotspots | null;
  /** The other period and what was read of it; null when nothing is compared. */
  then: { period: Period; data: Hotspots | null } | null;
  series: HotspotSeries | null;
  /** The step of time, read by itself, where it has to be (significance). */
  step: Hotspots | null;
  coverage: Coverage | null;
}

export interface Scene {
  /** Of the period or of the step. */
  cells: readonly CellCount[];
  pairs: readonly Pair[] | null;
  panes: readonly Pane[];
  legend: LegendOf | null;
  /** The legend of a map so small that it shows townships. */
  far: LegendOf | null;
  /** The days that are shown. */
  days: string;
  /** Whether the table has significance. */
  judged: boolean;
  /** Why there is no significance; null where there is or nobody asked. */
  reason: string | null;
  /** Of which of two periods only this is so; null: of what is shown. */
  reasonOf: string | null;
  /** Whether what is wished is what is shown. */
  there: boolean;
}

const pane = (key: string, caption: string | null, { picture }: Painted): Pane => ({ key, caption, picture });

/** The scene. */
export function sceneOf(read: Read): Scene {
  if (read.coverage) {
    const painted = paintBlank(read.coverage);
    const bare = new Set(read.coverage.blank.map(({ code }) => code));
    return { ...plain(read), cells: (read.data?.cells ?? []).filter(({ code }) => bare.has(code)), panes: [pane("now", null, painted)], ...meant(painted) };
  }
  if (read.then) return compared(read, read.then);
  const at = look.at.value;
  return at !== null && read.series?.steps[at] ? stepped(read, read.series, at) : whole(read);
}

function plain({ now, data }: Read): Scene {
  return { cells: data?.cells ?? [], pairs: null, panes: [{ key: "now", caption: null, picture: blankPicture }], legend: null, far: null, days: look.daysName(now), judged: data?.measure === "gi_star", reason: null, reasonOf: null, there: data !== null };
}

function whole(read: Read): Scene {
  const base = plain(read);
  if (!read.data || base.cells.length === 0) return base;
  return judgedOr(base, read.data, look.periodName(read.now), breaksOfAll([base.cells], look.measure.value));
}

/** Significance where it was asked for and could be said, else figures. */
function judgedOr(base: Scene, data: Hotspots, days: string, breaks: Breaks): Scene {
  const measure = look.measure.value;
  if (measure === "gi_star" && data.measure !== "gi_star") return { ...base, there: false };
  const painted = measure === "gi_star" ? paintGi(base.cells, data.computed) : paintFigures(pictureTitle(measure, days, look.filterName()), base.cells, measure, breaks);
  return { ...base, panes: [pane("now", null, painted)], ...meant(painted), reason: measure === "gi_star" ? data.reason : null };
}

function stepped(read: Read, series: HotspotSeries, at: number): Scene {
  const all = read.data?.cells ?? [];
  const days = series.steps[at]!;
  const name = look.daysName(days);
  const measure = look.measure.value;
  const fresh = read.step && read.step.from === days.from && read.step.to === days.to ? read.step : null;
  const base: Scene = { ...plain(read), cells: fresh?.cells ?? cellsAt(all, series, at), days: name, judged: fresh?.measure === "gi_star", there: measure !== "gi_star" || fresh !== null };
  if (measure === "gi_star") return fresh ? judgedOr(base, fresh, name, { cells: [], towns: [] }) : { ...whole(read), days: name, there: false };
  const painted = paintFigures(pictureTitle(measure, name, look.filterName()), base.cells, measure, breaksOfSteps(all, series, measure));
  const legend = measure === "rate" ? { ...painted.legend, notes: [t("单步的每千户件数没有平滑：户数少的网格一件就很高，别只看一步。"), ...painted.legend.notes] } : painted.legend;
  return { ...base, panes: [pane("now", null, painted)], legend, far: painted.far };
}

function compared(read: Read, then: NonNullable<Read["then"]>): Scene {
  const base = plain(read);
  const names = { now: t("本期{days}", { days: look.daysName(read.now) }), then: `${look.otherName(then.period)} ${look.daysName(then.period)}` };
  if (!read.data || !then.data || base.cells.length === 0) return { ...base, there: false };
  const measure = look.measure.value;
  const both = pairs(base.cells, then.data.cells, measure);
  const scene: Scene = { ...base, pairs: both, days: t("{now}与{then}", { now: names.now, then: names.then }), judged: base.judged && then.data.measure === "gi_star" };
  if (shownView() === "change") {
    const title = measure === "rate" ? t("每千户件数的变化") : t("件数的变化");
    const painted = paintChange([title, look.filterName()].filter(Boolean).join("·"), both, measure);
    return { ...scene, panes: [pane("now", null, painted)], ...meant(painted) };
  }
  if (measure === "gi_star" && !scene.judged) return { ...scene, there: false };
  const breaks = breaksOfAll([base.cells, then.data.cells], measure);
  const paint = (data: Hotspots): Painted => (measure === "gi_star" ? paintGi(data.cells, data.computed) : paintFigures(pictureTitle(measure, t("两期"), look.filterName()), data.cells, measure, breaks));
  const [a, b] = [paint(then.data), paint(read.data)];
  const panes = [pane("then", names.then, a), pane("now", names.now, b)];
  const view = shownView();
  const seen = view === "then" ? a : b;
  const legends = view === "both" ? { legend: together(a.legend, b.legend), far: together(a.far, b.far) } : meant(seen);
  return { ...scene, panes: view === "both" ? panes : [{ ...panes[view === "then" ? 0 : 1]!, key: "now" }], ...legends, reason: measure === "gi_star" ? (read.data.reason ?? then.data.reason) : null, reasonOf: read.data.reason === then.data.reason ? null : read.data.reason === null ? look.otherName(then.period) : t("本期") };
}

const meant = ({ legend, far }: Painted): Pick<Scene, "legend" | "far"> => ({ legend, far });

/** One legend for two maps: the cells of the first and of the second. */
function together(then: LegendOf, now: LegendOf): LegendOf {
  const shades = [...new Set([...now.rows, ...then.rows].map(({ shade }) => shade))];
  const row = (of: LegendOf, shade: string): LegendOf["rows"][number] | undefined => of.rows.find((each) => each.shade === shade);
  const rows = shades.map((shade) => {
    const [before, after] = [row(then, shade), row(now, shade)];
    return { shade, words: (after ?? before)!.words, cells: `${before?.cells ?? 0}→${after?.cells ?? 0}` };
  });
  return { ...now, rows, notes: [bothNote[now.unit](), ...now.notes.slice(0, -1)], outline: now.outline ?? then.outline };
}
