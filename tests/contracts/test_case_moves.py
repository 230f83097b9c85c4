"""The table of moves: what the code says, what the database says, and what the database refuses."""

from __future__ import annotations

import uuid
from itertools import product

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.accounts.domain import ROLES
from backend.cases.domain import CITIZEN, CITIZEN_WORDS, CONGRESS, LABELS, MOVES, SYSTEM, State
from backend.cases.model import CaseMove
from backend.db import Context, Database
from backend.http.words import catalogue
from tests.make import Maker

NO_MOVE, NO_ROLE, OWN_WORK, NO_COUNT = "ZT003", "ZT004", "ZT005", "ZT006"


def test_the_database_holds_the_same_table(owner: Database) -> None:
    with owner.transaction() as session:
        held = {(row.from_state, row.to_state): frozenset(row.roles) for row in session.query(CaseMove)}
    assert held == {(move.source, move.to): move.roles for move in MOVES}


def test_every_arrow_is_told_apart_and_every_word_is_in_the_catalogue() -> None:
    assert len({(move.source, move.to) for move in MOVES}) == len(MOVES)
    words = {move.label for move in MOVES} | {
        each for move in MOVES for need in move.needs for each in (need.label, need.missing)
    }
    assert words | set(LABELS.values()) | set(CITIZEN_WORDS.values()) <= set(catalogue())


def test_no_role_of_the_congress_closes_anything() -> None:
    assert not [move for move in MOVES if move.to is State.CLOSED and move.roles & CONGRESS]


def test_no_state_is_a_dead_end_and_every_state_is_reached() -> None:
    assert {move.source for move in MOVES} == set(State)
    assert {move.to for move in MOVES} == set(State) - {State.PENDING}


def test_roles_are_those_of_accounts() -> None:
    assert {role for move in MOVES for role in move.roles} <= set(ROLES) | {CITIZEN, SYSTEM}


@pytest.fixture
def case(make: Maker) -> uuid.UUID:
    make.counties()
    case_id = uuid.uuid4()
    make.run(
        "insert into cases (id, number, state, category, area_code, station_id, hidden)"
        " select :id, '2026-000001', 'pending', 'land', '621124100001', min(id), false from station", id=case_id,
    )  # fmt: skip
    return case_id


def context_of(role: str, case: uuid.UUID) -> Context:
    """Return the context in which a holder of `role` reaches the case."""
    if role == CITIZEN:
        return Context(case=case)
    if role == SYSTEM:
        return Context(service="test", areas=("621124100",), hidden_areas=("621124100",))
    return Context(viewer=1, roles=(role,), areas=("621124100",), hidden_areas=("621124100",))


def refusal(database: Database, context: Context, case: uuid.UUID, to: str, count: int = 1) -> str | None:
    """Try one move in the database alone and undo it; return the code it was refused with, None when it was let through."""
    move = text("update cases set state = :to, version = version + :count where id = :id")
    try:
        with database.engine.connect() as connection, connection.begin() as undo:
            from sqlalchemy.orm import Session

            from backend.db import apply_context

            session = Session(connection)
            apply_context(session, context)
            done = session.execute(move, {"to": to, "id": case, "count": count})
            assert done.rowcount == 1, "the case is out of sight"
            undo.rollback()
    except DBAPIError as error:
        return str(error.orig.pgcode)
    return None


def test_walk_of_every_state_every_target_and_every_role(
    make: Maker, case: uuid.UUID, app_database: Database, settings
) -> None:
    table = {(move.source, move.to): move.roles for move in MOVES}
    roles = [*sorted(ROLES), CITIZEN, SYSTEM]
    wrong = []
    for source in State:
        make.run("alter table cases disable trigger case_move_allowed")
        make.run("update cases set state = :state where id = :id", state=source, id=case)
        make.run("alter table cases enable trigger case_move_allowed")
        for to, role in product((*State, "made_up"), roles):
            if to == source:
                continue
            allowed = table.get((source, to))
            expected = NO_MOVE if allowed is None else None if role in allowed else NO_ROLE
            found = refusal(app_database, context_of(role, case), case, to)
            if found != expected:
                wrong.append((source, to, role, found, expected))
    assert wrong == []


def test_who_handled_it_does_not_verify_it_in_the_database_either(
    make: Maker, case: uuid.UUID, app_database: Database
) -> None:
    person = make.account("he", ("verifier", "621124100"))
    for state in ("accepted", "verifying"):
        make.run("alter table cases disable trigger case_move_allowed")
        make.run(
            "update cases set state = :state, handler_id = :person where id = :id", state=state, person=person, id=case
        )
        make.run("alter table cases enable trigger case_move_allowed")
    context = Context(viewer=person, roles=("verifier",), areas=("621124100",), hidden_areas=("621124100",))
    assert refusal(app_database, context, case, "answering") == OWN_WORK
    assert refusal(app_database, Context(**(vars(context) | {"viewer": person + 1})), case, "answering") is None


def test_a_move_without_counting_up_is_refused(case: uuid.UUID, app_database: Database) -> None:
    assert refusal(app_database, context_of("liaison", case), case, "accepted", count=0) == NO_COUNT


def test_a_case_begins_pending(case: uuid.UUID, app_database: Database) -> None:
    report = uuid.uuid4()
    new = text(
        "insert into cases (id, number, state, category, area_code, station_id, hidden)"
        " select :id, '2026-000002', 'closed', 'land', '621124100001', min(id), false from station"
    )
    with (
        pytest.raises(DBAPIError, match="row-level security"),
        app_database.transaction(Context(receipt=report)) as session,
    ):
        session.execute(new, {"id": report})
