"""Whether two counts differ by more than chance, against the exact test of two Poisson means."""

from __future__ import annotations

import pytest
from scipy.stats import binom

from backend.bulletins.domain import differ


@pytest.mark.parametrize(
    ("now", "before", "days", "days_before", "way"),
    [
        (30, 10, 7, 7, 1),
        (10, 30, 7, 7, -1),
        (12, 10, 31, 28, 1),
        (0, 9, 7, 7, -1),
        (900, 700, 31, 30, 1),
        (28, 31, 28, 31, 0),
        (0, 0, 7, 7, 0),
    ],
)
def test_two_counts(now: int, before: int, days: int, days_before: int, way: int) -> None:
    found, p = differ(now, before, days, days_before)
    share = days / (days + days_before)
    tail = binom.sf(now - 1, now + before, share) if way > 0 else binom.cdf(now, now + before, share)
    assert found == way
    assert p == pytest.approx(min(1.0, 2 * tail) if way else 1.0, rel=1e-9)
