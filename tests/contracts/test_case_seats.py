"""Bodies at the table of a case: what the database lets them do, and what it does not hand to them."""

from __future__ import annotations

import uuid
from dataclasses import replace

from backend.bodies.domain import BODY_ROLES
from backend.cases.domain import (
    BY_ID,
    MOVES,
)
from backend.db import Database
from tests.contracts.trials import NO_BODY, NO_MOVE, NO_ROLE, OUT_OF_SIGHT, TOWN, UNAPPROVED, context_of, refusal
from tests.make import Maker


def test_a_body_acts_only_while_it_sits_at_the_table_of_this_case(
    make: Maker, ripe, case: uuid.UUID, app_database: Database
) -> None:
    sign = BY_ID["A3-2"]
    ripe(sign)
    who = context_of("department", case)
    assert refusal(app_database, who, case, sign, "department") is None
    for no_longer in (
        "update case_seat set until = now()",
        "update case_seat set until = null; update body_member set from_day = '2026-01-01', until_day = '2026-01-02'",
        "update body_member set until_day = null; update case_seat set case_id = (select id from cases where id <> :id)",
    ):
        make.run(no_longer.replace(":id", f"'{case}'"))
        assert refusal(app_database, who, case, sign, "department") == OUT_OF_SIGHT, no_longer
        also = replace(who, areas=(TOWN,))
        assert refusal(app_database, also, case, sign, "department") == NO_ROLE, no_longer


def test_nothing_goes_to_the_organs_before_the_meeting_has_passed_it(
    make: Maker, ripe, case: uuid.UUID, app_database: Database
) -> None:
    forward = [move for move in MOVES if move.proof]
    assert {move.id for move in MOVES if "organ" in move.bodies} == {move.id for move in forward}
    for move in forward:
        ripe(move)
        who = context_of("working_body", case)
        assert refusal(app_database, who, case, move, "working_body") is None
        make.unwatched("update case_event set to_state = 'triage', move = '8-2'")
        assert refusal(app_database, who, case, move, "working_body") == UNAPPROVED, move.id
        make.unwatched(
            "update case_event set to_state = 'approved', move = 'B6-1', case_id = (select id from cases where id <> :id)",
            id=case,
        )
        assert refusal(app_database, who, case, move, "working_body") == UNAPPROVED, "of another case"


def test_a_seat_is_taken_by_a_body_that_acts_so_serves_the_place_and_is_open(
    make: Maker, ripe, case: uuid.UUID, app_database: Database
) -> None:
    hand = BY_ID["A1"]
    ripe(hand)
    who = context_of("liaison", case)
    assert refusal(app_database, who, case, hand, "liaison", body="department") is None
    for role in sorted(set(BODY_ROLES) - hand.bodies):
        assert refusal(app_database, who, case, hand, "liaison", body=role) == NO_BODY, role
    assert refusal(app_database, who, case, hand, "liaison", body=None) == NO_BODY
    for other in ("area_code = '522702'", "area_code = '621124101'", "area_code = '621124', closed_on = '2026-01-02'"):
        make.run(f"update body set {other}")
        assert refusal(app_database, who, case, hand, "liaison", body="department") == NO_BODY, other


def test_work_goes_on_where_it_stood(make: Maker, ripe, case: uuid.UUID, app_database: Database) -> None:
    for move in (move for move in MOVES if move.resumes):
        ripe(move)
        role = min(move.roles)
        assert refusal(app_database, context_of(role, case), case, move, role) is None
        make.unwatched(
            "update case_event set to_state = :other", other="handling" if move.to != "handling" else "accepted"
        )
        assert refusal(app_database, context_of(role, case), case, move, role) == NO_MOVE, move.id
