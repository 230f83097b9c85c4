/** Which matters may be the same, as far as the phone knows. */
import { expect, test } from "vitest";
import type { FieldArea, NearMatter } from "../../src/api/wire";
import type { Item } from "../../src/store/item";
import { known, maybeSame } from "../../src/features/sightings/same";

const now = Date.parse("2026-11-22T02:00:00Z");
const area = { categories: [{ code: "land", name: "土地边界", name_en: "Land", near_m: 200, near_days: 30 }] } as unknown as FieldArea;
const matter = (number: string, more: Partial<NearMatter> = {}): NearMatter => ({ number, category: "land", opened_at: "2026-11-19T02:00:00Z", lon: 103.86, lat: 35.38, cell_code: "1", mine: false, ...more });
const held = [
  matter("far", { lon: 103.87 }), matter("old", { opened_at: "2026-10-01T02:00:00Z" }), matter("other", { category: "family" }),
  matter("near", { lon: 103.861 }), matter("here"), matter("nowhere", { lon: null, lat: null }),
];
const at = (place: Parameters<typeof maybeSame>[3]): unknown[] => maybeSame(held, area, "land", place, now);

test("the same category, near in place and time, the nearest first, rounded to 50 m", () => {
  expect(at({ way: "pin", lon: 103.86, lat: 35.38, at: "" })).toEqual([
    { number: "here", daysAgo: 3, metres: 0 },
    { number: "near", daysAgo: 3, metres: 100 },
  ]);
});

test("without a place, those of the same cell", () => {
  expect(at({ way: "cell", cellCode: "1" }).length).toBe(3);
  expect(at({ way: "cell", cellCode: "2" })).toEqual([]);
});

test("nothing is asked before category and place are known", () => {
  expect(at(null)).toEqual([]);
  expect(maybeSame(held, undefined, "land", { way: "cell", cellCode: "1" }, now)).toEqual([]);
});

test("what was filed on this phone since is known too, once, and drafts are not", () => {
  const form = { category: "land", place: { way: "pin", lon: 103.86, lat: 35.38, at: "" }, seenAt: "2026-11-22T01:00:00Z" };
  const filed = (state: string, number?: string): Item => ({ state, form, answer: number && { number, cell: { code: "1", name: "" }, received_at: "2026-11-22T01:30:00Z" } }) as unknown as Item;
  const corrects = { ...filed("waiting"), later: { kind: "correction" } } as unknown as Item;
  const numbers = known([matter("here")], [filed("waiting"), filed("sent", "new"), filed("sent", "here"), filed("draft"), filed("refused"), corrects]).map(({ number }) => number);
  expect(numbers).toEqual(["here", "", "new"]);
  expect(maybeSame(known([], [filed("waiting")]), area, "land", { way: "pin", lon: 103.86, lat: 35.38, at: "" }, now)).toEqual([{ number: "", daysAgo: 0, metres: 0 }]);
});
