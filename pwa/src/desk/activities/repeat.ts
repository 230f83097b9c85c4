/** What repeats, as a rule of RFC 5545. */

const days = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const usual = 12;

/** The rule of a choice (`week`, `month`, `last`), for a first day `2026-01-30` and a number of times; empty for none. */
export function ruleOf(choice: string, day: string, times: string): string {
  if (!choice || !day) return "";
  const count = `COUNT=${/^[1-9]\d?$/.test(times.trim()) ? times.trim() : usual}`;
  const weekday = days[new Date(`${day}T00:00:00Z`).getUTCDay()];
  if (choice === "week") return `FREQ=WEEKLY;${count}`;
  if (choice === "month") return `FREQ=MONTHLY;BYMONTHDAY=${Number(day.slice(8))};${count}`;
  return `FREQ=MONTHLY;BYDAY=-1${weekday};${count}`;
}
