/** How reports stand in a case file: a corrected sighting as it is now, all else as it came. */
import { expect, test } from "vitest";
import { standing } from "../src/desk/file/reports";
import type { Report } from "../src/desk/wire";

const report = (id: string, more: Partial<Report> = {}): Report =>
  ({ id, number: id, text: id, risk: "low", photos: [id], corrects_id: null, changes: null, ...more }) as Report;

test("the last correction says what holds, the first keeps its number and photos; additions stand beside", () => {
  const reports = [
    report("a"),
    report("a1", { corrects_id: "a", changes: ["risk"], text: "a", risk: "high" }),
    report("a+", { corrects_id: "a", changes: [], text: "补充" }),
    report("a2", { corrects_id: "a", changes: ["text"], text: "改过", risk: "high" }),
    report("c"),
    report("c1", { corrects_id: "c", changes: null, text: "反映人的更正" }),
  ];
  const found = standing(reports);
  expect(found.map(({ now }) => [now.id, now.number, now.text, now.risk, now.photos])).toEqual([
    ["a", "a", "改过", "high", ["a"]],
    ["a+", "a+", "补充", "low", ["a+"]],
    ["c", "c", "c", "low", ["c"]],
    ["c1", "c1", "反映人的更正", "low", ["c1"]],
  ]);
  expect(found.map(({ versions }) => versions.map(({ id }) => id))).toEqual([["a", "a1", "a2"], ["a+"], ["c"], ["c1"]]);
});
