"""Gi* beside esda and its published figures; permutations and false discoveries by what they mean."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import false_discovery_control

from backend.hotspots.domain import gistar

SEED = 20260501


def lattice(rows: int, columns: int) -> np.ndarray:
    """Return the queen's pairs of a lattice, cells numbered row by row."""
    at = np.arange(rows * columns).reshape(rows, columns)
    beside = [(at[:, :-1], at[:, 1:]), (at[:-1], at[1:]), (at[:-1, :-1], at[1:, 1:]), (at[1:, :-1], at[:-1, 1:])]
    return np.vstack([np.column_stack([one.ravel(), other.ravel()]) for one, other in beside])


def irregular(size: int) -> np.ndarray:
    """Return pairs of a drawing without order: some cells touch many others, the last two touch none."""
    random = np.random.default_rng(3)
    pairs = np.sort(random.integers(0, size - 2, (size * 2, 2)), axis=1)
    hub = np.column_stack([np.zeros(20, int), np.arange(1, 21)])
    return np.unique(np.vstack([pairs[pairs[:, 0] < pairs[:, 1]], hub]), axis=0)


def skewed(size: int) -> np.ndarray:
    return np.random.default_rng(5).gamma(2.0, 3.0, size)


@pytest.mark.filterwarnings("ignore")  # of theirs: islands, old defaults
@pytest.mark.parametrize(("pairs", "size"), [(lattice(9, 12), 108), (irregular(60), 60)])
def test_z_and_p_are_esdas_to_nine_places(pairs: np.ndarray, size: int) -> None:
    from esda.getisord import G_Local
    from libpysal.weights import W

    beside: dict[int, list[int]] = {n: [] for n in range(size)}
    for one, other in pairs.tolist():
        beside[one].append(other)
        beside[other].append(one)
    values = skewed(size)
    theirs = G_Local(values, W(beside, silence_warnings=True), transform="B", star=True, permutations=0)
    z = gistar.z_scores(values, gistar.matrix(size, pairs))
    assert z == pytest.approx(theirs.Zs, abs=1e-9)
    assert gistar.two_sided(z) == pytest.approx(2 * theirs.p_norm, abs=1e-9)
    table = np.column_stack([values, values[::-1]])
    assert gistar.z_scores(table, gistar.matrix(size, pairs))[:, 0] == pytest.approx(z, abs=1e-12)


def test_the_figures_that_esda_publishes_come_out() -> None:
    """Six points within 15 of each other, from the documentation of esda.getisord.G_Local (Gi*, binary weights)."""
    points = np.array([(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)])
    near = np.linalg.norm(points[:, None] - points[None], axis=2) <= 15
    pairs = np.argwhere(np.triu(near, 1))
    z = gistar.z_scores(np.array([2, 3, 3.2, 5, 8, 7]), gistar.matrix(6, pairs))
    assert z == pytest.approx([-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331], abs=1e-8)
    assert gistar.classes(z, gistar.two_sided(z)) == ["none", "none", "none", "none", "none", "hot_95"]


def test_chance_agrees_with_the_formula_is_the_same_each_time_and_never_nought() -> None:
    pairs = lattice(30, 30)
    around, values = gistar.matrix(900, pairs), np.random.default_rng(11).normal(50, 5, 900)
    values[[0, 1, 30, 31]] = 90.0
    p_sim = gistar.permuted(values, around, 999, SEED)
    assert p_sim[0] == 1 / 1000, "nothing so extreme was dealt: (0 + 1) / (999 + 1)"
    assert p_sim.tolist() == gistar.permuted(values, around, 999, SEED).tolist()
    assert p_sim.tolist() != gistar.permuted(values, around, 999, SEED + 1).tolist()
    # of Gi, which like the permutations leaves the cell itself out, with the moments of the other cells
    degree = gistar.degrees(around)
    mean = (values.sum() - values) / 899
    spread = np.sqrt((np.sum(values**2) - values**2) / 899 - mean**2)
    z = (around @ values - degree * mean) / (spread * np.sqrt(degree * (899 - degree) / 898))
    formula = gistar.two_sided(z)
    error = np.sqrt(formula * (1 - formula) / 999)
    assert np.mean(np.abs(p_sim - formula) <= 4 * error + 0.02) > 0.98


def test_each_draw_leaves_the_cell_itself_out() -> None:
    """Five cells in a ring: all ways in which two of the other four stand around each are counted out by hand."""
    pairs = np.array([(0, 1), (1, 2), (2, 3), (3, 4), (0, 4)])
    values, around = np.array([10.0, 9.0, 1.0, 0.0, 3.0]), gistar.matrix(5, pairs)
    exact = []
    for cell in range(5):
        others = np.delete(values, cell)
        ways = np.array([others[i] + others[j] for i in range(4) for j in range(i + 1, 4)])
        off = abs((around @ values)[cell] - others.sum() / 2)
        exact.append(np.mean(np.abs(ways - others.sum() / 2) >= off - 1e-9))
    assert gistar.permuted(values, around, 9999, SEED) == pytest.approx(exact, abs=0.02)


@pytest.mark.parametrize(
    ("values", "pairs"),
    [([], []), ([3.0], []), ([1.0, 2.0], [(0, 1)]), ([4.0] * 9, lattice(3, 3)), ([1.0, 2.0, 3.0], [(0, 1), (0, 2), (1, 2)])],
)  # fmt: skip
def test_where_nothing_can_be_told_apart_nothing_is_said(values: list[float], pairs: list[tuple[int, int]]) -> None:
    """No cell, one cell, everybody everybody's neighbour, all equal."""
    told, around = np.array(values), gistar.matrix(len(values), np.array(pairs, dtype=np.int64).reshape(-1, 2))
    z = gistar.z_scores(told, around)
    assert np.isnan(z).all()
    assert np.isnan(gistar.permuted(told, around, 99, SEED)).all()
    assert gistar.classes(z, gistar.two_sided(z)) == [None] * len(values)
    assert not gistar.discoveries(gistar.two_sided(z), 0.05).any()


def test_an_island_is_held_against_all_but_nothing_is_dealt_around_it() -> None:
    values = np.array([1.0, 2.0, 3.0, 9.0])
    around = gistar.matrix(4, np.array([(0, 1), (1, 2)]))
    assert gistar.z_scores(values, around)[3] == pytest.approx((9 - 3.75) / values.std())
    assert np.isnan(gistar.permuted(values, around, 99, SEED)).tolist() == [False, False, False, True]


@pytest.mark.parametrize("q", [0.01, 0.05, 0.2])
def test_false_discoveries_are_held_as_scipy_holds_them(q: float) -> None:
    p = np.concatenate([np.random.default_rng(2).uniform(size=200), [0.0001, 0.0004, 0.001, 0.001, 0.003, 1.0]])
    assert gistar.discoveries(p, q).tolist() == (false_discovery_control(p) <= q).tolist()
    unknown = np.append(p, np.nan)
    assert gistar.discoveries(unknown, q).tolist() == [*gistar.discoveries(p, q).tolist(), False]


def test_classes_are_named_by_side_and_sureness() -> None:
    z = np.array([3.0, 2.0, 1.7, 1.0, -1.7, -2.0, -3.0, np.nan])
    named = ["hot_99", "hot_95", "hot_90", "none", "cold_90", "cold_95", "cold_99", None]
    assert gistar.classes(z, gistar.two_sided(z)) == named
