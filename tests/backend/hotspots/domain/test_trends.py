"""The emerging class of planted series, and the test of trend beside Kendall's."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from backend.hotspots.domain.trends import emerging, mann_kendall

NAN = float("nan")


def test_a_trend_is_mann_and_kendalls_by_hand_and_with_ties() -> None:
    """S counted pair by pair; the variance with ties is Kendall's (1975): 12 steps have 12·11·29/18."""
    rising, tied = np.arange(12.0), np.array([1, 1, 2, 2, 2, 3, 4, 4, 5, 6, 6, 7], float)
    found = mann_kendall(np.array([rising, rising[::-1], tied, np.ones(12)]))
    assert found.s.tolist() == [66, -66, 60, 0]
    plain, ties = 12 * 11 * 29 / 18, (3 * (2 * 1 * 9) + 3 * 2 * 11) / 18
    wanted = [2 * norm.sf(65 / plain**0.5)] * 2 + [2 * norm.sf(59 / (plain - ties) ** 0.5), 1.0]
    assert found.p == pytest.approx(wanted, abs=1e-12)


def test_steps_without_a_value_take_no_part_and_too_few_say_nothing() -> None:
    row = np.array([[NAN] * 6 + [1, 2, 3, 4, 5, 6], [NAN] * 8 + [1, 2, 3, 4]])
    found = mann_kendall(row)
    short = mann_kendall(np.array([[1.0, 2, 3, 4, 5, 6]]))
    assert (found.s[0], found.p[0]) == (short.s[0], short.p[0])
    assert np.isnan(found.s[1])


@pytest.mark.parametrize(
    ("z", "said"),
    [
        ([0.1, -0.2, 0.3, 0.0, 0.2, -0.1, 0.4, 0.1, -0.3, 0.2, 0.0, 3.2], "new"),
        ([-0.5, 0.0, 0.4, 0.8, 1.2, 1.6, 2.1, 2.4, 2.9, 3.3, 3.6, 4.0], "growing"),
        ([3.1, 2.9, 3.3, 3.0, 3.2, 2.8, 3.1, 3.3, 2.9, 3.0, 3.2, 3.1], "persistent"),
        ([3.1, 2.9, 3.3, 0.4, 3.2, 2.8, 3.1, 3.3, 0.9, 3.0, 3.2, 3.1], "persistent"),
        ([4.0, 3.7, 3.3, 3.1, 2.8, 2.5, 2.1, 1.7, 1.2, 0.8, 0.5, 0.1], "fading"),
        ([4.0, 3.8, 3.7, 3.5, 3.3, 3.2, 3.0, 2.9, 2.7, 2.6, 2.4, 2.2], "fading"),
        ([3.1, 2.9, 3.3, 3.0, 3.2, 2.8, 3.1, 3.3, 2.9, 3.0, 3.2, 0.2], "fading"),
        ([0.1, 2.4, 0.3, 0.0, 0.2, -0.1, 0.4, 0.1, -0.3, 0.2, 0.0, 2.2], "none"),
        ([0.1, -0.2, 0.3, 0.0, 0.2, -0.1, 0.4, 0.1, -0.3, 0.2, 0.0, 1.9], "none"),
        ([-3.0] * 11 + [-3.1], "none"),
        ([NAN] * 7 + [0.1, 0.2, 0.0, 0.3, 2.5], "new"),
        ([NAN] * 8 + [0.1, 0.2, 0.0, 2.5], None),
        ([2.5] * 11 + [NAN], None),
        ([NAN] * 12, None),
    ],
)
def test_planted_series_are_told_apart(z: list[float], said: str | None) -> None:
    assert emerging(np.array([z])) == [said]
