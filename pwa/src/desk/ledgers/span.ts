/** Periods by name, in days of China. */
import { isoDay } from "../parts";
import type { Period } from "../map/period";
import type { Span } from "./wire";

const dayOf = (year: number, month: number, day: number): string => new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);

/** The first and the last day of a span on the day of `now`; of one that still runs, that day is the last. */
export function daysOf(span: Span, now: number = Date.now()): Period {
  const today = isoDay(now);
  const [year, month] = today.split("-").map(Number) as [number, number];
  const first = month - 1;
  if (span === "last_month") return { from: dayOf(year, first - 1, 1), to: dayOf(year, first, 0) };
  if (span === "last_year") return { from: dayOf(year - 1, 0, 1), to: dayOf(year - 1, 11, 31) };
  const start = { month: first, quarter: first - (first % 3), year: 0 }[span];
  return { from: dayOf(year, start, 1), to: today };
}

/** Which span two days are, null for none of them. */
export function spanOf(days: Period, now: number = Date.now()): Span | null {
  const spans: Span[] = ["month", "last_month", "quarter", "year", "last_year"];
  return spans.find((span) => daysOf(span, now).from === days.from && daysOf(span, now).to === days.to) ?? null;
}
