"""Which months are told of."""

from __future__ import annotations

from datetime import date

from backend.releases.domain import MONTHS, whole_months


def test_the_last_twelve_months_that_are_over() -> None:
    found = whole_months(date(2026, 3, 31))
    assert (len(found), found[0], found[2], found[-1]) == (
        MONTHS,
        date(2026, 2, 1),
        date(2025, 12, 1),
        date(2025, 3, 1),
    )
    assert whole_months(date(2026, 3, 1)) == found, "the month that runs is never told of"
