"""Until when a court may be asked, and what may be noted in which state."""

from __future__ import annotations

from datetime import date

import pytest

from backend.cases.domain import State
from backend.mediation.domain import WRITABLE, both_sides, window


@pytest.mark.parametrize(
    ("effective_on", "last"),
    [
        (date(2026, 11, 2), date(2026, 12, 2)),
        (date(2026, 11, 20), date(2026, 12, 21)),  # the thirtieth day is a Sunday
        (date(2026, 9, 3), date(2026, 10, 8)),  # within the days of rest of National Day
    ],
)
def test_the_day_of_effect_does_not_count_and_a_day_of_rest_gives_way(effective_on: date, last: date) -> None:
    assert window(effective_on, 30, last).last == last
    assert window(effective_on, 30, last).days_left == 0
    assert window(effective_on, 30, effective_on).days_left == (last - effective_on).days
    assert window(effective_on, 30, date(2027, 1, 1)).days_left < 0


def test_both_sides_are_needed() -> None:
    assert both_sides(["respondent", "other", "claimant"])
    assert not both_sides(["claimant", "other"])
    assert not both_sides([])


def test_nothing_is_noted_before_it_was_signed_for_or_after_it_was_put_away() -> None:
    for states in WRITABLE.values():
        assert not states & {State.PENDING, State.DISPATCHED, State.ARCHIVED, State.HANDLING}
