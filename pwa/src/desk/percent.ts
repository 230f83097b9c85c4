/** A share of a whole as people read it, – where there is none; it says 100% only when nothing is missing. */

const whole = 100;
const nearly = 99.9;

export function percent(share: number | null): string {
  if (share === null) {
    return "–";
  }
  return `${(share < 1 ? Math.min(share * whole, nearly) : share * whole).toFixed(1)}%`;
}
