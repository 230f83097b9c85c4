/** What stands below a map. */
import { expect, test } from "vitest";
import { mapNote } from "../src/map/note";

test("a map names whom its edition names, and says once that made-up lines are made up", () => {
  expect(mapNote(false, ["县自然资源局2026"])).toBe("县自然资源局2026");
  expect(mapNote(false, [])).toBe("");
  expect(mapNote(true, ["县自然资源局2026", "甘S(2026)1号"])).toBe("网格为合成数据，不作为法定界线·县自然资源局2026·甘S(2026)1号");
  expect(mapNote(true, ["网格为合成数据，不作为法定界线·底图GS(2024)0650号"])).toBe("网格为合成数据，不作为法定界线·底图GS(2024)0650号");
  expect(mapNote(true, [""])).toBe("网格为合成数据，不作为法定界线");
});
