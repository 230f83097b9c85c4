/** Periods in days of China. */
import { isoDay } from "../parts";

export interface Period {
  from: string;
  to: string;
}

const dayMs = 86_400_000;

/** The `days` days that end with the day of `now`. */
export function lastDays(days: number, now: number = Date.now()): Period {
  return { from: isoDay(now - (days - 1) * dayMs), to: isoDay(now) };
}
