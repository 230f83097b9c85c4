/** Periods by name: the days of China, at the edges of months and years. */
import { expect, test } from "vitest";
import { daysOf, spanOf } from "../src/desk/ledgers/span";

// Half past midnight in China on the first of March and of January: still the day before in Greenwich.
const march = Date.parse("2028-02-29T16:30:00Z");
const newYear = Date.parse("2026-12-31T16:30:00Z");

test.each([
  ["month", march, "2028-03-01", "2028-03-01"],
  ["last_month", march, "2028-02-01", "2028-02-29"],
  ["quarter", march, "2028-01-01", "2028-03-01"],
  ["year", march, "2028-01-01", "2028-03-01"],
  ["last_year", march, "2027-01-01", "2027-12-31"],
  ["last_month", newYear, "2026-12-01", "2026-12-31"],
  ["quarter", newYear, "2027-01-01", "2027-01-01"],
] as const)("%s", (span, now, from, to) => {
  expect(daysOf(span, now)).toEqual({ from, to });
});

test("days that are no span have no name", () => {
  expect(spanOf(daysOf("last_month", march), march)).toBe("last_month");
  expect(spanOf({ from: "2028-02-02", to: "2028-02-29" }, march)).toBeNull();
});
