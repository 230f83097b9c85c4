/** What the trainings of a person come to; pure. */
import type { ActivityHead } from "../../api/wire";

export interface Year {
  year: string;
  hours: number;
  trainings: readonly ActivityHead[];
}

const dayMs = 8 * 3_600_000;

/** The day in China on which it was, or is to be; the empty text when that is open. */
export function dayOf({ held_on, starts_at }: ActivityHead): string {
  if (held_on) return held_on;
  return starts_at ? new Date(Date.parse(starts_at) + dayMs).toISOString().slice(0, 10) : "";
}

/** How many hours it counts; none when nobody wrote them down. */
export function hoursOf({ numbers }: ActivityHead): number {
  return Number(numbers["hours"]) || 0;
}

/** By year, the newest first, with the hours of each. */
export function byYear(been: readonly ActivityHead[]): Year[] {
  const years = new Map<string, ActivityHead[]>();
  for (const training of been) {
    const year = dayOf(training).slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), training]);
  }
  const sorted = [...years].sort(([a], [b]) => b.localeCompare(a));
  return sorted.map(([year, trainings]) => ({ year, trainings, hours: trainings.reduce((sum, one) => sum + hoursOf(one), 0) }));
}
