/** What the map is painted with, and the legend that goes with it. */
import { t } from "../../shell/words";
import { breaksOf, changeOf, greatOf, shadeOf } from "./classes";
import { figureOf, figuresOf, pairs, type Pair } from "./frames";
import { blankLegend, changeLegend, figureLegend, giLegend, uncoloured, type LegendOf } from "./meaning";
import type { Shade } from "./palette";
import { townSeries, townsOf } from "./towns";
import type { CellCount, Computed, Coverage, HotspotSeries, Measure } from "./wire";

/** The colour of each cell, that of each township for a small map, and the cells that stay significant after the correction. */
export interface Picture {
  shades: ReadonlyMap<string, Shade>;
  towns: ReadonlyMap<string, Shade>;
  outlined: ReadonlyMap<string, "hot" | "cold">;
}

/** A picture and what its colours mean: of cells, and of the townships that stand for them on a small map. */
export interface Painted {
  picture: Picture;
  legend: LegendOf;
  far: LegendOf;
}

/** Upper bounds of the classes of cells and of townships. */
export interface Breaks {
  cells: readonly number[];
  towns: readonly number[];
}

const nothing: ReadonlyMap<string, never> = new Map<string, never>();
/** What is shown where nothing is known. */
export const blankPicture: Picture = { shades: nothing, towns: nothing, outlined: nothing };

/** Counts or rates with `breaks`, which may be those of more than these cells. */
export function paintFigures(title: string, cells: readonly CellCount[], measure: Measure, breaks: Breaks): Painted {
  const [near, far] = [shaded(cells, measure, breaks.cells), shaded(townsOf(cells), measure, breaks.towns)];
  return {
    picture: { shades: near.shades, towns: far.shades, outlined: nothing },
    legend: figureLegend(title, near.figures, breaks.cells, measure, "cell"),
    far: figureLegend(title, far.figures, breaks.towns, measure, "town"),
  };
}

function shaded(rows: readonly CellCount[], measure: Measure, breaks: readonly number[]): { shades: ReadonlyMap<string, Shade>; figures: (number | null)[] } {
  const figures = rows.map((row) => figureOf(row, measure));
  return { shades: new Map(rows.map(({ code }, nth) => [code, shadeOf(figures[nth]!, breaks)])), figures };
}

/** Significance. */
export function paintGi(cells: readonly CellCount[], computed: Computed | null): Painted {
  const kept = cells.filter(({ fdr }) => fdr);
  const legend = giLegend(cells, computed);
  return {
    picture: {
      shades: new Map(cells.map((cell) => [cell.code, cell.class ?? "unknown"])),
      towns: nothing,
      outlined: new Map(kept.map((cell) => [cell.code, cell.class?.startsWith("cold") || (cell.z ?? 0) < 0 ? "cold" : "hot"])),
    },
    legend,
    far: uncoloured(legend),
  };
}

/** What changed between two periods, in cells and in townships. */
export function paintChange(title: string, of: readonly Pair[], measure: Measure): Painted {
  const towns = pairs(townsOf(of.map(({ now }) => now)), townsOf(of.map(({ then }) => then)), measure);
  const [near, far] = [changed(of, measure), changed(towns, measure)];
  return {
    picture: { shades: near.shades, towns: far.shades, outlined: nothing },
    legend: changeLegend(title, [...near.shades.values()], near.great, measure, "cell"),
    far: changeLegend(title, [...far.shades.values()], far.great, measure, "town"),
  };
}

function changed(of: readonly Pair[], measure: Measure): { shades: ReadonlyMap<string, Shade>; great: number | null } {
  const whole = measure !== "rate";
  const great = greatOf(of.flatMap(({ difference }) => difference ?? []), whole);
  return { shades: new Map(of.map(({ now, difference }) => [now.code, changeOf(difference, great, whole)])), great };
}

/** Cells without a collection post. */
export function paintBlank({ cells, covered, blank }: Coverage): Painted {
  const legend = blankLegend(cells, covered);
  return { picture: { shades: new Map(blank.map(({ code }) => [code, "blank"])), towns: nothing, outlined: nothing }, legend, far: uncoloured(legend) };
}

/** The breaks of all periods together, each with its cells. */
export function breaksOfAll(periods: readonly (readonly CellCount[])[], measure: Measure): Breaks {
  const of = (rows: readonly CellCount[]): number[] => breaksOf(rows.flatMap((row) => figureOf(row, measure) ?? []), measure === "count");
  return { cells: of(periods.flat()), towns: of(periods.flatMap(townsOf)) };
}

/** The breaks of all steps of time together. */
export function breaksOfSteps(cells: readonly CellCount[], series: HotspotSeries, measure: Measure): Breaks {
  const of = (rows: readonly CellCount[], steps: HotspotSeries): number[] => breaksOf(figuresOf(rows, steps, measure), measure === "count");
  return { cells: of(cells, series), towns: of(townsOf(cells), townSeries(series, cells)) };
}

/** What is coloured: period, measure, and what it is narrowed to. */
export function pictureTitle(measure: Measure, days: string, filter: string | null): string {
  return [measure === "count" ? t("{period}件数", { period: days }) : t("{period}每千户件数", { period: days }), filter].filter(Boolean).join("·");
}
