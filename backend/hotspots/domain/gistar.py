"""Getis-Ord Gi*: where high values, or low ones, lie together beyond chance; pure, on arrays in the order of the cells.

The neighbours are a symmetric matrix of ones (who touches whom, nobody itself); Gi* counts the cell with its neighbours.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
# scipy publishes no types: a sparse matrix in CSR form.
Neighbours = Any
# Values that differ by less than this share of their spread are equal; sums of floats in another order differ by as much.
ROUNDING = 1e-12
# Two-sided p below each: so sure are the classes.
LEVELS = ((0.01, "99"), (0.05, "95"), (0.10, "90"))


def matrix(size: int, pairs: Whole) -> Neighbours:
    """Return the neighbours of `size` cells from `pairs`: two columns of positions, each pair once, in any order."""
    from scipy import sparse  # noqa: PLC0415 - loaded when a map is first judged, not when the application starts

    one, other = (pairs[:, 0], pairs[:, 1]) if len(pairs) else (np.empty(0, int), np.empty(0, int))
    rows, columns = np.concatenate([one, other]), np.concatenate([other, one])
    found = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(size, size))
    found.data[:] = 1.0
    return found


def degrees(neighbours: Neighbours) -> Whole:
    """Return how many neighbours each cell has."""
    found: Whole = np.diff(neighbours.indptr).astype(np.int64)
    return found


def together(neighbours: Neighbours, chosen: Whole) -> list[list[int]]:
    """Return the cells at the positions `chosen` in groups that hang together by touching, each group in their order."""
    from scipy.sparse import csgraph  # noqa: PLC0415 - likewise

    if not len(chosen):
        return []
    n, labels = csgraph.connected_components(neighbours[chosen][:, chosen], directed=False)
    return [chosen[labels == label].tolist() for label in range(n)]


def all_equal(values: Numbers) -> bool:
    """Return whether nothing differs, so that nothing can be told apart; also of no value at all."""
    return len(values) == 0 or bool(np.ptp(values) <= ROUNDING * max(1.0, float(np.abs(values).max())))


def z_scores(values: Numbers, neighbours: Neighbours) -> Numbers:
    """Return z of Gi* of each cell, with binary weights and the cell itself (Ord and Getis 1995, formula 14).

    `values`: one row a cell; with several columns each is looked at by itself (the steps of time).
    NaN where it cannot be said: nothing differs, or everybody is a neighbour.
    """
    table = values[:, None] if values.ndim == 1 else values
    size, around = len(table), (degrees(neighbours) + 1)[:, None]
    found = np.full(table.shape, np.nan)
    if size > 1:
        mean = table.mean(axis=0)
        spread = np.sqrt(np.maximum((table**2).mean(axis=0) - mean**2, 0.0))
        differs = np.array([not all_equal(column) for column in table.T])
        share = np.sqrt(around * (size - around) / (size - 1))
        sums = neighbours @ table + table
        np.divide(sums - around * mean, spread * share, out=found, where=(share > 0) & differs)
    return found.reshape(values.shape)


def two_sided(z: Numbers) -> Numbers:
    """Return the probability of so large a z or a larger one in either direction if values lay by chance."""
    from scipy.special import ndtr  # noqa: PLC0415 - likewise

    found: Numbers = 2.0 * ndtr(-np.abs(z))
    return found


def permuted(values: Numbers, neighbours: Neighbours, permutations: int, seed: int) -> Numbers:
    """Return for each cell how often chance alone puts so extreme values around it, two-sided: (k + 1) / (permutations + 1).

    Conditional: the cell keeps its value, its neighbours' places are filled with values of other cells, drawn without
    replacement, the same draws for all cells of one number of neighbours. A draw is a sequence of different cells; a cell that
    stands in it is passed over and the next one taken, so that each draw is right for each cell, and nothing has to be drawn
    by cell. Extreme: at least as far from what its neighbours' sum is expected to be. NaN for a cell without neighbours
    (none around it that could be drawn), or when all others are its neighbours.
    """
    size, around = len(values), degrees(neighbours)
    found = np.full(size, np.nan)
    judged = (around > 0) & (around < size - 1)
    if not judged.any() or all_equal(values):
        return found
    most = int(around[judged].max())
    random = np.random.default_rng(seed)
    drawn = np.array([random.choice(size, most + 1, replace=False) for _ in range(permutations)])
    sums = np.cumsum(values[drawn], axis=1)
    expected = around * (values.sum() - values) / max(size - 1, 1)
    off = np.abs(neighbours @ values - expected)
    off -= ROUNDING * np.maximum(np.abs(expected), off)
    extreme = np.zeros(size, dtype=np.int64)
    for degree in np.unique(around[judged]):
        cells = np.flatnonzero(judged & (around == degree))
        ordered = np.sort(sums[:, degree - 1])
        low = np.searchsorted(ordered, expected[cells] - off[cells], side="right")
        high = permutations - np.searchsorted(ordered, expected[cells] + off[cells], side="left")
        extreme[cells] = np.minimum(low + high, permutations)
    extreme += _passed_over(values, drawn, sums, np.where(judged, around, 0), expected, off)
    found[judged] = (extreme[judged] + 1) / (permutations + 1)
    return found


def _passed_over(values: Numbers, drawn: Whole, sums: Numbers, around: Whole, expected: Numbers, off: Numbers) -> Whole:
    """Return by how many the extreme draws of each cell change, as it is passed over where it stands among its own neighbours."""
    draw, place = np.nonzero(np.arange(drawn.shape[1]) < around[drawn])
    cell = drawn[draw, place]
    degree = around[cell]
    first = sums[draw, degree - 1]
    instead = first - values[cell] + values[drawn[draw, degree]]
    change = _extreme(instead, expected[cell], off[cell]).astype(np.int64) - _extreme(first, expected[cell], off[cell])
    return np.bincount(cell, weights=change, minlength=len(values)).astype(np.int64)


def _extreme(sums: Numbers, expected: Numbers, off: Numbers) -> Flags:
    return (sums <= expected - off) | (sums >= expected + off)


def discoveries(p: Numbers, q: float) -> Flags:
    """Return which p stand when at most a share `q` of those that stand may be false (Benjamini and Hochberg 1995).

    NaN takes no part and never stands.
    """
    stands = np.zeros(len(p), dtype=np.bool_)
    judged = np.flatnonzero(~np.isnan(p))
    order = judged[np.argsort(p[judged], kind="stable")]
    within = np.flatnonzero(p[order] <= q * np.arange(1, len(order) + 1) / max(len(order), 1))
    if len(within):
        stands[order[: within[-1] + 1]] = True
    return stands


def classes(z: Numbers, p: Numbers) -> list[str | None]:
    """Return hot_99, hot_95, hot_90, none, cold_90, cold_95 or cold_99 of each cell; None where z is NaN."""
    level = np.full(len(z), "", dtype=object)
    for most, name in reversed(LEVELS):
        level[p < most] = name
    sides = np.where(z > 0, "hot", "cold")
    named = [f"{side}_{at}" if at else "none" for side, at in zip(sides.tolist(), level.tolist(), strict=True)]
    return [None if unknown else name for name, unknown in zip(named, np.isnan(z).tolist(), strict=True)]
