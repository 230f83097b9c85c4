"""Reading what a case rests on: for who may see the case, and the deputy whose code it came by."""

from __future__ import annotations

from uuid import UUID

from flask import Flask

from backend.db import Context, Database
from backend.reports import service
from tests.make import Maker
from tests.story import deputy_code, people, submit

TOWN = "621124100"


def test_a_deputy_has_to_do_with_what_came_by_the_own_code_until_others_join_it(
    make: Maker, app: Flask, app_database: Database
) -> None:
    people(make)
    ma, li = (make.account(login, ("deputy", TOWN)) for login in ("ma", "li"))
    own, other = UUID(submit(app, code=deputy_code(make, ma))["id"]), UUID(submit(app)["id"])

    def met(case: UUID, person: int) -> UUID | None:
        with app_database.transaction() as session:
            return service.of_deputy(session, case, person)

    assert [met(own, ma), met(own, li), met(other, ma)] == [own, None, None]
    make.run("update case_report set case_id = :own where report_id = :other", own=own, other=other)
    assert met(own, ma) is None, "a case that holds others' reports too is answered by its station"

    def told(context: Context) -> list[UUID]:
        with app_database.transaction(context) as session:
            return [each.id for each in service.of_case(session, own)]

    staff = Context(viewer=1, roles=(("liaison", TOWN),), areas=(TOWN,), hidden_areas=(TOWN,))
    assert told(staff) == [own, other], "the one that opened it first"
    assert told(Context()) == told(Context(viewer=1, areas=("621124101",))) == []
