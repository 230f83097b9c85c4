/** The weeks of a month. */

/** The weeks of `2026-11`, Monday first, as `2026-11-02`; null outside the month. */
export function weeksOf(month: string): (string | null)[][] {
  const [year, nth] = month.split("-").map(Number) as [number, number];
  const length = new Date(Date.UTC(year, nth, 0)).getUTCDate();
  const before = (new Date(Date.UTC(year, nth - 1, 1)).getUTCDay() + 6) % 7;
  const days: (string | null)[] = [
    ...Array.from({ length: before }, () => null),
    ...Array.from({ length }, (_, n) => `${month}-${String(n + 1).padStart(2, "0")}`),
  ];
  while (days.length % 7 > 0) days.push(null);
  return Array.from({ length: days.length / 7 }, (_, n) => days.slice(n * 7, n * 7 + 7));
}

/** The month `steps` after one. */
export function monthAfter(month: string, steps: number): string {
  const [year, nth] = month.split("-").map(Number) as [number, number];
  const then = new Date(Date.UTC(year, nth - 1 + steps, 1));
  return then.toISOString().slice(0, 7);
}
