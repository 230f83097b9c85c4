"""How ballots are counted: by tables, without a database."""

from __future__ import annotations

from typing import Any

import pytest

from backend.ballots.domain import Count, Row, count, is_valid
from backend.ballots.domain.counting import could_turn

USUAL: dict[str, Any] = {"candidates": 2, "seats": 1, "way": "each", "rule": "half_all", "quorum": "half", "members": 45, "issued": 45}  # fmt: skip


def counted(papers: dict[str, int], **more: Any) -> Count:
    """Count papers at a meeting of 45, unless it is said otherwise."""
    return count(papers, **USUAL | more)


@pytest.mark.parametrize(
    ("marks", "seats", "way", "good"),
    [
        ("fa", 1, "each", True), ("ff", 1, "each", False), ("ff", 2, "each", True), ("oo", 1, "each", True), ("xx", 1, "each", False),
        ("fo", 1, "choose", True), ("ff", 1, "choose", False), ("oo", 1, "choose", True), ("fa", 1, "choose", False),
    ],
)  # fmt: skip
def test_too_many_marks_spoil_a_ballot(marks: str, seats: int, way: str, good: bool) -> None:
    assert is_valid(marks, seats, way) is good


def test_forty_five_issued_and_forty_five_received() -> None:
    found = counted({"fa": 42, "af": 3})
    assert (found.received, found.invalid, found.holds) == (45, 0, True)
    assert found.rows == (Row(42, 3, 0, "elected"), Row(3, 42, 0, "not_elected"))


@pytest.mark.parametrize(
    ("rule", "votes", "received", "outcome"),
    [
        ("half_all", 22, 45, "not_elected"), ("half_all", 23, 45, "elected"),
        ("half_cast", 15, 30, "not_elected"), ("half_cast", 16, 30, "elected"),
        ("two_thirds_all", 29, 45, "not_elected"), ("two_thirds_all", 30, 45, "elected"),
        ("two_thirds_cast", 20, 30, "elected"), ("two_thirds_cast", 19, 30, "not_elected"), ("most", 1, 45, "elected"),
    ],
)  # fmt: skip
def test_the_threshold_is_the_meetings(rule: str, votes: int, received: int, outcome: str) -> None:
    found = counted({"fo": votes, "oo": received - votes}, rule=rule)
    assert found.rows[0].outcome == outcome


@pytest.mark.parametrize(
    ("quorum", "received", "issued", "holds"),
    [
        ("half", 22, 45, False), ("half", 23, 45, True), ("two_thirds", 29, 45, False), ("two_thirds", 30, 45, True),
        ("none", 1, 45, True), ("none", 31, 30, False),
    ],
)  # fmt: skip
def test_more_received_than_issued_or_too_few_and_nothing_holds(
    quorum: str, received: int, issued: int, holds: bool
) -> None:
    found = counted({"fo": received}, quorum=quorum, issued=issued, rule="most")
    assert found.holds is holds
    assert found.rows[0].outcome == ("elected" if holds else "not_elected")


def test_of_twelve_ten_are_chosen_and_who_ties_for_the_last_seat_is_voted_on_again() -> None:
    papers = {"f" * 9 + "fooo"[:3]: 20, "f" * 9 + "ofoo"[:3]: 20, "f" * 9 + "oofo"[:3]: 5}
    found = counted(papers, candidates=12, seats=10, way="choose", rule="most")
    assert [each.outcome for each in found.rows] == ["elected"] * 9 + ["tied", "tied", "not_elected"]


def test_contested_votes_that_could_have_turned_it_are_told() -> None:
    close, clear = counted({"fo": 24, "of": 21}, rule="most"), counted({"fo": 40, "of": 5}, rule="most")
    assert (could_turn(close, 2), could_turn(clear, 2), could_turn(close, 0)) == (True, False, False)
