"""Which days a bulletin tells of, and which it is held against."""

from __future__ import annotations

from datetime import date

import pytest

from backend.bulletins.domain import Kind, times_of, whole
from backend.bulletins.domain.spans import running
from backend.hotspots.domain import Period


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        ("week", date(2026, 11, 23), date(2026, 11, 16), date(2026, 11, 22)),
        ("week", date(2026, 11, 22), date(2026, 11, 9), date(2026, 11, 15)),
        ("month", date(2026, 3, 1), date(2026, 2, 1), date(2026, 2, 28)),
        ("month", date(2024, 3, 31), date(2024, 2, 1), date(2024, 2, 29)),
        ("month", date(2026, 1, 15), date(2025, 12, 1), date(2025, 12, 31)),
    ],
)
def test_the_last_week_or_month_that_was_over(kind: Kind, day: date, first: date, last: date) -> None:
    assert whole(kind, day) == Period(first, last)
    assert running(kind, first) == running(kind, last) == Period(first, last)


@pytest.mark.parametrize(
    ("kind", "span", "before", "year"),
    [
        ("week", ("2026-11-16", "2026-11-22"), ("2026-11-09", "2026-11-15"), ("2025-11-17", "2025-11-23")),
        ("month", ("2024-02-01", "2024-02-29"), ("2024-01-01", "2024-01-31"), ("2023-02-01", "2023-02-28")),
        ("month", ("2025-02-01", "2025-02-28"), ("2025-01-01", "2025-01-31"), ("2024-02-01", "2024-02-29")),
        ("own", ("2024-02-29", "2024-03-09"), ("2024-02-19", "2024-02-28"), ("2023-02-28", "2023-03-09")),
        ("own", ("2026-11-20", "2026-11-20"), ("2026-11-19", "2026-11-19"), ("2025-11-20", "2025-11-20")),
        ("own", ("2000-01-03", "2000-01-20"), None, None),
    ],
)
def test_what_a_period_is_held_against(kind: Kind, span: tuple[str, str], before: object, year: object) -> None:
    found = times_of(kind, Period(*map(date.fromisoformat, span)))
    told = [each and (str(each.first), str(each.last)) for each in (found.before, found.year)]
    assert told == [before, year]
