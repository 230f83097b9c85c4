"""Levels of sensitivity: who may change them, and what a move needs at each."""

from __future__ import annotations

from itertools import product

import pytest

from backend.cases.domain import APART, BY_ID, HANDED, LEVEL_LABELS, Level, level_of, levellers, needs_of


def test_the_two_marks_mean_one_level() -> None:
    assert [level_of(hidden=h, restricted=r) for h, r in ((False, False), (False, True), (True, False))] == list(Level)
    assert set(LEVEL_LABELS) == set(Level)


def test_the_station_raises_and_the_congress_alone_lowers() -> None:
    for now, to in product(Level, Level):
        assert ("liaison" in levellers(now, to)) == (to.rank >= now.rank), (now, to)
        assert "town_congress" in levellers(now, to)


@pytest.mark.parametrize(
    ("row", "asks"), [("A1", True), ("B2-1", True), ("B3", True), ("B7", True), ("B5", False), ("9", False)]
)
def test_handing_over_asks_for_consent_unless_the_matter_is_open(row: str, *, asks: bool) -> None:
    move = BY_ID[row]
    assert HANDED not in needs_of(move, Level.OPEN, 0)
    for level in (Level.RESTRICTED, Level.HIDDEN):
        assert (HANDED in needs_of(move, level, 0)) is asks


def test_an_answer_before_those_of_the_children_is_given_on_purpose() -> None:
    assert APART in needs_of(BY_ID["11-1"], Level.OPEN, 1)
    assert APART not in needs_of(BY_ID["11-1"], Level.OPEN, 0)
    assert APART not in needs_of(BY_ID["12-1"], Level.OPEN, 1)
