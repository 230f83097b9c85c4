"""Rates and their smoothing, beside esda."""

from __future__ import annotations

import numpy as np
import pytest

from backend.hotspots.domain.rates import rates, smoothed

HOMES = np.array([400.0, 30.0, 1200.0, 380.0, 0.0, 450.0, 90.0, 510.0])
COUNTS = np.array([9.0, 3.0, 11.0, 1.0, 2.0, 0.0, 0.0, 25.0])
LIVED = HOMES > 0


def test_a_rate_is_per_thousand_households_and_nobody_home_has_none() -> None:
    found = rates(COUNTS, HOMES)
    assert found[:3] == pytest.approx([22.5, 100.0, 11 / 1.2])
    assert np.isnan(found).tolist() == (HOMES == 0).tolist()


def test_smoothing_is_marshalls_as_esda_has_it() -> None:
    from esda.smoothing import Empirical_Bayes

    random = np.random.default_rng(7)
    many_homes, many = random.integers(20, 900, 500).astype(float), random.poisson(4, 500) * random.integers(0, 5, 500)
    for events, homes in ((COUNTS[LIVED], HOMES[LIVED]), (many.astype(float), many_homes)):
        theirs = Empirical_Bayes(events, homes).r.ravel() * 1000
        assert smoothed(events, homes) == pytest.approx(theirs, abs=1e-9, rel=1e-12)


def test_a_small_cell_is_drawn_further_to_the_mean_than_a_large_one() -> None:
    """Those without households take no part and have no rate."""
    raw, found = rates(COUNTS, HOMES), smoothed(COUNTS, HOMES)
    mean = COUNTS[LIVED].sum() / HOMES[LIVED].sum() * 1000
    kept = (found - mean)[LIVED] / (raw - mean)[LIVED]
    assert np.all(np.diff(kept[np.argsort(HOMES[LIVED])]) > 0)
    assert np.isnan(found).tolist() == (HOMES == 0).tolist()


@pytest.mark.parametrize(
    ("counts", "homes", "wanted"),
    [
        ([], [], []),
        ([3], [0], [None]),
        ([0, 0], [10, 20], [0.0, 0.0]),
        ([4], [100], [40.0]),
        # no more apart than chance gives: all have the rate of all, where esda's weights would turn negative
        ([1, 1, 2], [100, 100, 100], [40 / 3] * 3),
    ],
)
def test_what_is_not_there_is_not_smoothed(counts: list[float], homes: list[float], wanted: list[float | None]) -> None:
    found = smoothed(np.array(counts, float), np.array(homes, float))
    assert [None if np.isnan(each) else pytest.approx(each) for each in found] == wanted
