/** Classes of the desk's map. */
import { expect, test } from "vitest";
import { breaksOf, classOf, legendOf } from "../src/desk/map/classes";
import { lastDays } from "../src/desk/map/period";

test("five classes with round breaks, every cell in one", () => {
  const counts = [0, 0, ...Array.from({ length: 60 }, (_, n) => 1 + (n % 20))];
  const breaks = breaksOf(counts);
  expect(breaks).toEqual([4, 8, 10, 15, 20]);
  expect(counts.map((count) => classOf(count, breaks)).every((at) => at >= 0 && at <= 5)).toBe(true);
  const rows = legendOf(counts, breaks);
  expect(rows.map(({ at }) => at)).toEqual([5, 4, 3, 2, 1, 0]);
  expect(rows.reduce((sum, { cells }) => sum + cells, 0)).toBe(counts.length);
  expect(rows[0]).toMatchObject({ from: 16, to: undefined });
});

test("the highest is always the darkest and a class is never below a lower count's", () => {
  for (const counts of [[1], [1, 1, 1], [3, 900], [1, 2], [7, 7, 8, 120], Array.from({ length: 411 }, (_, n) => (n * n) % 37)]) {
    const breaks = breaksOf(counts);
    const sorted = [...counts].sort((a, b) => a - b);
    const classes = sorted.map((count) => classOf(count, breaks));
    expect(classes.at(-1)).toBe(5);
    expect(classes).toEqual([...classes].sort((a, b) => a - b));
    expect(sorted.every((count, at) => (count === 0) === (classes[at] === 0))).toBe(true);
    expect(new Set(breaks).size).toBe(breaks.length);
  }
});

test("nothing counted, nothing coloured", () => {
  expect(breaksOf([0, 0])).toEqual([]);
  expect(legendOf([0, 0], [])).toEqual([{ at: 0, from: 0, to: 0, cells: 2 }]);
});

test("a period ends with the day it is in China", () => {
  const lateEvening = Date.parse("2026-11-20T16:30:00Z");
  expect(lastDays(7, lateEvening)).toEqual({ from: "2026-11-15", to: "2026-11-21" });
});
