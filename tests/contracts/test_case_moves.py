"""The table of moves: what the code says, what the database says, and what the database refuses by itself."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from backend.accounts.domain import CONGRESS, ROLES
from backend.cases.domain import (
    BY_ID,
    CITIZEN,
    CITIZEN_WORDS,
    DEPUTY,
    INTO,
    LABELS,
    MOVES,
    OPEN,
    ROLE_LABELS,
    STAFF,
    Move,
    State,
)
from backend.cases.model import CaseMove
from backend.db import SYSTEM, Context, Database, apply_context
from backend.http.viewer import FILERS, HANDLERS, READERS
from backend.http.words import catalogue
from backend.settings import Settings
from tests.make import Maker

NO_MOVE, NO_ROLE, OWN_WORK, NO_COUNT = "ZT003", "ZT004", "ZT005", "ZT006"
LACKS, UNVERIFIED, NOT_NOW, NOT_ALONE = "ZT007", "ZT008", "ZT009", "ZT014"
TOWN, ELSEWHERE = "621124100", "621124101"
ONE_CASE = (CITIZEN, DEPUTY)
SOMEBODY = 1


def test_the_database_holds_the_same_table(owner: Database) -> None:
    columns = (
        "reason_required", "only_skipping", "not_handler", "within", "after", "follows", "handles", "joins", "signs",
        "tells", "alone",
    )  # fmt: skip

    def row(move: Move | CaseMove, source: str, to: str, needs: dict[str, int]) -> tuple[object, ...]:
        return source, to, frozenset(move.roles), frozenset(move.holders), needs, *(getattr(move, c) for c in columns)

    with owner.transaction() as session:
        held = {each.id: row(each, each.from_state, each.to_state, each.needs) for each in session.query(CaseMove)}
    assert held == {
        move.id: row(move, move.source, move.to, {need.key: need.least for need in move.needs}) for move in MOVES
    }


def test_every_arrow_is_told_apart_and_every_word_is_in_the_catalogue() -> None:
    assert len(BY_ID) == len(MOVES)
    for move, other in product(MOVES, MOVES):
        if move is not other and (move.source, move.to, move.unasked) == (other.source, other.to, other.unasked):
            assert not (move.roles & other.roles or move.holders & other.holders), (move.id, other.id)
    words = {move.label for move in MOVES} | {
        each for move in MOVES for need in move.needs for each in (need.label, need.missing)
    }
    words |= {*LABELS.values(), *CITIZEN_WORDS.values(), *ROLE_LABELS.values(), STAFF}
    assert words <= set(catalogue())


def test_no_role_of_the_congress_closes_anything(owner: Database) -> None:
    assert not [move for move in MOVES if move.to is State.CLOSED and (move.roles | move.holders) & CONGRESS]
    assert {DEPUTY, "town_congress"} <= CONGRESS
    for role, column in product(sorted(CONGRESS), ("roles", "holders")):
        row = text(
            f"insert into case_move (id, from_state, to_state, {column}) values ('x', 'answered', 'closed', :who)"
        )
        with pytest.raises(IntegrityError, match="congress_closes_nothing"), owner.transaction() as session:
            session.execute(row, {"who": ["liaison", role]})


def test_no_state_is_a_dead_end_and_every_state_is_reached() -> None:
    ends = {State.JOINED, State.WITHDRAWN}
    assert {move.source for move in MOVES} == set(State) - ends, "a joined case goes on as another"
    assert {move.to for move in MOVES} == set(State)


def test_roles_are_those_of_accounts() -> None:
    assert {role for move in MOVES for role in move.roles} <= set(ROLES) | {SYSTEM}
    assert {role for move in MOVES for role in move.holders} <= {DEPUTY, CITIZEN}
    assert set(ROLES) >= READERS | HANDLERS | FILERS


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
    return case_id


def context_of(role: str, case: uuid.UUID, *, at: str = TOWN) -> Context:
    """Return the context in which a holder of `role` reaches the case: by its code, or by a role held `at` an area."""
    if role in ONE_CASE:
        return Context(viewer=SOMEBODY if role == DEPUTY else None, case=case, holder=role)
    if role == SYSTEM:
        return Context.of_service("test", (at,))
    return Context(viewer=SOMEBODY, roles=((role, at),), areas=(TOWN,), hidden_areas=(TOWN,))


def stand(make: Maker, case: uuid.UUID, state: str, **more: object) -> None:
    """Put the case into a state, as if it had come there."""
    make.run("alter table cases disable trigger case_move_allowed")
    joined = "(select id from cases where id <> :id limit 1)" if state == State.JOINED else "null"
    make.run(f"update cases set state = :state, joined_to = {joined} where id = :id", state=state, id=case)
    for column, value in more.items():
        make.run(f"update cases set {column} = :value where id = :id", value=value, id=case)
    make.run("alter table cases enable trigger case_move_allowed")


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
    event = text(
        "with e as (insert into case_event (case_id, actor_id, actor_name, actor_role, move, kind, from_state, to_state, version,"
        " area_code, hidden) values (:id, :who, '', :role, :move, :kind, :source, :to, 2, '621124100001', false) returning id)"
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
    """Put the case where `move` is due: its state, its category, its time."""

    def ripen(move: Move, **more: object) -> None:
        days = make.run("select days from case_limit where name = :name", name=move.after) if move.after else 0
        since = make.run("select now() - make_interval(days => :days)", days=days)
        category = "traffic" if move.only_skipping else "land"
        stand(make, case, move.source, **{"state_since": since, "category": category, "handler_id": None} | more)

    return ripen


def test_walk_of_every_state_every_move_and_every_role(ripe, case: uuid.UUID, app_database: Database) -> None:
    wrong = []
    for move in MOVES:
        for source in State:
            ripe(replace(move, source=source))
            for role in (*sorted(ROLES), CITIZEN, SYSTEM):
                who = context_of(role, case)
                may = role in (move.holders if role in ONE_CASE else move.roles)
                expected = NO_MOVE if source != move.source else None if may else NO_ROLE
                found = refusal(app_database, who, case, move, role, before=move.follows)
                if found != expected:
                    wrong.append((move.id, source, role, found, expected))
    assert wrong == []


def test_a_pair_of_states_that_the_table_lacks_is_refused(make: Maker, case: uuid.UUID, app_database: Database) -> None:
    """Whatever move the event claims, the states are those of its row."""
    claimed = BY_ID["7"]
    table = {(move.source, move.lands) for move in MOVES}
    for source, to in product(State, (*State, "made_up")):
        stand(make, case, source)
        if (source, to) not in table and source != to:
            other = {"source": source, "to": to, "lands": to}
            assert refusal(app_database, context_of("liaison", case), case, claimed, "liaison", **other) == NO_MOVE
    stand(make, case, "pending")
    for other in ({"lands": "accepted", "to": "verifying"}, {"lands": "closed"}, {"kind": "signed"}):
        assert refusal(app_database, context_of("liaison", case), case, claimed, "liaison", **other) == NO_MOVE, other


def test_a_role_counts_only_where_it_is_held(ripe, case: uuid.UUID, app_database: Database) -> None:
    """Who reads here by one role and holds another next door does not act here by the other."""
    accept = BY_ID["7"]
    ripe(accept)
    both = replace(context_of("town_head", case), roles=(("town_head", TOWN), ("liaison", ELSEWHERE)))
    assert refusal(app_database, both, case, accept, "liaison") == NO_ROLE
    assert refusal(app_database, both, case, accept, "town_head") == NO_ROLE
    everywhere = replace(both, roles=(("liaison", ""),))
    assert refusal(app_database, everywhere, case, accept, "liaison") == NO_ROLE, "no prefix is nowhere"
    for at in (TOWN, "621124", "62"):
        assert refusal(app_database, replace(both, roles=(("liaison", at),)), case, accept, "liaison") is None


def test_the_event_names_a_role_that_is_held(ripe, case: uuid.UUID, app_database: Database) -> None:
    accept = BY_ID["7"]
    ripe(accept)
    assert refusal(app_database, context_of("liaison", case), case, accept, "town_congress") == NO_ROLE


def test_who_holds_a_code_has_the_rights_that_are_named_and_no_others(
    ripe, case: uuid.UUID, app_database: Database
) -> None:
    """A case that is open in a context gives no right to move it; a handler by a link is no citizen."""
    for move, role in ((each, role) for each in MOVES for role in sorted(each.holders)):
        ripe(move)
        opened = context_of(role, case)
        for holder in (None, "handler"):
            unnamed = replace(opened, holder=holder)
            assert refusal(app_database, unnamed, case, move, role, before=move.follows) == NO_ROLE, (move.id, holder)
        staff = replace(opened, viewer=SOMEBODY, case=uuid.uuid4(), areas=(TOWN,), roles=((role, TOWN),))
        assert refusal(app_database, staff, case, move, role, before=move.follows) == NO_ROLE, "another's code"
        assert refusal(app_database, opened, case, move, role, before=move.follows) is None


def test_who_handled_it_does_not_verify_it_in_the_database_either(
    make: Maker, ripe, case: uuid.UUID, app_database: Database
) -> None:
    person = make.account("he", ("verifier", TOWN))
    check = BY_ID["9"]
    ripe(check, handler_id=person)
    context = replace(context_of("verifier", case), viewer=person)
    assert refusal(app_database, context, case, check, "verifier") == OWN_WORK
    assert refusal(app_database, replace(context, viewer=person + 1), case, check, "verifier") is None


def test_only_a_category_that_skips_verification_goes_straight_to_the_answer(
    ripe, case: uuid.UUID, app_database: Database
) -> None:
    straight = BY_ID["7a-2"]
    ripe(straight, category="land")
    assert refusal(app_database, context_of("liaison", case), case, straight, "liaison") == UNVERIFIED


def test_evidence_and_reasons_are_asked_for_in_the_database_too(ripe, case: uuid.UUID, app_database: Database) -> None:
    for move in (move for move in MOVES if move.needs or move.reason_required):
        ripe(move)
        role = min(move.holders | move.roles)
        who = context_of(role, case)
        lacking: list[dict[str, object]] = [{"reason": "  "}] if move.reason_required else []
        for need in move.needs:
            short = "字" * (need.least - 1) + "  "
            lacking += [{"evidence": {}}, {"evidence": {need.key: short}}, {"evidence": {"other": "字" * 9}}]
        for other in lacking:
            assert refusal(app_database, who, case, move, role, **other) == LACKS, (move.id, other)
        assert refusal(app_database, who, case, move, role) is None, move.id


def test_nobody_takes_back_what_another_person_reported_too(
    make: Maker, ripe, case: uuid.UUID, app_database: Database
) -> None:
    withdraw = BY_ID["2"]
    ripe(withdraw)
    who = context_of(CITIZEN, case)
    for held, expected in ((1, None), (2, NOT_ALONE)):
        make.run(
            "insert into report (id, number, kind, area_code, station_id, category, channel, hidden, seen_at, digest, answer)"
            " select :id, :number, 'submission', '621124100001', min(id), 'land', 'scan', false, now(), sha256('x'), '{}' from station",
            id=(report := uuid.uuid4()), number=str(report),
        )  # fmt: skip
        make.run(
            "insert into case_report (case_id, report_id, area_code, hidden) values (:case, :report, '621124100001', false)",
            case=case, report=report,
        )  # fmt: skip
        assert refusal(app_database, who, case, withdraw, CITIZEN) == expected, held


def test_only_an_open_case_takes_anothers_reports_in_in_the_database_too(
    make: Maker, ripe, case: uuid.UUID, app_database: Database
) -> None:
    join, other = BY_ID["4"], make.run("select id from cases where id <> :id", id=case)
    ripe(join)
    taken = set()
    for state in State:
        stand(make, other, state)
        if refusal(app_database, context_of("liaison", case), case, join, "liaison") is None:
            taken.add(state)
    assert taken == set(OPEN)


def test_times_are_held_by_the_database_too(make: Maker, ripe, case: uuid.UUID, app_database: Database) -> None:
    since = "select now() - make_interval(days => (select days from case_limit where name = :name), mins => :late)"
    for move in (move for move in MOVES if move.within or move.after):
        role = min(move.holders | move.roles)
        for late in (-60, 60):
            ripe(move, state_since=make.run(since, name=move.within or move.after, late=late))
            expected = NOT_NOW if (late > 0) == bool(move.within) else None
            assert refusal(app_database, context_of(role, case), case, move, role) == expected, (move.id, late)


def test_an_answer_arrives_only_after_it_was_signed_in_this_round(
    make: Maker, ripe, case: uuid.UUID, app_database: Database
) -> None:
    arrived = BY_ID["11-2"]
    ripe(arrived)
    who = context_of("liaison", case)
    assert refusal(app_database, who, case, arrived, "liaison") == LACKS
    assert refusal(app_database, who, case, arrived, "liaison", before="11-1") is None
    ripe(arrived, state_since=make.run("select now() + interval '1 hour'"))
    assert refusal(app_database, who, case, arrived, "liaison", before="11-1") == LACKS, "of an earlier round"


def test_a_move_without_its_event_or_without_counting_up_is_refused(
    ripe, case: uuid.UUID, app_database: Database
) -> None:
    accept, who = BY_ID["7"], context_of("liaison", case)
    ripe(accept)
    assert refusal(app_database, who, case, accept, "liaison", written=False) == LACKS
    for count in (0, 2, -1):
        assert refusal(app_database, who, case, accept, "liaison", count=count) == NO_COUNT


def test_the_roles_write_no_other_column_of_a_case(make: Maker, settings: Settings) -> None:
    """Since when and by whom it is handled is set by the trigger; only a new edition of the grid brings it elsewhere."""
    held = make.rows("select column_name from information_schema.columns where table_name = 'cases'")
    moves = {"state", "due_on", "version"}
    for role, may in ((settings.roles.app, moves), (settings.roles.worker, moves | {"cell_id"})):
        written = {
            name for (name,) in held
            if make.run("select has_column_privilege(:role, 'cases', :name, 'UPDATE')", role=role, name=name)
        }  # fmt: skip
        assert written == may


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
