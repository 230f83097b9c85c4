"""The table of moves: no dead end, nothing leaves what is over, and the database holds the same."""

from __future__ import annotations

from backend.db import Database
from backend.solicitations.domain import BY_ID, HELD, LABELS, MOVES, OVER, PHASES, State, moves_from, phase_of
from backend.solicitations.model import SolicitationMove


def test_the_database_holds_the_same_table(owner: Database) -> None:
    with owner.transaction() as session:
        held = {
            row.id: (row.from_state, row.to_state, set(row.makers), row.reason_required, tuple(row.needs))
            for row in session.query(SolicitationMove)
        }
    assert held == {m.id: (m.source, m.to, set(m.makers), m.reason_required, m.needs) for m in MOVES}


def test_every_state_is_reached_left_and_named() -> None:
    assert len(BY_ID) == len(MOVES)
    assert set(LABELS) == set(State)
    assert {move.to for move in MOVES} | {State.ISSUED} == {*State, HELD}
    for state in State:
        assert bool(moves_from(state, frozenset({"runner"}))) == (state not in OVER), state


def test_what_was_put_aside_says_why_and_belongs_to_its_phase() -> None:
    assert all(move.reason_required for move in MOVES if move.to in {State.PAUSED, State.CANCELLED})
    assert all(move.makers == {"runner"} for move in MOVES if move.to in {State.PAUSED, State.CANCELLED, HELD})
    assert [phase_of(state) for state in (State.ISSUED, State.REPORTED, State.PROMOTING)] == list(PHASES)
    assert phase_of(State.PAUSED, State.COLLECTING) == "during"
    assert phase_of(State.CANCELLED) == "aside"
