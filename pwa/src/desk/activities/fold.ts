/** What repeats stands on one line of a list. */
import type { ActivityHead } from "../wire";

/** An activity, and how many of its row it stands for. */
export interface Folded {
  head: ActivityHead;
  times: number;
}

/** One line for each row of activities, where its next one stands (its last, when all are over); what does not repeat stays. */
export function folded(heads: ActivityHead[], now: number): Folded[] {
  const rows = new Map<string, ActivityHead[]>();
  for (const each of heads) if (each.series_id !== null) rows.set(each.series_id, [...(rows.get(each.series_id) ?? []), each]);
  const time = (each: ActivityHead): number => (each.starts_at === null ? Infinity : Date.parse(each.starts_at));
  const shown = (row: ActivityHead[]): ActivityHead => {
    const sorted = [...row].sort((a, b) => time(a) - time(b));
    return sorted.find((each) => each.state === "planned" && time(each) >= now) ?? sorted.at(-1)!;
  };
  return heads.flatMap((head) => {
    if (head.series_id === null) return [{ head, times: 1 }];
    const row = rows.get(head.series_id)!;
    return shown(row) === head ? [{ head, times: row.length }] : [];
  });
}
