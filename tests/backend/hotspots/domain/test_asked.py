"""Periods and tile numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.hotspots.domain import FIRST_DAY, LAST_DAY, Period, TileNumber, edges, period, sliced, trend_steps

NOW = date(2026, 11, 21)


def test_a_period_runs_from_midnight_to_midnight_in_china() -> None:
    span = period(date(2026, 11, 1), date(2026, 11, 2), NOW)
    assert span.since == datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert span.until == datetime(2026, 11, 2, 16, tzinfo=UTC)


def test_without_days_it_is_the_thirty_that_end_today() -> None:
    span = period(None, None, NOW)
    assert (span.first, span.last) == (date(2026, 10, 23), NOW)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 11, 3), date(2026, 11, 2), "from"),
        (date(1, 1, 1), None, "from"),
        (None, date.max, "to"),
        (None, date(1999, 12, 31), "to"),
    ],
)
def test_what_cannot_be_names_its_field(first: date | None, last: date | None, field: str) -> None:
    with pytest.raises(ValueError, match=f"^{field}$"):
        period(first, last, NOW)


@settings(deadline=None)
@given(st.dates(FIRST_DAY, LAST_DAY), st.dates(FIRST_DAY, LAST_DAY))
def test_every_period_is_as_long_as_its_days(one: date, other: date) -> None:
    first, last = sorted((one, other))
    span = period(first, last, NOW)
    hours = (span.until - span.since).total_seconds() / 3600
    assert hours == ((last - first).days + 1) * 24


@pytest.mark.parametrize(
    ("number", "exists"),
    [
        ((0, 0, 0), True),
        ((22, 2**22 - 1, 0), True),
        ((22, 2**22, 0), False),
        ((1, 0, 2), False),
        ((23, 0, 0), False),
        ((10**9, 0, 0), False),
    ],
)
def test_the_pyramid_has_an_end(number: tuple[int, int, int], exists: bool) -> None:
    assert TileNumber(*number).exists is exists


def test_the_nearer_the_finer() -> None:
    steps = [TileNumber(z, 0, 0).tolerance for z in range(23)]
    assert steps == sorted(steps, reverse=True)
    assert (steps[10] > 0, steps[11]) == (True, 0)


@pytest.mark.parametrize(
    ("first", "last", "step", "wanted"),
    [
        (date(2026, 11, 1), date(2026, 11, 3), "day", [1, 1, 1]),
        (date(2026, 11, 1), date(2026, 11, 16), "week", [7, 7, 2]),
        (date(2026, 1, 15), date(2026, 4, 2), "month", [17, 28, 31, 2]),
        (date(2199, 12, 31), date(2199, 12, 31), "month", [1]),
    ],
)
def test_a_period_is_cut_into_steps(first: date, last: date, step: str, wanted: list[int]) -> None:
    span = Period(first, last)
    steps = sliced(span, step)
    assert [(each.last - each.first).days + 1 for each in steps] == wanted
    moments = edges(steps)
    assert (moments[0], moments[-1], len(moments)) == (span.since, span.until, len(steps) + 1)


def test_sixty_steps_are_the_most() -> None:
    assert len(sliced(Period(date(2026, 1, 1), date(2026, 3, 1)), "day")) == 60
    for step, last in (("day", date(2026, 3, 2)), ("week", date(2027, 3, 1)), ("month", date(2199, 12, 31))):
        with pytest.raises(ValueError, match=r"^step$"):
            sliced(Period(date(2026, 1, 1), last), step)


@settings(deadline=None)
@given(st.dates(FIRST_DAY, LAST_DAY), st.integers(0, 20_000), st.integers(1, 60))
def test_twelve_equal_steps_end_with_the_period_and_hold_it(last: date, days: int, least: int) -> None:
    first = max(FIRST_DAY, last - timedelta(days=days))
    steps = trend_steps(Period(first, last), least)
    lengths = {(each.last - each.first).days + 1 for each in steps}
    assert len(steps) == 12
    assert len(lengths) == 1
    assert min(lengths) >= least
    assert steps[-1].last == last
    assert steps[0].first <= first
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(steps))
