"""Rates per household, and what is left of them when chance is taken out; pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
PER = 1000
# A variance below this share of what chance alone gives is rounding.
ROUNDING = 1e-12


def rates(counts: Numbers, households: Numbers) -> Numbers:
    """Return reports per 1000 households of each cell (每千户); NaN for a cell without households."""
    found = np.full(len(counts), np.nan)
    np.divide(counts * float(PER), households, out=found, where=households > 0)
    return found


def smoothed(counts: Numbers, households: Numbers) -> Numbers:
    """Return the same rates drawn towards the mean of all, the more the fewer households a cell has (经验贝叶斯平滑).

    The global estimator of Marshall (1991): a cell's own rate has the weight v / (v + m / households), where m is the rate of
    all together and v how far rates differ beyond what chance gives. Where they differ no more than chance gives, v is 0 and
    each cell has the rate of all. NaN for a cell without households, which takes no part.
    """
    found = np.full(len(counts), np.nan)
    lived = households > 0
    if not lived.any():
        return found
    events, homes = counts[lived], households[lived]
    mean = events.sum() / homes.sum()
    if mean == 0:
        found[lived] = 0.0
        return found
    own = events / homes
    by_chance = mean / homes.mean()
    beyond = (homes * (own - mean) ** 2).sum() / homes.sum() - by_chance
    if beyond <= ROUNDING * by_chance:
        found[lived] = mean * PER
        return found
    weight = beyond / (beyond + mean / homes)
    found[lived] = (weight * own + (1 - weight) * mean) * PER
    return found
