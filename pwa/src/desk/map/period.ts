/** Periods in days of China. */
import { isoDay } from "../parts";
import type { Step } from "./wire";

export interface Period {
  from: string;
  to: string;
}

const dayMs = 86_400_000;
const moved = (day: string, days: number): string => new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

/** The `days` days that end with the day of `now`. */
export function lastDays(days: number, now: number = Date.now()): Period {
  return { from: isoDay(now - (days - 1) * dayMs), to: isoDay(now) };
}

/** How many days a period has, both ends counted. */
export function daysIn({ from, to }: Period): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
}

/** The period of the same length that ends the day before. */
export function periodBefore(period: Period): Period {
  const days = daysIn(period);
  return { from: moved(period.from, -days), to: moved(period.from, -1) };
}

/** The same days a year before; of a leap day the 28th. */
export function yearBefore({ from, to }: Period): Period {
  const back = (day: string): string => `${Number(day.slice(0, 4)) - 1}${day.slice(4).replace("-02-29", "-02-28")}`;
  return { from: back(from), to: back(to) };
}

/** As many frames as the server gives. */
export const mostFrames = 60;
const lengths: Readonly<Record<Step, number>> = { day: 1, week: 7, month: 28 };

/** Into which steps a period can be cut, the finest first; a period of one step has nothing to play. */
export function stepsFor(period: Period): Step[] {
  const days = daysIn(period);
  return (Object.keys(lengths) as Step[]).filter((step) => days > lengths[step] && days <= mostFrames * lengths[step]);
}
