/** What the map is painted with, and the legend that goes with it. */
import { t } from "../../shell/words";
import { breaksOf, changeOf, greatOf, shadeOf } from "./classes";
import { figureOf, type Pair } from "./frames";
import { blankLegend, changeLegend, figureLegend, giLegend, type LegendOf } from "./meaning";
import type { Shade } from "./palette";
import type { CellCount, Computed, Coverage, Measure } from "./wire";

/** The colour of each cell, and the cells that stay significant after the correction. */
export interface Picture {
  shades: ReadonlyMap<string, Shade>;
  outlined: ReadonlyMap<string, "hot" | "cold">;
}

/** A picture and what its colours mean. */
export interface Painted {
  picture: Picture;
  legend: LegendOf;
}

const nothing: ReadonlyMap<string, "hot" | "cold"> = new Map();

/** Counts or rates with `breaks`, which may be those of more than these cells. */
export function paintFigures(title: string, cells: readonly CellCount[], measure: Measure, breaks: readonly number[]): Painted {
  const figures = cells.map((cell) => figureOf(cell, measure));
  return {
    picture: { shades: new Map(cells.map(({ code }, nth) => [code, shadeOf(figures[nth]!, breaks)])), outlined: nothing },
    legend: figureLegend(title, figures, breaks, measure),
  };
}

/** Significance. */
export function paintGi(cells: readonly CellCount[], computed: Computed | null): Painted {
  const kept = cells.filter(({ fdr }) => fdr);
  return {
    picture: {
      shades: new Map(cells.map((cell) => [cell.code, cell.class ?? "unknown"])),
      outlined: new Map(kept.map((cell) => [cell.code, cell.class?.startsWith("cold") || (cell.z ?? 0) < 0 ? "cold" : "hot"])),
    },
    legend: giLegend(cells, computed),
  };
}

/** What changed between two periods. */
export function paintChange(title: string, of: readonly Pair[], measure: Measure): Painted {
  const whole = measure !== "rate";
  const great = greatOf(of.flatMap(({ difference }) => difference ?? []), whole);
  const shades = of.map(({ difference }) => changeOf(difference, great, whole));
  return { picture: { shades: new Map(of.map(({ now }, nth) => [now.code, shades[nth]!])), outlined: nothing }, legend: changeLegend(title, shades, great, measure) };
}

/** Cells without a collection post. */
export function paintBlank({ cells, covered, blank }: Coverage): Painted {
  return { picture: { shades: new Map(blank.map(({ code }) => [code, "blank"])), outlined: nothing }, legend: blankLegend(cells, covered) };
}

/** The breaks of all these cells together. */
export function breaksOfAll(cells: readonly CellCount[], measure: Measure): number[] {
  return breaksOf(cells.flatMap((cell) => figureOf(cell, measure) ?? []), measure === "count");
}

/** What is coloured: period, measure, and what it is narrowed to. */
export function pictureTitle(measure: Measure, days: string, filter: string | null): string {
  return [measure === "count" ? t("{period}件数", { period: days }) : t("{period}每千户件数", { period: days }), filter].filter(Boolean).join("·");
}
