"""Rates, steps and lines of figures, without a database."""

from __future__ import annotations

from datetime import date

import pytest

from backend.scans.domain import Issued, Use, began, lines_of, sorted_by, steps_of

FIRST = date(2026, 3, 1)


def issued(n: int, *, owner: int = 1, area: str = "621124100001", ended: date | None = None) -> Issued:
    return Issued(n, "post", 1, owner, f"点{owner}", area, "文峰社区", None, None, FIRST, ended)


@pytest.mark.parametrize(
    ("use", "rate"),
    [
        (Use(), None),
        (Use(3, 2, 1, 0), 0.3333),
        (Use(4, 1, 1, 1), 0.5),
        (Use(2, 0, 0, 0), 0.0),
        (Use(2, 2, 2, 0), 1.0),
        (Use(1, 0, 2, 0), None),
        (Use(0, 0, 1, 0), None),
    ],
)
def test_a_rate_is_a_share_or_none(use: Use, rate: float | None) -> None:
    assert use.rate == rate


def test_weeks_begin_on_monday_and_months_on_the_first() -> None:
    assert began("week", date(2026, 3, 1)) == date(2026, 2, 23)
    assert steps_of("week", date(2026, 3, 1), date(2026, 3, 9)) == [
        date(2026, 2, 23), date(2026, 3, 2), date(2026, 3, 9),
    ]  # fmt: skip
    assert steps_of("month", date(2025, 11, 30), date(2026, 2, 1)) == [
        date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1),
    ]  # fmt: skip
    assert len(steps_of("week", date(2024, 1, 1), date(2026, 4, 19))) == 120
    with pytest.raises(ValueError, match="step"):
        steps_of("week", date(2024, 1, 1), date(2026, 4, 20))


def test_lines_add_up_by_code_owner_and_area() -> None:
    codes = [
        issued(1, ended=FIRST),
        issued(2),
        issued(3, owner=2, area="621124101001"),
        issued(4, owner=2, ended=FIRST),
    ]
    used = {1: Use(5, 2, 1, 0), 2: Use(3, 0, 0, 0)}
    by_code = lines_of(codes, used, "code", 9)
    assert [(line.of.id if line.of else 0, line.brings) for line in by_code] == [
        (1, "ended"), (2, "unwritten"), (3, "unscanned"),
    ], "a code that was ended and that nobody used is not told"  # fmt: skip
    by_owner = {line.name: line for line in lines_of(codes, used, "owner", 9)}
    assert (by_owner["点1"].codes, by_owner["点1"].ended, by_owner["点1"].use) == (2, 1, Use(8, 2, 1, 0))
    assert by_owner["点1"].brings == "all"
    areas = {line.area_code: line.use.opened for line in lines_of(codes, used, "area", 9)}
    assert areas == {"621124100": 8, "621124101": 0}
    assert {line.area_code for line in lines_of(codes, used, "area", 4)} == {"621100"}


def test_one_without_a_rate_stands_last() -> None:
    used = {1: Use(4, 0, 1, 0), 2: Use(0, 0, 1, 0), 3: Use(4, 0, 4, 0)}
    lines = lines_of([issued(n) for n in (1, 2, 3)], used, "code", 9)
    assert [line.of and line.of.id for line in sorted_by(lines, "rate")] == [3, 1, 2]
    assert [line.of and line.of.id for line in sorted_by(lines, "came")] == [3, 1, 2]
    assert [line.of and line.of.id for line in sorted_by(lines, "opened")] == [1, 3, 2]
