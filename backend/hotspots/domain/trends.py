"""How a place grows hot or cools over equal steps of time: the emerging class; pure."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backend.hotspots.domain.gistar import two_sided

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
# Two-sided p below which a step is hot, and below which a trend is one.
HOT = SURE = 0.05
# With fewer steps no order of values is rarer than `SURE`: of four the rarest has 2 / 24.
FEWEST = 5
# So large a share of the steps is "most of the time".
MOSTLY = 0.75
# z beyond which a step is hot: 1.96.
LIMIT = 1.959963984540054


class Trend(NamedTuple):
    """Mann and Kendall's test of each row: its S, and the two-sided p; NaN where too few steps have a value."""

    s: Numbers
    p: Numbers


def mann_kendall(table: Numbers) -> Trend:
    """Return whether the values of each row rise or fall with its columns (Mann 1945, Kendall 1975), ties counted.

    S is the number of pairs that rise less those that fall; p by the normal distribution with the correction by one. NaN in
    `table` is a step without a value, which takes no part. Rows with fewer than `FEWEST` values have no answer.
    """
    known = ~np.isnan(table)
    n = known.sum(axis=1).astype(np.float64)
    s = np.zeros(len(table))
    for early, late in combinations(range(table.shape[1]), 2):
        s += np.nan_to_num(np.sign(table[:, late] - table[:, early]))
    variance = (n * (n - 1) * (2 * n + 5) - _ties(table)) / 18
    z = np.zeros(len(table))
    np.divide(s - np.sign(s), np.sqrt(np.maximum(variance, 0)), out=z, where=variance > 0)
    few = n < FEWEST
    return Trend(np.where(few, np.nan, s), np.where(few, np.nan, two_sided(z)))


def _ties(table: Numbers) -> Numbers:
    """Return the sum of t (t - 1) (2 t + 5) over the groups of t equal values of each row."""
    ordered = np.sort(table, axis=1)
    total, run = np.zeros(len(table)), np.ones(len(table))
    for column in range(1, table.shape[1]):
        same = ordered[:, column] == ordered[:, column - 1]
        total += np.where(same, 0, run * (run - 1) * (2 * run + 5))
        run = np.where(same, run + 1, 1)
    last: Numbers = total + run * (run - 1) * (2 * run + 5)
    return last


def emerging(z: Numbers) -> list[str | None]:
    """Return what has become of each row of z, one column a step of time, the last the newest.

    - `new` (新出现): hot in the last step, and in no step before it;
    - `growing` (加重): hot in the last step and in one before it, and z rises by the test;
    - `fading` (消退): hot in some step, and z falls by the test, or it is no longer hot in the last step though it was hot in
      most of those before;
    - `persistent` (持续): hot in most of the steps, in the last one too, and z neither rises nor falls;
    - `none` (无明显变化): all else.

    Hot is a z above 1.96; most is three quarters. None when the last step has no z, or fewer than five have one.
    """
    known = ~np.isnan(z)
    hot = np.where(known, z, -np.inf) > LIMIT
    trend = mann_kendall(z)
    now, before = hot[:, -1], hot[:, :-1].sum(axis=1)
    often = before >= MOSTLY * np.maximum(known[:, :-1].sum(axis=1), 1)
    sure = trend.p < SURE
    rises, falls = sure & (trend.s > 0), sure & (trend.s < 0)
    rules = [
        ("new", now & (before == 0)),
        ("growing", now & (before > 0) & rises),
        ("fading", (now | (before > 0)) & falls | (~now & often & (before > 0))),
        ("persistent", now & often),
    ]
    named = np.select([rule for _, rule in rules], [name for name, _ in rules], default="none")
    said = known[:, -1] & ~np.isnan(trend.p)
    return [name if known else None for name, known in zip(named.tolist(), said.tolist(), strict=True)]


def run_of_hot(z: Numbers) -> list[int]:
    """Return how many of the last steps in a row are hot (z above 1.96), of each row of z; NaN is not hot."""
    hot = np.where(np.isnan(z), -np.inf, z) > LIMIT
    found: list[int] = np.logical_and.accumulate(hot[:, ::-1], axis=1).sum(axis=1).tolist()
    return found
