/** Five classes with round breaks from the quantiles of what is not zero: the same for every period of one look. */

export const most = 5;

/** Upper bounds of the classes, rising; the last one is open above. Empty when every count is zero. */
export function breaksOf(counts: readonly number[]): number[] {
  const some = counts.filter((count) => count > 0).sort((a, b) => a - b);
  const top = some.at(-1);
  if (top === undefined) return [];
  const bounds: number[] = [];
  for (let nth = 1; nth < most; nth++) {
    const bound = round(some[Math.ceil((some.length * nth) / most) - 1]!);
    if (bound < top && bound > (bounds.at(-1) ?? 0)) bounds.push(bound);
  }
  return [...bounds, top];
}

/** The class of a count: 0 for none, else from 1; the darkest are the highest, however few classes there are. */
export function classOf(count: number, breaks: readonly number[]): number {
  if (count === 0) return 0;
  const at = breaks.findIndex((bound) => count <= bound);
  return (at < 0 ? breaks.length : at + 1) + (most - breaks.length);
}

export interface LegendRow {
  /** The class, 0 for white. */
  at: number;
  from: number;
  /** Undefined: open above. */
  to: number | undefined;
  cells: number;
}

/** The legend's rows, the highest class first, each with how many cells it has. */
export function legendOf(counts: readonly number[], breaks: readonly number[]): LegendRow[] {
  const rows = breaks.map((bound, index): LegendRow => {
    const last = index === breaks.length - 1;
    const from = (breaks[index - 1] ?? 0) + 1;
    const at = classOf(bound, breaks);
    return { at, from, to: last && index > 0 ? undefined : bound, cells: counts.filter((count) => classOf(count, breaks) === at).length };
  });
  return [...rows.reverse(), { at: 0, from: 0, to: 0, cells: counts.filter((count) => count === 0).length }];
}

// Below ten every figure is round; then fives of the figure's own size: 15, 20, 150, 200.
function round(value: number): number {
  if (value < 10) return value;
  const step = 5 * 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.round(value / step) * step;
}
