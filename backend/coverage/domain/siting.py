"""Which k sites reach the most demand: the maximal covering location problem (Church and ReVelle 1974), solved exactly where time allows.

Three steps, each of which bounds the next. The greedy answer is a floor (never below 63 % of the best). A Lagrangian relaxation of
"a place is covered only by an open site" gives a ceiling, and rules out sites that no better answer can contain. What is left goes to HiGHS.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# scipy publishes no types: a sparse matrix in CSR form, places in rows, sites in columns.
Reached = Any
Ints = NDArray[np.int64]
Method = Literal["optimal", "stopped", "greedy"]
# How often the prices of the relaxation are moved; after so many turns without a lower ceiling by half as much.
TURNS, PATIENCE = 300, 12
# More pairs of place and site than these are not given to the solver: it looks at the clock too seldom then.
MOST_PAIRS = 100_000
# What two sums of the same shares may differ by.
TINY = 1e-9
# The heaviest place as the solver is given it.
SCALE = 1000.0


@dataclass(frozen=True)
class Choice:
    """Columns that were chosen, the one that adds most first; `value`: the demand they reach, `ceiling`: what no choice exceeds.

    `method`: `optimal` is proven; `stopped` by the clock with the best found so far; `greedy`: one after another, as there were too many pairs
    or the clock left the solver without an answer.
    """

    sites: tuple[int, ...]
    value: float
    ceiling: float
    method: Method

    @property
    def gap(self) -> float:
        """Return by which share of the ceiling the value may fall short, 0 to 1."""
        return 0.0 if self.method == "optimal" or self.ceiling <= 0 else max(0.0, 1 - self.value / self.ceiling)


def best_sites(reached: Reached, weights: Floats, k: int, seconds: float) -> Choice:
    """Return the at most `k` columns of `reached` (places in rows, 1 where one is reached) that reach the most of `weights`.

    `weights`: none below 0. `seconds`: how long the solver may take. Columns that add nothing are left out.
    """
    ends = monotonic() + seconds
    first = greedy(reached, weights, k)
    floor = value_of(reached, weights, first)
    if not first:
        return Choice((), 0.0, 0.0, "optimal")
    ceiling, left = relaxed(reached, weights, k, floor)
    if ceiling - floor <= TINY * floor:
        return _ranked(reached, weights, first, floor, "optimal")
    if reached[:, left].nnz > MOST_PAIRS:
        return _ranked(reached, weights, first, ceiling, "greedy")
    found, bound, done = solved(reached[:, left], weights, k, max(0.1, ends - monotonic()))
    chosen = [int(left[column]) for column in found]
    # what was ruled out can be no better than the first answer, which the solver may not have seen as a whole
    ceiling = min(ceiling, max(bound, floor))
    if value_of(reached, weights, chosen) < floor:
        chosen = first
    method: Method = "optimal" if done else "stopped" if found else "greedy"
    return _ranked(reached, weights, chosen, ceiling, method)


def value_of(reached: Reached, weights: Floats, sites: list[int]) -> float:
    """Return how much of `weights` some columns reach together."""
    return float(weights[np.asarray(reached[:, sites].sum(axis=1)).ravel() > 0].sum()) if sites else 0.0


def greedy(reached: Reached, weights: Floats, k: int) -> list[int]:
    """Return at most `k` columns, each the one that adds most to those before it; none that adds nothing."""
    by_place = reached.T.tocsr()
    columns, open_, found = reached.tocsc(), weights.astype(float), []
    for _ in range(min(k, reached.shape[1])):
        gains = by_place @ open_
        best = int(gains.argmax())
        if gains[best] <= TINY * weights.sum():
            break
        found.append(best)
        open_[columns.indices[columns.indptr[best] : columns.indptr[best + 1]]] = 0
    return found


def relaxed(reached: Reached, weights: Floats, k: int, floor: float) -> tuple[float, Ints]:
    """Return a ceiling for what `k` columns reach, and the columns that an answer better than `floor` may contain.

    Each place has a price between 0 and its weight, paid to every open site that reaches it; what is left of its weight counts as won. For any
    prices that is no less than the best answer; a subgradient step (Polyak) moves them towards the least such sum.
    """
    by_place, count = reached.T.tocsr(), reached.shape[1]
    k = min(k, count)
    prices = best_prices = weights / 2
    ceiling, length, stale = float("inf"), 1.0, 0
    for _ in range(TURNS):
        income = by_place @ prices
        top = np.argpartition(-income, k - 1)[:k]
        bound = float((weights - prices).sum() + income[top].sum())
        if bound < ceiling - TINY * floor:
            ceiling, best_prices, stale = bound, prices, 0
        elif (stale := stale + 1) >= PATIENCE:
            prices, length, stale = best_prices, length / 2, 0
            continue
        if ceiling - floor <= TINY * floor:
            break
        opened = np.zeros(count)
        opened[top] = 1
        slope = reached @ opened - (prices < weights)
        slope[(prices <= 0) & (slope > 0)] = 0
        steep = float(slope @ slope)
        if steep == 0:
            break
        prices = np.clip(prices - length * (bound - floor) / steep * slope, 0, weights)
    income = by_place @ best_prices
    least = np.partition(income, count - k)[count - k]
    # forcing in a column costs the income of the least of the k best
    may = (income >= least) | (ceiling - least + income > floor * (1 + TINY))
    return ceiling, np.flatnonzero(may)


def solved(reached: Reached, weights: Floats, k: int, seconds: float) -> tuple[list[int], float, bool]:
    """Return the columns that HiGHS chooses (none when it found no answer in time), its ceiling, and whether it is proven to be the best."""
    # half a second and some memory, which a process that is never asked for advice does not spend
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415
    from scipy.sparse import bmat, csr_matrix, identity  # noqa: PLC0415

    rows = np.flatnonzero((np.asarray(reached.sum(axis=1)).ravel() > 0) & (weights > 0))
    places, sites = len(rows), reached.shape[1]
    # HiGHS is content when it is off by less than 1e-6, whatever the figures: of a demand that is nearly all reached that is much
    unit = float(weights[rows].max(initial=0)) / SCALE or 1.0
    limits = bmat([[reached[rows], -identity(places)], [csr_matrix(np.ones((1, sites))), None]], format="csr")
    worth = np.concatenate((np.zeros(sites), -weights[rows] / unit))
    answer = milp(
        worth,
        # a place is covered only by an open site; at most k are open
        constraints=LinearConstraint(
            limits, np.append(np.zeros(places), -np.inf), np.append(np.full(places, np.inf), k)
        ),
        integrality=np.concatenate((np.ones(sites), np.zeros(places))),
        bounds=Bounds(0, 1),
        options={"time_limit": seconds, "mip_rel_gap": 0},
    )
    bound = -float(answer.mip_dual_bound) * unit if answer.mip_dual_bound is not None else float("inf")
    if answer.x is None:
        return [], bound, False
    return [int(column) for column in np.flatnonzero(answer.x[:sites] > 0.5)], bound, answer.status == 0


def _ranked(reached: Reached, weights: Floats, chosen: list[int], ceiling: float, method: Method) -> Choice:
    order = greedy(reached[:, chosen], weights, len(chosen))
    sites = tuple(chosen[at] for at in order)
    value = value_of(reached, weights, list(sites))
    return Choice(sites, value, value if method == "optimal" else max(value, ceiling), method)
