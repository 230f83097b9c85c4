/** Periods of an evaluation: whole months that are over. */

/** The first days of the last `n` months that are over, the newest first; `today`: `2026-11-23`. */
export function firsts(today: string, n: number): string[] {
  const [year, month] = today.split("-").map(Number) as [number, number];
  return Array.from({ length: n }, (_, back) => {
    const whole = year * 12 + month - 2 - back;
    return `${Math.floor(whole / 12)}-${String((whole % 12) + 1).padStart(2, "0")}-01`;
  });
}
