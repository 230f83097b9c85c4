"""The table of moves: what the code says is what the database says."""

from __future__ import annotations

from itertools import product

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.accounts.domain import CONGRESS, ROLES
from backend.bodies.domain import BODY_ROLES, KINDS
from backend.bodies.model import BodyKind
from backend.cases.domain import (
    AUTHOR,
    BY_ID,
    CITIZEN,
    CITIZEN_WORDS,
    DEPUTY,
    LABELS,
    MOVES,
    ROLE_LABELS,
    STAFF,
    Move,
    State,
)
from backend.cases.model import CaseMove
from backend.db import SYSTEM, Database
from backend.http.viewer import FILERS, HANDLERS, READERS
from backend.http.words import catalogue


def test_the_database_holds_the_same_table(owner: Database) -> None:
    columns = (
        "reason_required", "only_skipping", "not_handler", "within", "after", "follows", "handles", "joins", "signs",
        "tells", "alone", "resumes", "proof", "seat", "ends", "channel", "gathers",
    )  # fmt: skip

    def row(move: Move | CaseMove, source: str, to: str, needs: dict[str, int]) -> tuple[object, ...]:
        sets = (frozenset(each) for each in (move.roles, move.holders, move.bodies))
        return source, to, *sets, needs, *(getattr(move, c) for c in columns)

    with owner.transaction() as session:
        held = {each.id: row(each, each.from_state, each.to_state, each.needs) for each in session.query(CaseMove)}
    assert held == {
        move.id: row(move, move.source, move.to, {need.key: need.least for need in move.needs}) for move in MOVES
    }


def test_every_arrow_is_told_apart_and_every_word_is_in_the_catalogue() -> None:
    assert len(BY_ID) == len(MOVES)
    for move, other in product(MOVES, MOVES):
        # Granting and refusing more time lead to the same state, and so do the channels: who asks has to name the row.
        named = (move.resumes and other.resumes) or (move.channel and other.channel)
        if (
            move is not other
            and not named
            and (move.source, move.to, move.unasked) == (other.source, other.to, other.unasked)
        ):
            assert not (move.roles & other.roles or move.holders & other.holders), (move.id, other.id)
    words = {move.label for move in MOVES} | {
        each
        for move in MOVES
        for need in move.needs
        for each in (need.label, need.missing, *(label for _, label in need.choices))
        if each
    }
    words |= {*LABELS.values(), *CITIZEN_WORDS.values(), *ROLE_LABELS.values(), STAFF}
    assert words <= set(catalogue())


def test_no_role_of_the_congress_closes_anything(owner: Database) -> None:
    assert not [move for move in MOVES if move.to is State.CLOSED and (move.roles | move.holders) & CONGRESS]
    assert {DEPUTY, "town_congress", "research_centre", "working_body", "chairpersons"} == CONGRESS
    for role, column in product(sorted(CONGRESS), ("roles", "holders")):
        row = text(
            f"insert into case_move (id, from_state, to_state, {column}) values ('x', 'answered', 'closed', :who)"
        )
        with pytest.raises(IntegrityError, match="congress_closes_nothing"), owner.transaction() as session:
            session.execute(row, {"who": ["liaison", role]})


def test_no_state_is_a_dead_end_and_every_state_is_reached() -> None:
    ends = {State.JOINED, State.WITHDRAWN, State.ARCHIVED}
    assert {move.source for move in MOVES} == set(State) - ends, "a joined case goes on as another"
    assert {move.to for move in MOVES} == set(State)


def test_roles_are_those_of_accounts_and_of_bodies(owner: Database) -> None:
    assert {role for move in MOVES for role in move.roles} <= set(ROLES) | {SYSTEM} | set(BODY_ROLES)
    assert {role for move in MOVES for role in move.bodies} <= set(BODY_ROLES) <= {r for _, r in KINDS.values() if r}
    with owner.transaction() as session:
        assert {row.kind: row.role for row in session.query(BodyKind)} == {
            kind: role for kind, (_, role) in KINDS.items()
        }
    assert {role for move in MOVES for role in move.holders} <= {DEPUTY, CITIZEN, AUTHOR}
    assert set(ROLES) >= READERS | HANDLERS | FILERS
