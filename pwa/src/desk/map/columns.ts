/** What the map's twin says of a cell: the same figures and judgements as the colours. */
import { t } from "../../shell/words";
import { frame } from "../live";
import type { Pair } from "./frames";
import { giName, oneDecimal, trendName } from "./meaning";
import { giClasses } from "./palette";
import type { CellCount } from "./wire";

export interface Column<T> {
  key: string;
  label: string;
  /** What it is sorted by; null goes last. */
  value: (row: T) => string | number | null;
  /** What stands there, when it is not the value. */
  words?: (row: T) => string;
}

/** The township of a cell. */
export function townOf(cell: { area_code: string }): string {
  return frame.value?.towns.find(({ code }) => cell.area_code.startsWith(code))?.name ?? "";
}

/** A rate, or a dash where nobody lives. */
export const rated = (value: number | null | undefined): string => (value === null || value === undefined ? "–" : oneDecimal(value));

const signed = (value: number, words: string): string => (value > 0 ? `+${words}` : words);
const level = (cell: CellCount): number | null => (cell.class ? giClasses.length - giClasses.indexOf(cell.class) : null);

/** Cells of one period; `judged`: with their significance. */
export function cellColumns(judged: boolean): Column<CellCount>[] {
  return [
    { key: "town", label: t("乡镇"), value: townOf },
    { key: "households", label: t("户"), value: (cell) => cell.households },
    { key: "count", label: t("件"), value: (cell) => cell.count },
    { key: "rate", label: t("每千户"), value: (cell) => cell.rate, words: (cell) => rated(cell.rate) },
    ...(judged ? judgements : []),
  ];
}

const judgements: readonly Column<CellCount>[] = [
  { key: "smoothed", label: "每千户（平滑）", value: (cell) => cell.smoothed, words: (cell) => rated(cell.smoothed) },
  { key: "class", label: "判断", value: level, words: (cell) => giName(cell.class) },
  { key: "z", label: "z", value: (cell) => cell.z ?? null, words: (cell) => rated(cell.z) },
  { key: "fdr", label: "校正后", value: (cell) => (typeof cell.fdr === "boolean" ? Number(cell.fdr) : null), words: (cell) => keptName(cell.fdr) },
  { key: "trend", label: "走势", value: (cell) => (cell.trend ? trendName(cell.trend) : null), words: (cell) => trendName(cell.trend) },
];

/** Whether it stays significant after the correction, in words. */
export const keptName = (fdr: boolean | null | undefined): string => (typeof fdr === "boolean" ? (fdr ? t("仍显著") : t("不再显著")) : "–");

/** Cells of two periods; `judged`: with their significance. */
export function pairColumns(then: string, judged: boolean): Column<Pair>[] {
  const column = (key: string, label: string, value: Column<Pair>["value"], words?: (pair: Pair) => string): Column<Pair> => ({ key, label, value, ...(words ? { words } : {}) });
  return [
    column("town", t("乡镇"), ({ now }) => townOf(now)),
    column("then", t("{period}件", { period: then }), (pair) => pair.then.count),
    column("count", t("本期件"), ({ now }) => now.count),
    column("difference", t("差"), ({ now, then: before }) => now.count - before.count, ({ now, then: before }) => signed(now.count - before.count, String(now.count - before.count))),
    column("then_rate", t("{period}每千户", { period: then }), (pair) => pair.then.rate, (pair) => rated(pair.then.rate)),
    column("rate", t("本期每千户"), ({ now }) => now.rate, ({ now }) => rated(now.rate)),
    ...(judged ? [column("then_class", t("{period}判断", { period: then }), (pair) => level(pair.then), (pair) => giName(pair.then.class)), column("class", t("本期判断"), ({ now }) => level(now), ({ now }) => giName(now.class))] : []),
  ];
}
