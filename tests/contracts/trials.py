"""A case on trial: one move made in the database alone, past the service, and undone."""

from __future__ import annotations

import json
import uuid

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from backend.bodies.domain import BODY_ROLES
from backend.cases.domain import (
    AUTHOR,
    CITIZEN,
    DEPUTY,
    INTO,
    Move,
    State,
)
from backend.db import SYSTEM, Context, Database, apply_context
from tests.make import Maker

NO_MOVE, NO_ROLE, OWN_WORK, NO_COUNT = "ZT003", "ZT004", "ZT005", "ZT006"
LACKS, UNVERIFIED, NOT_NOW, NOT_ALONE = "ZT007", "ZT008", "ZT009", "ZT014"
UNAPPROVED, NO_BODY = "ZT015", "ZT016"
OUT_OF_SIGHT = "42501"
TOWN, ELSEWHERE = "621124100", "621124101"
ONE_CASE = (CITIZEN, DEPUTY, AUTHOR)
SOMEBODY = 1


@pytest.fixture
def case(make: Maker) -> uuid.UUID:
    make.counties()
    assert make.account("somebody", ("liaison", ELSEWHERE)) == SOMEBODY
    case_id = uuid.uuid4()
    make.run(
        "insert into cases (id, number, state, category, area_code, station_id, hidden)"
        " select :id, '2026-000001', 'pending', 'land', '621124100001', min(id), false from station", id=case_id,
    )  # fmt: skip
    make.run(
        "insert into cases (id, number, state, category, area_code, station_id, hidden)"
        " select gen_random_uuid(), :number, 'accepted', 'land', '621124100002', min(id), false from station",
        number="字" * INTO.least,
    )  # fmt: skip
    # a body of each role, for each of which the same person acts
    make.run(
        "insert into body (code, name, kind, area_code) select distinct on (role) role, role, kind, '621124' from body_kind"
        " where role is not null order by role, kind"
    )
    make.run(
        "insert into body_member (body_id, account_id, from_day) select id, :who, china_today() from body", who=SOMEBODY
    )
    return case_id


def context_of(role: str, case: uuid.UUID, *, at: str = TOWN) -> Context:
    """Return the context in which a holder of `role` reaches the case: by its code, or by a role held `at` an area."""
    if role in ONE_CASE:
        return Context(viewer=None if role == CITIZEN else SOMEBODY, case=case, holder=role)
    if role == SYSTEM:
        return Context.of_service("test", (at,))
    if role in BODY_ROLES:
        return Context(viewer=SOMEBODY)
    return Context(viewer=SOMEBODY, roles=((role, at),), areas=(TOWN,), hidden_areas=(TOWN,))


def stand(make: Maker, case: uuid.UUID, state: str, **more: object) -> None:
    """Put the case into a state, as if it had come there."""
    values = {"talked": True} | more
    make.unwatched(
        "update cases set state = :state, joined_to = case when :joined then (select id from cases where id <> :id limit 1) end, "
        + ", ".join(f"{column} = :{column}" for column in values)
        + " where id = :id",
        id=case, state=state, joined=state == State.JOINED, **values,
    )  # fmt: skip


def seat(make: Maker, case: uuid.UUID, role: str) -> None:
    """Put the body of a role, and no other, at the table of the case."""
    make.run("delete from case_seat")
    make.run(
        "insert into case_seat (case_id, seat, body_id, role, version, area_code, hidden)"
        " select :id, 'handler', id, :role, 1, '621124100001', false from body where code = :role",
        id=case, role=role,
    )  # fmt: skip


def past(make: Maker, case: uuid.UUID, move: Move) -> None:
    """Let what has to come before `move`, in another state, have happened."""
    make.unwatched("delete from case_event")
    if move.proof or move.resumes:
        before, to = (move.proof, "approved") if move.proof else ("A3-2", move.to)
        make.run(
            "insert into case_event (case_id, actor_name, actor_role, move, from_state, to_state, version, area_code, hidden)"
            " values (:id, '', 'system', :move, 'tabled', :to, 1, '621124100001', false)",
            id=case, move=before, to=to,
        )  # fmt: skip


def words_of(move: Move) -> dict[str, object]:
    """Return the reason and evidence that just suffice for `move`."""
    return {"reason": "又坏了" if move.reason_required else "", "evidence": {n.key: "字" * n.least for n in move.needs}}


def refusal(
    database: Database, context: Context, case: uuid.UUID, move: Move, role: str, *, count: int = 1,
    written: bool = True, before: str | None = None, **other: object,
) -> str | None:  # fmt: skip
    """Make a move in the database alone and undo it; return the code it was refused with, None when it was let through.

    `other`: what is written otherwise than the move has it; `before`: the id of a signing noted just before.
    """
    deed: dict[str, object] = {
        "id": case, "role": role, "who": context.viewer, "move": move.id, "kind": "signed" if move.signs else "move",
        "source": move.source, "to": move.lands, "lands": move.lands, "count": count, **words_of(move), **other,
    }  # fmt: skip
    deed["evidence"] = json.dumps(deed["evidence"])
    deed.setdefault("body", min(move.bodies, default=None))
    event = text(
        "with e as (insert into case_event (case_id, actor_id, actor_name, actor_role, move, kind, from_state, to_state, version,"
        " body_id, area_code, hidden) values (:id, :who, '', :role, :move, :kind, :source, :to, 2,"
        " (select id from body where code = :body), '621124100001', false) returning id)"
        " select id from e"
    )
    words = text(
        "insert into case_event_text values (:event, '621124100001', false, :reason, cast(:evidence as jsonb))"
    )
    signing = text(
        "insert into case_event (case_id, actor_id, actor_name, actor_role, move, kind, from_state, to_state, version,"
        " area_code, hidden) values (:id, :who, '', :role, :before, 'signed', 'answering', 'answering', 99, '621124100001', false)"
    )
    change = text("update cases set state = :lands, version = version + :count where id = :id")
    try:
        with database.engine.connect() as connection, connection.begin() as undo:
            session = Session(connection)
            apply_context(session, context)
            if before:
                session.execute(signing, deed | {"before": before})
            if written:
                session.execute(words, deed | {"event": session.scalar(event, deed)})
            assert session.execute(change, deed).rowcount == 1, "the case is out of sight"  # type: ignore[attr-defined]
            undo.rollback()
    except DBAPIError as error:
        return str(error.orig.pgcode)  # type: ignore[union-attr]
    return None


@pytest.fixture
def ripe(make: Maker, case: uuid.UUID):
    """Put the case where `move` is due: its state, its category, its time, the body that makes it, what came before."""

    def ripen(move: Move, **more: object) -> None:
        past(make, case, move)
        seat(make, case, min(move.roles & set(BODY_ROLES), default="none"))
        days = make.run("select days from case_limit where name = :name", name=move.after) if move.after else 0
        since = make.run("select now() - make_interval(days => :days)", days=days)
        category = "traffic" if move.only_skipping else "land"
        stand(make, case, move.source, **{"state_since": since, "category": category, "handler_id": None} | more)

    return ripen
