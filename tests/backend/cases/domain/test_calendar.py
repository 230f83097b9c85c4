"""Limits of time by the official calendar."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.cases.domain import Limit, working_days_after, working_days_left
from backend.cases.domain.calendar import warn_of


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2026, 11, 21), 4, date(2026, 11, 26)),  # a Saturday
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # the holiday of the first of October
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a Saturday worked for Spring Festival (调休)
    ],
)
def test_working_days_follow_the_official_calendar(start: date, count: int, due: date) -> None:
    assert working_days_after(start, count) == due


def test_beyond_the_calendars_data_it_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    warn_of.cache_clear()
    with caplog.at_level(logging.WARNING):
        assert working_days_after(date(2099, 1, 2), 1) == date(2099, 1, 5)
    assert caplog.text.count("2099") == 1


@given(some.dates(date(2020, 1, 1), date(2026, 6, 1)), some.integers(0, 30))
def test_days_left_undo_days_after(start: date, count: int) -> None:
    assert working_days_left(start, working_days_after(start, count)) == count


def test_overdue_counts_below_zero() -> None:
    assert working_days_left(date(2026, 11, 27), date(2026, 11, 25)) == -2


def test_a_limit_counts_from_the_day_in_china() -> None:
    late_evening = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)  # already Monday the 23rd in China
    assert Limit(1, working=True).due(late_evening) == date(2026, 11, 24)
    assert Limit(14, working=False).due(late_evening) == date(2026, 12, 7)
