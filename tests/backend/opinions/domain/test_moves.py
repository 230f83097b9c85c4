"""The table of an opinion's moves: the same in the database, every state said, nothing left hanging."""

from __future__ import annotations

from backend.opinions.domain.moves import CITIZEN_WORDS, COUNTED, LABELS, MOVES, State, arrow
from tests.make import Maker

ENDS = {State.BECAME_CASE, State.WITHDRAWN, State.ANSWERED}


def test_the_database_holds_the_same_table(make: Maker) -> None:
    rows = make.rows("select id, from_state, to_state, makers, reason_required from opinion_move")
    assert {(row.id, row.from_state, row.to_state, frozenset(row.makers), row.reason_required) for row in rows} == {
        (move.id, move.source.value, move.to.value, move.by, move.reason_required) for move in MOVES
    }


def test_every_state_is_said_and_leads_on_or_ends() -> None:
    assert set(LABELS) == set(CITIZEN_WORDS) == set(State)
    assert set(State) - {move.source for move in MOVES} == ENDS
    reached = {State.SUBMITTED} | {move.to for move in MOVES}
    assert reached == set(State)


def test_what_is_turned_down_says_why_and_what_never_counted_is_not_counted() -> None:
    why = {State.INVALID, State.NOT_SELECTED, State.NOT_ADOPTED, State.PARTLY_ADOPTED}
    assert {move.to for move in MOVES if move.reason_required} == why
    assert arrow("submitted", "adopted") is None
    assert State.REGISTERED in COUNTED
    assert State.SUBMITTED not in COUNTED
