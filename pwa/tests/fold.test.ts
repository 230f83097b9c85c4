import { describe, expect, it } from "vitest";
import { folded } from "../src/desk/activities/fold";
import type { ActivityHead } from "../src/desk/wire";

const one = (id: string, day: string | null, series: string | null, state = "planned") => ({ id, starts_at: day && `2026-11-${day}T01:00:00Z`, series_id: series, state }) as unknown as ActivityHead;
const now = Date.parse("2026-11-20T00:00:00Z");
const ids = (heads: ActivityHead[]) => folded(heads, now).map(({ head, times }) => `${head.id} ${times}`);

describe("what repeats", () => {
  it("stands on one line, where its next one is", () => {
    expect(ids([one("d", "29", "s"), one("x", "27", null), one("c", "25", "s"), one("b", "21", "s", "cancelled"), one("a", "10", "s", "held")])).toEqual(["x 1", "c 4"]);
  });

  it("shows its last when all are over, and one without a day as it is", () => {
    expect(ids([one("n", null, null), one("b", "11", "s", "held"), one("a", "10", "s", "held")])).toEqual(["n 1", "b 2"]);
  });
});
