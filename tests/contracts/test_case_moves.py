"""What the database refuses of a case by itself, whatever asks for it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.accounts.domain import ROLES
from backend.bodies.domain import BODY_ROLES
from backend.cases.domain import (
    BY_ID,
    CITIZEN,
    MOVES,
    OPEN,
    State,
)
from backend.db import SYSTEM, Context, Database
from backend.settings import Settings
from tests.contracts.trials import (
    ELSEWHERE,
    LACKS,
    NO_COUNT,
    NO_MOVE,
    NO_ROLE,
    NOT_ALONE,
    NOT_NOW,
    ONE_CASE,
    OWN_WORK,
    SOMEBODY,
    TOWN,
    UNVERIFIED,
    context_of,
    refusal,
    seat,
    stand,
)
from tests.make import Maker


def test_walk_of_every_state_every_move_and_every_role(
    make: Maker, ripe, case: uuid.UUID, app_database: Database
) -> None:
    """Every role tries every move in its state; in every other state who may make it there tries it."""
    wrong = []
    for move in MOVES:
        ripe(move)
        for role in (*sorted(ROLES), *sorted(BODY_ROLES), CITIZEN, SYSTEM):
            if role in BODY_ROLES:
                seat(make, case, role)
            may = role in (move.holders if role in ONE_CASE else move.roles)
            found = refusal(app_database, context_of(role, case), case, move, role, before=move.follows)
            if found != (None if may else NO_ROLE):
                wrong.append((move.id, move.source, role, found))
        seat(make, case, role := min(move.roles | move.holders))
        for source in set(State) - {move.source}:
            stand(make, case, source)
            found = refusal(app_database, context_of(role, case), case, move, role, before=move.follows)
            if found != NO_MOVE:
                wrong.append((move.id, source, role, found))
    assert wrong == []


def test_a_pair_of_states_that_the_table_lacks_is_refused(make: Maker, case: uuid.UUID, app_database: Database) -> None:
    """Whatever move the event claims, the states are those of its row."""
    claimed = BY_ID["7"]
    table = {(move.source, move.lands) for move in MOVES}
    few = (State.PENDING, State.ACCEPTED, State.APPROVED, State.ANSWERED, State.CLOSED)
    for source, to in product(few, (*few, "made_up")):
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
    stand(make, case, check.source, handler_id=None)
    seat(make, case, "department")
    member = replace(context, viewer=SOMEBODY)
    assert refusal(app_database, member, case, check, "verifier") == OWN_WORK, "nor who acts for the body that did"
    assert refusal(app_database, replace(context, viewer=person + 1), case, check, "verifier") is None


def test_only_a_category_that_skips_verification_goes_straight_to_the_answer(
    ripe, case: uuid.UUID, app_database: Database
) -> None:
    straight = BY_ID["7a-2"]
    ripe(straight, category="land")
    assert refusal(app_database, context_of("liaison", case), case, straight, "liaison") == UNVERIFIED


def test_evidence_and_reasons_are_asked_for_in_the_database_too(ripe, case: uuid.UUID, app_database: Database) -> None:
    for move in (move for move in MOVES if any(need.least for need in move.needs) or move.reason_required):
        ripe(move)
        role = min(move.holders | move.roles)
        who = context_of(role, case)
        lacking: list[dict[str, object]] = [{"reason": "  "}] if move.reason_required else []
        for need in (need for need in move.needs if need.least):
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
    working = {name for (name,) in make.rows("select name from case_limit where working")}
    for move in (move for move in MOVES if move.within or move.after):
        role = min(move.holders | move.roles)
        for late in (-60, 60):
            if move.within in working:  # such a limit ends with the day of its deadline
                ripe(move, due_on=make.run("select china_today() - :late", late=late // 60))
            else:
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
    ripe(arrived)
    make.run(
        "insert into case_event (case_id, at, actor_name, actor_role, move, kind, from_state, to_state, version, area_code, hidden)"
        " values (:id, now() - interval '1 hour', '', 'liaison', '11-1', 'signed', 'answering', 'answering', 99, '621124100001', false)",
        id=case,
    )  # fmt: skip
    assert refusal(app_database, who, case, arrived, "liaison") == LACKS, "of an earlier round"


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
    moves = {"state", "due_on", "promised_on", "version"}
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
