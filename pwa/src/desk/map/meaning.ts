/** What the colours mean, in words, with how many cells or townships each has: the same for the page, the paper and the file. */
import { t } from "../../shell/words";
import { rowsOf, type ClassRow } from "./classes";
import { changes, giClasses, type Shade } from "./palette";
import type { CellCount, CellSheet, Computed, GiClass, Measure, Trend } from "./wire";

export interface LegendRow {
  shade: Shade;
  words: string;
  cells: number | string;
}

export interface LegendOf {
  title: string;
  /** High on top. */
  rows: LegendRow[];
  /** Sentences below the rows. */
  notes: string[];
  /** What the thick line means; null where there is none. */
  outline: string | null;
  /** What the rows count. */
  unit: Unit;
}

/** What is coloured. */
export type Unit = "cell" | "town";

const hiddenNote: Readonly<Record<Unit, () => string>> = { cell: () => t("右列为网格数。隐蔽问题不计入网格。"), town: () => t("乡镇的数是各网格相加。右列为乡镇数。隐蔽问题不计入。") };
const changeNote: Readonly<Record<Unit, () => string>> = { cell: () => t("只比两期的多少，不表示显著。右列为网格数。"), town: () => t("只比两期的多少，不表示显著。乡镇的数是各网格相加。右列为乡镇数。") };
/** What the right column has where two periods stand in it. */
export const bothNote: Readonly<Record<Unit, () => string>> = { cell: () => t("右列为网格数，对比期→本期。"), town: () => t("右列为乡镇数，对比期→本期。") };
const titled = (title: string, unit: Unit): string => (unit === "town" ? `${title}·${t("乡镇")}` : title);

/** A rate as it is read: one decimal. */
export const oneDecimal = (value: number): string => value.toFixed(1);

const giWords: Readonly<Record<GiClass, () => string>> = {
  hot_99: () => t("热点99%"), hot_95: () => t("热点95%"), hot_90: () => t("热点90%"), none: () => t("不显著"),
  cold_90: () => t("冷点90%"), cold_95: () => t("冷点95%"), cold_99: () => t("冷点99%"),
};
const trendWords: Readonly<Record<Trend, () => string>> = {
  new: () => t("新出现"), growing: () => t("越来越热"), persistent: () => t("一直热"), fading: () => t("在消退"), none: () => t("没有走势"),
};

/** A class of significance in words; a dash where it cannot be said. */
export const giName = (of: GiClass | null | undefined): string => (of ? giWords[of]() : "–");

/** How a hotspot goes on, in words. */
export const trendName = (of: Trend | null | undefined): string => (of ? trendWords[of]() : "–");

/** From this two-sided chance on a figure is nothing unusual, as in the legend. */
const usual = 0.1;

/** What the test says of a cell, as one says it to a township head: the class by p of the cell with its neighbours, as the legend has it. */
export function judgement({ class: of, z, p, p_sim, fdr, trend }: Pick<CellSheet, "class" | "z" | "p" | "p_sim" | "fdr" | "trend">): string[] {
  if (!of || z === null) return [t("这里判断不了热点：没有户数，或网格太少。")];
  const more = z >= 0;
  const first = of === "none" ? t("和周围网格一起看，这里的件数在平常的起伏之内。") : more ? t("和周围网格一起看，这里明显多于全区的平常数。") : t("和周围网格一起看，这里明显少于全区的平常数。");
  const share = (chance: number): string => (chance < 0.001 ? t("不到千分之一") : t("约{n}%", { n: oneDecimal(chance * 100) }));
  const kept = of === "none" ? "" : fdr ? t("一次看这么多网格，校正后仍显著。") : t("一次看这么多网格，校正后{kept}：可能是碰巧，先留意。", { kept: t("不再显著") });
  // Dealt anew are only the places around: the own figure stays. So it tells whether the neighbours stand out too.
  const dealt = p_sim === null ? [] : [t("本格的数不动，只把周围换成随机抽的别处的数，周围这样或更极端的机会{share}。", { share: share(p_sim) }) + (of !== "none" && p_sim >= usual ? (more ? t("可见周围不算多，主要是本格自己多。") : t("可见周围不算少，主要是本格自己少。")) : "")];
  return [first, t("若全凭偶然，本格和周围合起来这样或更极端的机会{share}（z={z}）。", { share: share(p ?? 1), z: oneDecimal(z) }) + kept, ...dealt, ...(trend && trend !== "none" ? [t("走势：{trend}。", { trend: trendName(trend) })] : [])];
}

/** Why there is no significance, in a sentence. */
export function reasonName(reason: string): string {
  if (reason === "too_few_cells") return t("网格太少，比不出哪里比别处高。请看件数或每千户。");
  if (reason === "all_equal") return t("各网格的数都一样，没有哪里比别处高。");
  return t("这些数判断不了热点，请看件数或每千户。");
}

/** Counts and rates. */
export function figureLegend(title: string, figures: readonly (number | null)[], breaks: readonly number[], measure: Measure, unit: Unit): LegendOf {
  const known = figures.filter((figure) => figure !== null);
  const whole = measure === "count";
  const rows = rowsOf(known, breaks, whole).map((row) => ({ shade: row.shade, words: whole ? counted(row) : rated(row), cells: row.cells }));
  return { title: titled(title, unit), unit, rows: [...rows.filter(({ shade, cells }) => whole || shade !== "c0" || cells > 0), ...unknownRow(figures.length - known.length, t("没有户数"))], notes: [...(unit === "town" && !whole ? [t("乡镇的每千户件数没有平滑。")] : []), hiddenNote[unit]()], outline: null };
}

/** Significance. */
export function giLegend(cells: readonly CellCount[], computed: Computed | null): LegendOf {
  const count = (of: GiClass): number => cells.filter((cell) => cell.class === of).length;
  const kept = cells.filter(({ fdr }) => fdr).length;
  const share = Math.round((computed?.q ?? 0) * 1000) / 10;
  return {
    title: t("热点与冷点（Gi*）"),
    unit: "cell",
    rows: [...giClasses.map((of) => ({ shade: of as Shade, words: giName(of), cells: count(of) })), ...unknownRow(cells.filter((cell) => !cell.class).length, t("无数据"))],
    notes: [t("99%：若全凭偶然，这么高的不到1%。95%：不到5%。90%：不到10%。冷点同理，是这么低的。"), hiddenNote.cell()],
    outline: computed && kept > 0 ? t("粗线内：校正后仍显著（FDR {q}%），{n}格", { q: share, n: kept }) : null,
  };
}

/** What changed; `great` is the largest small change. */
export function changeLegend(title: string, shades: readonly Shade[], great: number | null, measure: Measure, unit: Unit): LegendOf {
  const count = (of: Shade): number => shades.filter((shade) => shade === of).length;
  const words = changeWords(great, measure === "rate");
  return {
    title: titled(title, unit),
    unit,
    rows: [...changes.map((shade, nth) => ({ shade, words: words[nth]!, cells: count(shade) })).filter(({ shade, cells }) => great !== null || shade === "same" || cells > 0), ...unknownRow(count("unknown"), t("没有户数"))],
    notes: [changeNote[unit]()],
    outline: null,
  };
}

/** Cells with and without a collection post. */
export function blankLegend(cells: number, covered: number): LegendOf {
  return { title: t("信息采集点"), unit: "cell", rows: [{ shade: "blank", words: t("没有采集点"), cells: cells - covered }, { shade: "c0", words: t("有采集点"), cells: covered }], notes: [], outline: null };
}

/** The same where the map is so small that townships stand for the cells, and these have no colour for it. */
export function uncoloured(legend: LegendOf): LegendOf {
  return { ...legend, notes: [t("现在只画乡镇的界线，不着色；放大就看到各网格。"), ...legend.notes] };
}

function unknownRow(cells: number, words: string): LegendRow[] {
  return cells > 0 ? [{ shade: "unknown", words, cells }] : [];
}

function counted({ from, to }: ClassRow): string {
  if (to === undefined) return t("{n}件以上", { n: from });
  return from === to ? t("{n}件", { n: from }) : t("{from}–{to}件", { from, to });
}

function rated({ from, to }: ClassRow): string {
  if (to === undefined) return t("每千户超过{n}件", { n: oneDecimal(from) });
  if (from === 0) return to === 0 ? t("{n}件", { n: 0 }) : t("每千户不超过{n}件", { n: oneDecimal(to) });
  return t("每千户{from}–{to}件", { from: oneDecimal(from), to: oneDecimal(to) });
}

function changeWords(great: number | null, rate: boolean): string[] {
  const n = great === null ? 0 : rate ? oneDecimal(great) : great;
  const [more, little, same, less, fewer] = rate
    ? [t("每千户多了超过{n}件", { n }), t("每千户多了不超过{n}件", { n }), t("没有变化"), t("每千户少了不超过{n}件", { n }), t("每千户少了超过{n}件", { n })]
    : [t("多了{n}件以上", { n: Number(n) + 1 }), t("多了不超过{n}件", { n }), t("没有变化"), t("少了不超过{n}件", { n }), t("少了{n}件以上", { n: Number(n) + 1 })];
  return [more, little, same, less, fewer];
}
