/** Waiting between tries. */
import { expect, test } from "vitest";
import { waitMs } from "../../src/sync/backoff";

test("starts at two seconds, doubles, ends at five minutes", () => {
  expect([1, 2, 3, 20].map((failures) => waitMs(failures, 0, 1))).toEqual([2_000, 4_000, 8_000, 300_000]);
});

test("no two phones in step, and never before the server asked", () => {
  expect(waitMs(5, 0, 0)).toBe(16_000);
  expect(waitMs(5, 0, 0.5)).toBe(24_000);
  expect(waitMs(1, 60_000, 0)).toBe(60_000);
  expect(waitMs(1, 60_000, 0.5)).toBe(75_000);
});
