"""The table of moves as a whole: no way to the end past its steps, no arrow that nobody may make."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from backend.cases.domain import ARRIVED, BY_ID, INTO, MOVES, Move, State, moves_from, moves_to
from backend.db import SYSTEM

UNOPPOSED = BY_ID["12-2"]


def reached(moves: Iterable[Move], start: State = State.PENDING) -> set[State]:
    """Return the states that `moves` lead to from `start`."""
    known, found = list(moves), {start}
    while new := {move.to for move in known if move.source in found} - found:
        found |= new
    return found


@pytest.mark.parametrize("step", [State.ANSWERING, State.ANSWERED])
def test_nothing_is_closed_past_a_step(step: State) -> None:
    assert State.CLOSED in reached(MOVES)
    assert State.CLOSED not in reached(move for move in MOVES if step not in {move.source, move.to})


def test_verification_is_passed_by_only_where_the_category_skips_it() -> None:
    # Refused, not mended by mediation, handed to a court or not passed by the meeting: the answer says so, nothing was done.
    undone = {State.REFUSED, State.TERMINATED, State.LINKED, State.NOT_APPROVED}
    left = [move for move in MOVES if not {State.VERIFYING, *undone} & {move.source, move.to}]
    assert State.ANSWERING in reached(left)
    assert State.ANSWERING not in reached(move for move in left if not move.only_skipping)
    assert [move for move in MOVES if move.source is State.VERIFYING and not move.not_handler] == []
    assert any(move.handles for move in MOVES if move.to is State.VERIFYING)


def test_every_state_goes_on_to_the_end_or_is_one() -> None:
    for state in State:
        ends = state in {State.JOINED, State.WITHDRAWN, State.ARCHIVED}
        assert reached(MOVES, state) == {state} if ends else State.CLOSED in reached(MOVES, state)


def test_somebody_may_make_each_and_what_comes_by_itself_only_the_system_too() -> None:
    for move in MOVES:
        assert move.roles | move.holders, move.id
        assert (SYSTEM in move.roles) == move.unasked, move.id
        assert not (move.unasked and (move.needs or move.reason_required)), "nobody is there to be asked"
    assert all(move.unasked for move in (ARRIVED, UNOPPOSED))


def test_what_is_reopened_has_a_reason_and_the_citizens_time_ends_when_the_system_closes() -> None:
    again = [move for move in MOVES if move.to is State.REOPENED]
    assert all(move.reason_required for move in again)
    assert {move.within for move in again if move.holders} == {UNOPPOSED.after}
    assert {move.within for move in again if move.roles} == {None}


def test_a_signing_stays_where_it_is_until_its_own_arrival_follows() -> None:
    for move in MOVES:
        assert move.lands == (move.source if move.signs else move.to)
    followers = [move for move in MOVES if move.follows]
    assert {move.follows for move in followers} == {move.id for move in MOVES if move.signs}
    for move in followers:
        signing = BY_ID[str(move.follows)]
        assert (move.source, move.to) == (signing.source, signing.to)
        assert move.holders >= signing.holders and move.roles >= signing.roles, (
            "who signs may note that it arrived at once"
        )


def test_only_a_joining_names_another_case() -> None:
    for move in MOVES:
        assert move.joins == (INTO in move.needs) == (move.to is State.JOINED), move.id
        assert len({need.key for need in move.needs}) == len(move.needs)
        assert all(0 <= need.least <= 20 and len(need.key) <= 40 for need in move.needs)


def test_moves_are_found_in_the_order_of_the_table_and_without_those_nobody_asks_for() -> None:
    assert [move.id for move in moves_from("pending")] == ["7", "2", "3", "5", "4", "7b-1", "7b-2", "7c-1"]
    assert [move.id for move in moves_from("answering")] == ["11-1", "7c-2"]
    assert [move.id for move in moves_to("answered", "reopened")] == ["13-1", "13-2"]
    assert [move.id for move in moves_to("answered", "reopened", "13-2")] == ["13-2"]
    assert [move.id for move in moves_to("answered", "closed")] == ["12-1"]
    for nothing in (
        ("answering", "answered", "11-2"),
        ("pending", "accepted", "9"),
        ("joined", "accepted"),
        ("nowhere", "accepted"),
    ):
        assert moves_to(*nothing) == ()
