/** One step of time as the map shows it: the counts of the step in the cells of the period. */
import type { Period } from "./period";
import type { CellCount, HotspotSeries, Measure } from "./wire";

/** Reports per 1000 households; null without any. */
export const perThousand = (count: number, households: number): number | null => (households > 0 ? (count / households) * 1000 : null);

/** What a cell is coloured by; null where it cannot be said. A frame has rates as they are, a period smoothed ones. */
export function figureOf(cell: CellCount, measure: Measure): number | null {
  return measure === "count" ? cell.count : (cell.smoothed ?? cell.rate);
}

/** The cells with the counts of one step. */
export function cellsAt(cells: readonly CellCount[], series: HotspotSeries, at: number): CellCount[] {
  const counts = new Map(series.cells.map((cell) => [cell.code, cell.counts[at] ?? 0]));
  return cells.map(({ code, name, area_code, households }) => {
    const count = counts.get(code) ?? 0;
    return { code, name, area_code, households, count, rate: perThousand(count, households), smoothed: null };
  });
}

/** Every figure of every step, so that all of them share their breaks. */
export function figuresOf(cells: readonly CellCount[], series: HotspotSeries, measure: Measure): number[] {
  const households = new Map(cells.map((cell) => [cell.code, cell.households]));
  return series.cells.flatMap(({ code, counts }) => (measure === "count" ? counts : counts.flatMap((count) => perThousand(count, households.get(code) ?? 0) ?? [])));
}

/** A cell in two periods; a figure is null where it cannot be said of one of them. */
export interface Pair {
  now: CellCount;
  then: CellCount;
  difference: number | null;
}

/** The cells of two periods side by side. A cell that only one of them has is left out: its ground belongs to others in the other one. */
export function pairs(now: readonly CellCount[], then: readonly CellCount[], measure: Measure): Pair[] {
  const before = new Map(then.map((cell) => [cell.code, cell]));
  return now.flatMap((cell) => {
    const other = before.get(cell.code);
    if (!other) return [];
    // The change of a significance is none: counts are compared.
    const by = measure === "rate" ? "rate" : "count";
    const [a, b] = [figureOf(cell, by), figureOf(other, by)];
    return [{ now: cell, then: other, difference: a === null || b === null ? null : a - b }];
  });
}

/** The days of a step or period in words: one day alone, else from and to. */
export function daysOf({ from, to }: Period, words: (from: string, to: string) => string): string {
  return from === to ? from : words(from, to);
}
