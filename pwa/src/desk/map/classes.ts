/** Five classes with round breaks from the quantiles of what is not zero: the same for every period and frame of one look. */
import { changes, ramp, type Shade } from "./palette";

export const most = 5;

/** Upper bounds of the classes, rising; the last one is open above. Empty when every value is zero. `whole`: counts, not rates. */
export function breaksOf(values: readonly number[], whole = true): number[] {
  const some = values.filter((value) => value > 0).sort((a, b) => a - b);
  const top = some.at(-1);
  if (top === undefined) return [];
  const bounds: number[] = [];
  for (let nth = 1; nth < most; nth++) {
    const bound = round(some[Math.ceil((some.length * nth) / most) - 1]!, whole);
    const below = bounds.at(-1) ?? 0;
    // A bound rounded down may have left its own value above it: a class that nothing falls into is none.
    if (bound < top && some.some((value) => value > below && value <= bound)) bounds.push(bound);
  }
  return [...bounds, top];
}

/** The class of a value: 0 for none, else from 1; the darkest are the highest, however few classes there are. */
export function classOf(value: number, breaks: readonly number[]): number {
  if (value === 0) return 0;
  const at = breaks.findIndex((bound) => value <= bound);
  return Math.min(most, (at < 0 ? breaks.length : at + 1) + (most - breaks.length));
}

/** The colour of a value; null is a cell of which it cannot be said. */
export function shadeOf(value: number | null, breaks: readonly number[]): Shade {
  return value === null ? "unknown" : ramp[classOf(value, breaks)]!;
}

export interface ClassRow {
  shade: Shade;
  from: number;
  /** Undefined: open above. */
  to: number | undefined;
  cells: number;
}

/** The classes, the highest first, each with how many cells it has. */
export function rowsOf(values: readonly number[], breaks: readonly number[], whole = true): ClassRow[] {
  const rows = breaks.map((bound, index): ClassRow => {
    const last = index === breaks.length - 1;
    const below = breaks[index - 1] ?? 0;
    const at = classOf(bound, breaks);
    return { shade: ramp[at]!, from: whole ? below + 1 : below, to: last && index > 0 ? undefined : bound, cells: values.filter((value) => classOf(value, breaks) === at).length };
  });
  return [...rows.reverse(), { shade: "c0", from: 0, to: 0, cells: values.filter((value) => value === 0).length }];
}

/** From how much on a change is a great one: the round middle of those that are changes at all; null where nothing changed. */
export function greatOf(differences: readonly number[], whole = true): number | null {
  const sizes = differences.map((each) => Math.abs(settled(each, whole))).filter((size) => size > 0).sort((a, b) => a - b);
  const middle = sizes[Math.floor((sizes.length - 1) / 2)];
  return middle === undefined ? null : round(middle, whole);
}

/** The class of a change: `great` and less is a small one. */
export function changeOf(difference: number | null, great: number | null, whole = true): Shade {
  if (difference === null) return "unknown";
  const exact = settled(difference, whole);
  if (exact === 0) return "same";
  const much = great !== null && Math.abs(exact) > great;
  const [more2, more1, , less1, less2] = changes as [Shade, Shade, Shade, Shade, Shade];
  return exact > 0 ? (much ? more2 : more1) : much ? less2 : less1;
}

/** What is not seen in a figure of one decimal is no change. */
const settled = (value: number, whole: boolean): number => (whole ? value : Math.round(value * 10) / 10);

// Below ten every count is round; then fives of the figure's own size: 15, 20, 150, 200. Rates go in halves, the smallest in tenths.
function round(value: number, whole: boolean): number {
  if (value < 10) {
    if (whole) return value;
    const step = value < 1 ? 10 : 2;
    return Math.max(1, Math.round(value * step)) / step;
  }
  const step = 5 * 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.round(value / step) * step;
}
