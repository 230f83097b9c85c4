"""Codes and names of areas and cells, what became of former cells, which day an area stands."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.grid.domain import (
    LEVELS,
    Bounds,
    CellChange,
    Generation,
    cell_name,
    level_of,
    prefix_of,
    short_name,
    what_became,
)  # fmt: skip
from backend.http import viewer

FIRST, LAST = date(2026, 1, 1), date(2026, 11, 21)
COUNTY_CODES = some.from_regex(r"\A[1-8][0-9]{5}\Z")


@pytest.mark.parametrize(
    ("code", "level", "prefix"),
    [
        ("620000", "province", "62"), ("621100", "city", "6211"), ("621124", "county", "621124"), ("621110", "county", "621110"),
        ("621124100", "town", "621124100"), ("621124100000", "village", "621124100000"), ("110000", "province", "11"),
    ],
)  # fmt: skip
def test_a_code_tells_its_level_and_what_lies_inside(code: str, level: str, prefix: str) -> None:
    assert (level_of(code), prefix_of(code, level)) == (level, prefix)
    assert len(code) == LEVELS[level]


@pytest.mark.parametrize(
    "code",
    [
        "",
        "62",
        "6211",
        "62112",
        "6211241",
        "62112410",
        "6211241001",
        "6211241000011",
        "62112a",
        "６２１１２４",
        "621124\n",
    ],
)
def test_what_has_no_form_of_a_code_has_no_level(code: str) -> None:
    assert level_of(code) is None


@given(COUNTY_CODES, some.sampled_from(["", "100", "100005"]))
def test_who_looks_and_where_it_lies_agree_on_what_is_inside(code: str, rest: str) -> None:
    level = level_of(code + rest)
    assert level is not None
    assert viewer.prefix_of(code + rest) == prefix_of(code + rest, level)
    assert (code + rest).startswith(prefix_of(code + rest, level))


def test_an_area_stands_from_its_first_day_until_the_day_before_its_successor() -> None:
    one = Generation("621124100005", "甲村", "village", "621124100", FIRST, LAST, "621124100006")
    days = (date(2025, 12, 31), FIRST, date(2026, 11, 20), LAST)
    assert [one.stands(day) for day in days] == [False, True, True, False]
    assert Generation(one.code, one.name, one.level, None, FIRST, None, None).stands(date.max)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("城中社区居民委员会", "城中社区"), ("东街居委会", "东街"), ("王家磨村民委员会", "王家磨村"), ("王家磨村村民委员会", "王家磨村"),
        ("椒山村委会", "椒山村"), ("椒山村", "椒山村"), ("居委会家属院社区", "居委会家属院社区"),
    ],
)  # fmt: skip
def test_a_short_name_says_village_once(name: str, short: str) -> None:
    assert short_name(name) == short
    assert short_name(short) == short


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("621124100005001", "城中社区第1网格"), ("621124100005012", "城中社区第12网格"), ("621124100005000", "城中社区第0网格"),
        ("621124100005A1", "城中社区621124100005A1网格"), ("621124100005", "城中社区621124100005网格"), ("X7", "城中社区X7网格"),
        ("621124100005²", "城中社区621124100005²网格"), ("621124100005３", "城中社区621124100005３网格"),
    ],
)  # fmt: skip
def test_a_cell_without_a_name_is_called_by_its_number_in_the_village(code: str, name: str) -> None:
    assert cell_name(code, "621124100005", "城中社区居民委员会") == name


def test_a_former_cell_counts_once_by_the_worst_that_became_of_it() -> None:
    changes = [
        CellChange("a", "a", "kept", 1.0, 1.0),
        CellChange("b", "b2", "kept", 1.0, 1.0),
        CellChange("c", "c1", "redrawn", 0.7, 0.9), CellChange("c", "c2", "split", 0.3, 1.0),
        CellChange("d", "x", "merged", 1.0, 0.5),
    ]  # fmt: skip
    kinds, lines = what_became(changes)
    assert kinds == {"split": ["c"], "merged": ["d"], "redrawn": [], "kept": ["a", "b"]}
    assert lines == ["cell b: kept -> b2 100.0%", "cell c: split -> c1 70.0%, c2 30.0%", "cell d: merged -> x 100.0%"]
    assert what_became([]) == ({"split": [], "merged": [], "redrawn": [], "kept": []}, [])


def test_what_must_be_covered_is_said_in_words_and_only_an_own_outline_is_the_areas() -> None:
    own, above = Bounds("621124", "621124", 4, 1.0), Bounds("621124100", "621124", 4, 1.0)
    assert (own.drawn, own.whole) == (True, "the outline of 621124")
    assert (above.drawn, above.whole) == (False, "the ground of the 4 cells before it")
    assert Bounds("621124", None, 0, 0.0).whole == ""
