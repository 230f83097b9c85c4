"""What is late, and who may urge how far."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from backend.cases.domain import latest_due, most_of, urgency_of, working_days_after, working_days_left


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2026, 10, 9), date(2026, 2, 25)])
@pytest.mark.parametrize("days", [1, 3, 7])
def test_the_latest_deadline_is_late_by_the_days_and_the_next_day_is_not(today: date, days: int) -> None:
    due = latest_due(today, days)
    assert working_days_left(today, due) <= -days < working_days_left(today, due + timedelta(days=1))


def test_the_highest_of_several_roles_counts() -> None:
    assert most_of(frozenset({"liaison", "town_congress", "verifier"})) == 2
    assert most_of(frozenset({"verifier"})) == most_of(frozenset()) == 0


def test_how_pressing_a_deadline_is() -> None:
    day = date(2026, 11, 20)
    told = [urgency_of("accepted", working_days_after(day, n) if n else day, day, 2) for n in (0, 1, 2, 3)]
    assert told == ["today", "soon", "soon", "later"]
    assert urgency_of("accepted", day - timedelta(days=1), day, 2) == "overdue"
    assert urgency_of("closed", day, day, 2) is urgency_of("accepted", None, day, 2) is None
