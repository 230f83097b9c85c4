"""Who reaches whom on the sphere, and what weighs on a cell."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from backend.coverage.domain import (
    CellSpot,
    Figures,
    Rules,
    Survey,
    Weights,
    demand,
    near,
    pairs_within,
    state,
    units,
    walk_min,
)
from backend.geo.sphere import distance_m

EVEN = Weights(1, 1, 1, 1)
NONE = Figures(0, 0, 0, 0)


def cell(*, posts: int = 0, distance: float | None = None) -> CellSpot:
    return CellSpot(1, "G", "1格", "621124100001", "村", 10, 103.8, 35.4, posts, None, None, None, distance)


def test_within_reach_is_what_lies_no_farther_on_the_sphere() -> None:
    strewn = np.random.default_rng(3)
    here = [(103.8 + lon, 35.4 + lat) for lon, lat in strewn.random((30, 2)) / 20]
    there = [*here[:3], *((103.8 + lon, 35.4 + lat) for lon, lat in strewn.random((12, 2)) / 20)]
    far = np.array([[distance_m(a, b) for b in there] for a in here])
    edge = float(np.sort(far.ravel())[200])
    for reach in (0.0, 1.0, 800.0, edge, 9000.0):
        assert (near(units(here), units(there), reach).toarray() == (far <= reach + 1e-6)).all()
    assert pairs_within(units(here), 800) == near(units(here), units(here), 800).nnz
    assert (near(units([]), units(here), 800).shape, pairs_within(units([]), 800)) == ((0, 30), 0)


@pytest.mark.parametrize(
    ("figures", "weights", "shares"),
    [
        ([Figures(300, 1, 0, 0), Figures(100, 3, 0, 0)], EVEN, [0.5, 0.5]),
        ([Figures(300, 1, 0, 0), Figures(100, 3, 0, 0)], Weights(0, 5, 1, 1), [0.25, 0.75]),
        ([Figures(0, 0, 2, 0), Figures(0, 0, 2, 4)], Weights(1, 1, 1, 3), [0.125, 0.875]),
        ([Figures(5, 5, 5, 5), NONE], Weights(0, 0, 0, 0), [0, 0]),
        ([NONE, NONE], EVEN, [0, 0]),
        ([], EVEN, []),
    ],
)
def test_each_factor_weighs_as_much_as_was_said(figures: list[Figures], weights: Weights, shares: list[float]) -> None:
    assert demand(figures, weights).sum(axis=1).tolist() == pytest.approx(shares)


def test_a_cell_is_served_by_its_own_post_or_by_one_within_reach() -> None:
    assert state(cell(posts=1, distance=5000), 1000) == "own"
    assert [state(cell(distance=far), 1000) for far in (0, 1000, 1000.1, None)] == [
        "within",
        "within",
        "blank",
        "blank",
    ]


def test_minutes_are_begun_minutes() -> None:
    assert [walk_min(metres, 4) for metres in (0, 1, 1000, 1001)] == [0, 1, 15, 16]


def test_an_area_without_cells_adds_up() -> None:
    nothing = Survey(Rules(1000, 4, date(2026, 1, 1), EVEN), [], [], [])
    assert (nothing.sum().cells, nothing.sum().share, nothing.reaches.shape) == (0, 0, (0, 0))
    gains, after = nothing.gains(near(nothing.spots, units([(103.8, 35.4)]), 1000))
    assert (gains[0].cells, gains[0].share, after) == ((), 0, nothing.sum())
