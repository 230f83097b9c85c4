"""What is wrong with a file, told in one line."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.imports.domain import (
    Finding,
    ImportRefused,
    Row,
    Table,
    code_fault,
    day_of,
    day_or_none,
    refuse_if,
    text_fault,
    unseen,
)


def test_a_text_is_short_and_can_be_shown() -> None:
    assert text_fault("name", "城中社区·第1网格（东）", 13) == ""
    assert text_fault("name", "x" * 14, 13) == "name has 14 characters, at most 13 are taken"
    assert text_fault("name", 7, 13) == "name is no text"
    for letter in ("\x00", "\x07", "\x1b", "\n", "\x7f", "\x85", "\u2028", "\u202e", "\ud800"):
        assert text_fault("name", f"a{letter}b", 13) == "name holds a character that cannot be shown", ascii(letter)


def test_a_finding_obeys_nothing_and_is_one_line() -> None:
    line = Finding("row 2", "\x1b[2J", "unknown\nname 城中\ud800").line()
    assert line == "row 2: \\x1b[2J: unknown\\nname 城中\\ud800"


def test_a_place_is_told_longitude_first_to_a_tenth_of_a_metre() -> None:
    assert (
        Finding("feature 3", "", "overlaps", (103.8, 35.4)).line() == "feature 3: -: overlaps at 103.800000, 35.400000"
    )


@given(some.text(max_size=40), some.text(max_size=40))
def test_whatever_a_file_says_a_finding_is_one_line_that_a_terminal_can_show(code: str, what: str) -> None:
    line = Finding("row 2", code, what).line()
    assert not [letter for letter in line if unseen(letter)]
    assert len(line.splitlines()) == 1
    line.encode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-2-1",
        "20260201",
        "2026-W05-7",
        "2026-02-30",
        "2026-02-01 ",
        "２０２６-02-01",
        "2026-02-01\n",
        "0000-01-01",
    ],
)
def test_a_day_is_written_one_way(text: str) -> None:
    assert day_of("2024-02-29") == date(2024, 2, 29)
    with pytest.raises(ValueError, match=r".*"):
        day_of(text)


def test_an_empty_file_is_refused_and_so_is_one_with_a_bad_row_beside_good_ones() -> None:
    bad = Finding("row 3", "c", "is bad")
    assert [finding.what for finding in Table().refused()] == ["the file has no row"]
    assert Table([], [bad]).refused() == Table([Row(2, {})], [bad]).refused() == [bad]
    whole = Table([Row(2, {})])
    whole.refused().append(bad)
    assert whole.refused() == [], "what a caller adds is the caller's"


def test_what_is_refused_lists_everything_and_nothing_found_is_no_refusal() -> None:
    refuse_if([])
    with pytest.raises(ImportRefused) as refused:
        refuse_if([Finding("row 2", "a", "x"), Finding("row 3", "b", "y")])
    assert str(refused.value) == "row 2: a: x\nrow 3: b: y"


def test_a_cell_for_a_day_may_be_empty_and_says_its_name_when_it_is_wrong() -> None:
    assert day_or_none("closed_on", "") is None
    assert day_or_none("closed_on", "2026-11-21") == date(2026, 11, 21)
    with pytest.raises(ValueError, match="closed_on 'soon' is no day like 2026-11-21"):
        day_or_none("closed_on", "soon")


@pytest.mark.parametrize(
    ("code", "good"),
    [("LT-1_a.b", True), ("9" * 40, True), ("9" * 41, False), ("-1", False), ("", False), ("县", False)],
)
def test_a_code_is_of_letters_and_digits(code: str, good: bool) -> None:
    assert (code_fault(code) == "") == good
