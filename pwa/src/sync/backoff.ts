/** When to try again: soon at first, at most every five minutes, and never all phones of a valley in step. */

const first = 2_000;
const longest = 300_000;

/**
 * Milliseconds until try number `failures` + 1, never before `atLeast` (what the server asked for).
 * `chance` in [0, 1) spreads the phones over the second half of the step, and over half as much again of what was asked for.
 */
export function waitMs(failures: number, atLeast = 0, chance = Math.random()): number {
  const step = Math.min(longest, first * 2 ** Math.max(0, failures - 1));
  return Math.round(Math.max(step * (0.5 + chance / 2), atLeast * (1 + chance / 2)));
}
