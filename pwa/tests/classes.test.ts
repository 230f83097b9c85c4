/** Classes of the desk's map, its legends in words, its steps of time and its changes. */
import { expect, test, vi } from "vitest";
import { breaksOf, changeOf, classOf, greatOf, rowsOf, shadeOf } from "../src/desk/map/classes";
import { middleOf } from "../src/desk/map/centres";
import { cellsAt, figureOf, figuresOf, pairs } from "../src/desk/map/frames";
import { changeLegend, giLegend, reasonName } from "../src/desk/map/meaning";
import { daysIn, lastDays, periodBefore, stepsFor, yearBefore } from "../src/desk/map/period";
import { breaksOfAll, breaksOfSteps, paintChange, paintFigures, paintGi } from "../src/desk/map/picture";
import { colours, giClasses, markInk, marks, type Shade } from "../src/desk/map/palette";
import { townSeries, townsOf } from "../src/desk/map/towns";
import type { CellCount, GiClass, HotspotSeries } from "../src/desk/map/wire";

vi.stubGlobal("location", { search: "", pathname: "/desk/map" });
vi.stubGlobal("document", { cookie: "zt_lang=zh-CN" });

const cell = (code: string, more: Partial<CellCount> = {}): CellCount => ({ code, name: code, area_code: "621124100001", households: 500, count: 0, rate: 0, smoothed: 0, ...more });

test("five classes with round breaks, every cell in one", () => {
  const counts = [0, 0, ...Array.from({ length: 60 }, (_, n) => 1 + (n % 20))];
  const breaks = breaksOf(counts);
  expect(breaks).toEqual([4, 8, 10, 15, 20]);
  expect(counts.map((count) => classOf(count, breaks)).every((at) => at >= 0 && at <= 5)).toBe(true);
  const rows = rowsOf(counts, breaks);
  expect(rows.map(({ shade }) => shade)).toEqual(["c5", "c4", "c3", "c2", "c1", "c0"]);
  expect(rows.reduce((sum, { cells }) => sum + cells, 0)).toBe(counts.length);
  expect(rows[0]).toMatchObject({ from: 16, to: undefined });
});

test("the highest is always the darkest and a class is never below a lower value's", () => {
  for (const values of [[1], [1, 1, 1], [3, 900], [1, 2], [7, 7, 8, 120], [0.02, 0.4, 0.41, 7.77, 31.4], Array.from({ length: 411 }, (_, n) => (n * n) % 37)]) {
    for (const whole of values.every(Number.isInteger) ? [true, false] : [false]) {
      const breaks = breaksOf(values, whole);
      const sorted = [...values].sort((a, b) => a - b);
      const classes = sorted.map((value) => classOf(value, breaks));
      expect(classes.at(-1)).toBe(5);
      expect(classes).toEqual([...classes].sort((a, b) => a - b));
      expect(sorted.every((value, at) => (value === 0) === (classes[at] === 0))).toBe(true);
      expect(new Set(breaks).size).toBe(breaks.length);
    }
  }
});

test("no class is empty, however few there are and wherever rounding puts the bounds", () => {
  expect(breaksOf([12, 13])).toEqual([13]);
  expect(breaksOf([11, 12, 13, 14, 200])).toEqual([15, 200]);
  for (const values of [[12, 13], [11, 12, 13, 14, 200], [124, 126, 131], [10.4, 10.6, 22.2], [0.04, 0.06, 1.2, 1.24], Array.from({ length: 9 }, (_, n) => 110 + n * n)])
    for (const whole of values.every(Number.isInteger) ? [true, false] : [false])
      expect(rowsOf(values, breaksOf(values, whole), whole).filter(({ shade, cells }) => shade !== "c0" && cells === 0), String(values)).toEqual([]);
});

test("nothing counted, nothing coloured; what nobody can say is hatched and stands in the legend", () => {
  expect(breaksOf([0, 0])).toEqual([]);
  expect(rowsOf([0, 0], [])).toEqual([{ shade: "c0", from: 0, to: 0, cells: 2 }]);
  expect(shadeOf(null, [3])).toBe("unknown");
  const { picture, legend } = paintFigures("近90天每千户件数", [cell("a", { smoothed: 4.25 }), cell("b", { households: 0, rate: null, smoothed: null })], "rate", { cells: [4.25], towns: [] });
  expect([...picture.shades]).toEqual([["a", "c5"], ["b", "unknown"]]);
  expect(legend.rows.map(({ words, cells }) => [words, cells])).toEqual([["每千户不超过4.3件", 1], ["没有户数", 1]]);
});

test("significance is said in words, high on top, with marks that stand without colour", () => {
  const cells = [...giClasses.flatMap((of, n) => Array.from({ length: n + 1 }, (_, i) => cell(`${of}${i}`, { class: of, z: 3 - n, fdr: n === 0 || n === 6 }))), cell("x", { class: null })];
  const { picture, legend } = paintGi(cells, { cells: 28, islands: 0, permutations: 999, seed: 1, q: 0.05 });
  expect(legend.rows.map(({ words, cells: n }) => `${words} ${n}`)).toEqual(["热点99% 1", "热点95% 2", "热点90% 3", "不显著 4", "冷点90% 5", "冷点95% 6", "冷点99% 7", "无数据 1"]);
  expect(legend.notes[0]).toContain("99%：若全凭偶然，这么高的不到1%");
  expect(legend.outline).toBe("粗线内：校正后仍显著（FDR 5%），8格");
  expect([...new Set(picture.outlined.values())]).toEqual(["hot", "cold"]);
  const level = giClasses.filter((of) => of !== "none").map((of: GiClass) => marks[of]);
  expect(level).toEqual(["▲▲▲", "▲▲", "▲", "▼", "▼▼", "▼▼▼"]);
  expect(giLegend(cells, null).outline).toBeNull();
  expect(new Set(["too_few_cells", "all_equal", "something new"].map(reasonName)).size).toBe(3);
});

test("every mark can be seen on its colour", () => {
  const light = (hex: string): number => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, nth) => sum + c * [0.2126, 0.7152, 0.0722][nth]!, 0);
  for (const shade of Object.keys(marks) as Shade[]) {
    const [a, b] = [light(colours[shade]), light(markInk(shade))];
    expect((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), shade).toBeGreaterThanOrEqual(3);
  }
});

test("a change is more, the same or less, great or small, never hot or cold", () => {
  const great = greatOf([0, 1, -2, 3, 40]);
  expect(great).toBe(2);
  expect([40, 2, 0, -1, -9, null].map((by) => changeOf(by, great))).toEqual(["more_2", "more_1", "same", "less_1", "less_2", "unknown"]);
  expect(changeOf(0.04, greatOf([0.04], false), false)).toBe("same");
  const both = pairs([cell("a", { count: 5 }), cell("b"), cell("new", { count: 9 })], [cell("a", { count: 2 }), cell("b"), cell("gone", { count: 1 })], "gi_star");
  expect(both.map(({ now, difference }) => [now.code, difference])).toEqual([["a", 3], ["b", 0]]);
  const { legend } = paintChange("件数的变化", both, "count");
  expect(legend.rows.map(({ words, cells }) => [words, cells])).toEqual([["多了4件以上", 0], ["多了不超过3件", 1], ["没有变化", 1], ["少了不超过3件", 0], ["少了4件以上", 0]]);
  expect(changeLegend("件数的变化", ["same"], null, "count", "cell").rows.map(({ words }) => words)).toEqual(["没有变化"]);
});

test("a step has its own counts in all cells of the period, and all steps share their breaks", () => {
  const series: HotspotSeries = { step: "week", steps: [{ from: "2026-11-01", to: "2026-11-07" }, { from: "2026-11-08", to: "2026-11-14" }], cells: [{ code: "a", counts: [3, 1] }], total: [3, 1] };
  const cells = [cell("a", { count: 4, rate: 8, smoothed: 7 }), cell("b"), cell("empty", { households: 0 })];
  expect(cellsAt(cells, series, 1).map(({ code, count, rate, smoothed }) => [code, count, rate, smoothed])).toEqual([["a", 1, 2, null], ["b", 0, 0, null], ["empty", 0, null, null]]);
  expect(figureOf(cellsAt(cells, series, 0)[0]!, "rate")).toBe(6);
  expect(figureOf(cells[0]!, "rate")).toBe(7);
  expect([figuresOf(cells, series, "count"), figuresOf(cells, series, "rate")]).toEqual([[3, 1], [6, 2]]);
});

test("a period ends with the day it is in China, and has one before it and one a year ago", () => {
  const lateEvening = Date.parse("2026-11-20T16:30:00Z");
  const week = lastDays(7, lateEvening);
  expect(week).toEqual({ from: "2026-11-15", to: "2026-11-21" });
  expect(periodBefore(week)).toEqual({ from: "2026-11-08", to: "2026-11-14" });
  expect(yearBefore({ from: "2028-02-29", to: "2028-03-01" })).toEqual({ from: "2027-02-28", to: "2027-03-01" });
  expect([daysIn(week), daysIn({ from: "2026-11-21", to: "2026-11-21" })]).toEqual([7, 1]);
});

test("a period is cut into steps that fit it: none for a day or for fifty years", () => {
  expect(stepsFor({ from: "2026-11-21", to: "2026-11-21" })).toEqual([]);
  expect(stepsFor(lastDays(7))).toEqual(["day"]);
  expect(stepsFor(lastDays(90))).toEqual(["week", "month"]);
  expect(stepsFor({ from: "1976-01-01", to: "2026-11-21" })).toEqual([]);
});

test("a mark stands in the middle of its cell", () => {
  const square = [[103, 35], [103.01, 35], [103.01, 35.02], [103, 35.02], [103, 35]];
  const { at } = middleOf(square)!;
  expect(at[0]).toBeCloseTo(103.005, 9);
  expect(at[1]).toBeCloseTo(35.01, 9);
  expect(middleOf([[1, 1], [2, 2], [1, 1]])).toBeNull();
});

test("a township's figure is the sum of its cells, by its own classes, and its rate is of all its households", () => {
  const west = ["a", "b", "c"].map((code, nth) => cell(code, { count: nth + 1, households: 100 * nth, area_code: `62112410000${nth}` }));
  const east = [cell("d", { count: 0, area_code: "621124101001" }), cell("e", { count: 40, area_code: "621124101002", households: 0 })];
  const none = [cell("f", { count: 2, area_code: "621124102001", households: 0, rate: null, smoothed: null })];
  const cells = [...west, ...east, ...none];
  expect(townsOf(cells)).toMatchObject([
    { code: "621124100", count: 6, households: 300, rate: 20, smoothed: null },
    { code: "621124101", count: 40, households: 500, rate: 80 },
    { code: "621124102", count: 2, households: 0, rate: null },
  ]);
  const counts = paintFigures("近90天件数", cells, "count", breaksOfAll([cells], "count"));
  expect([...counts.picture.towns]).toEqual([["621124100", "c4"], ["621124101", "c5"], ["621124102", "c3"]]);
  expect(counts.far).toMatchObject({ title: "近90天件数·乡镇", unit: "town" });
  expect(counts.far.rows.map(({ words, cells: n }) => [words, n])).toEqual([["7件以上", 1], ["3–6件", 1], ["1–2件", 1], ["0件", 0]]);
  expect(counts.far.notes).toEqual(["乡镇的数是各网格相加。右列为乡镇数。隐蔽问题不计入。"]);
  const rates = paintFigures("每千户", cells, "rate", breaksOfAll([cells], "rate"));
  expect(rates.picture.towns.get("621124102")).toBe("unknown");
  expect(rates.far.notes[0]).toBe("乡镇的每千户件数没有平滑。");
  expect(rates.far.rows.at(-1)).toMatchObject({ words: "没有户数", cells: 1 });
});

test("townships through time share their classes, and change as their cells do", () => {
  const cells = [cell("a", { count: 5 }), cell("b", { count: 4 }), cell("c", { count: 1, area_code: "621124101001" })];
  const series: HotspotSeries = { step: "week", steps: [], total: [], cells: [{ code: "a", counts: [5, 0] }, { code: "b", counts: [1, 3] }, { code: "c", counts: [0, 1] }] };
  expect(townSeries(series, cells).cells).toEqual([{ code: "621124100", counts: [6, 3] }, { code: "621124101", counts: [0, 1] }]);
  expect(breaksOfSteps(cells, series, "count").towns).toEqual([1, 3, 6]);
  const then = [cell("a", { count: 9 }), cell("b", { count: 0 }), cell("c", { count: 0, area_code: "621124101001" })];
  const changed = paintChange("件数的变化", pairs(cells, then, "count"), "count");
  expect(changed.picture.towns).toEqual(new Map([["621124100", "same"], ["621124101", "more_1"]]));
  expect(changed.far.title).toBe("件数的变化·乡镇");
});

test("significance is of cells: townships have no colour for it, and the legend says so", () => {
  const { picture, legend, far } = paintGi([cell("a", { class: "hot_99", fdr: true, z: 5 })], null);
  expect(picture.towns.size).toBe(0);
  expect(far.notes[0]).toBe("现在只画乡镇的界线，不着色；放大就看到各网格。");
  expect(legend.notes).not.toContain(far.notes[0]);
});
