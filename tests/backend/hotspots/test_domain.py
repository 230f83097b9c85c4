"""Periods and tile numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.hotspots.domain import FIRST_DAY, LAST_DAY, Scope, TileNumber, period

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


@given(st.dates(FIRST_DAY, LAST_DAY), st.dates(FIRST_DAY, LAST_DAY))
def test_every_period_is_as_long_as_its_days(one: date, other: date) -> None:
    first, last = sorted((one, other))
    span = period(first, last, NOW)
    hours = (span.until - span.since).total_seconds() / 3600
    assert hours == ((last - first).days + 1) * 24


def test_a_scope_narrows_but_never_widens() -> None:
    scope = Scope(("621124100",))
    assert scope.narrowed("621124100001") == Scope(("621124100001",))
    assert scope.narrowed("621124") is None
    assert scope.narrowed("621124101") is None
    assert scope.low <= "621124100999" < scope.high


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
