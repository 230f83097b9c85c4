"""Who reaches a case by a code: that one case, in that one role, and nothing of the place around it."""

from __future__ import annotations

from uuid import UUID

from flask import Flask
from sqlalchemy import text

from backend.cases.domain import CITIZEN, DEPUTY, Actor
from backend.cases.service.access import context_of_held, meet
from backend.codes.service import Held
from backend.db import Context, Database, current_context
from tests.make import Maker
from tests.story import deputy_code, people, submit

TOWN = "621124100"


def test_a_receipt_opens_its_report_and_case_and_no_area() -> None:
    report, case = UUID(int=1), UUID(int=2)
    assert context_of_held(Held(report, case, TOWN)) == Context(receipt=report, case=case, holder=CITIZEN)
    assert context_of_held(Held(report, None, TOWN)).case is None


def test_a_deputy_is_met_only_in_what_came_by_the_own_code(make: Maker, app: Flask, app_database: Database) -> None:
    people(make)
    account = make.account("ma", ("deputy", TOWN))
    other = make.account("li", ("deputy", TOWN))
    code = deputy_code(make, account)
    own, theirs = (UUID(submit(app, code=each)["id"]) for each in (code, None))
    seen = text("select id from cases")
    for person, case, met in ((account, own, True), (account, theirs, False), (other, own, False), (None, own, False)):
        actor = Actor(person, "马代表", ((DEPUTY, TOWN),))
        with app_database.transaction(Context(viewer=person, roles=actor.roles)) as session:
            found = meet(session, case, actor)
            assert found.holds == (frozenset({DEPUTY}) if met else frozenset()), (person, case)
            assert list(session.scalars(seen)) == ([own] if met else [])
            context = current_context(session)
            assert (context.holder, context.case, context.areas) == (
                (DEPUTY if met else None),
                (own if met else None),
                (),
            )
    liaison = Actor(account, "马", (("liaison", TOWN),))
    with app_database.transaction(Context(viewer=account, roles=liaison.roles, areas=(TOWN,))) as session:
        assert meet(session, own, liaison) is liaison, "who is no deputy is met by area alone"
        assert current_context(session).holder is None
