/** Townships in place of cells, where the map is too small for these: their figures are the sums of their cells'. */
import { perThousand } from "./frames";
import type { CellCount, HotspotSeries } from "./wire";

const townOf = (areaCode: string): string => areaCode.slice(0, 9);

/** A township a row; its rate is all its reports by all its households, and drawn towards no mean. */
export function townsOf(cells: readonly CellCount[]): CellCount[] {
  const found = new Map<string, CellCount>();
  for (const { area_code, households, count } of cells) {
    const code = townOf(area_code);
    const town = found.get(code) ?? { code, name: code, area_code: code, households: 0, count: 0, rate: null, smoothed: null };
    found.set(code, { ...town, households: town.households + households, count: town.count + count });
  }
  return [...found.values()].map((town) => ({ ...town, rate: perThousand(town.count, town.households) }));
}

/** The same steps of time by township. */
export function townSeries(series: HotspotSeries, cells: readonly CellCount[]): HotspotSeries {
  const home = new Map(cells.map(({ code, area_code }) => [code, townOf(area_code)]));
  const sums = new Map<string, number[]>();
  for (const { code, counts } of series.cells) {
    const town = home.get(code);
    if (town !== undefined) sums.set(town, counts.map((count, nth) => count + (sums.get(town)?.[nth] ?? 0)));
  }
  return { ...series, cells: [...sums].map(([code, counts]) => ({ code, counts })) };
}
