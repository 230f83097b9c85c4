"""Who promises for the body that handles a case."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from backend.cases.domain import Actor
from backend.cases.service import promise
from backend.clock import today
from backend.db import Context, Database
from backend.errors import Forbidden, NotFound
from tests.make import Maker, new_id
from tests.story import people, submit


def test_nobody_promises_for_a_body_that_is_not_theirs(app: Flask, make: Maker, app_database: Database) -> None:
    people(make)
    case, later = UUID(submit(app)["id"]), today() + timedelta(days=9)
    for login, area, refusal in (("lian", "621124100", Forbidden), ("bali", "621124101", NotFound)):
        person = int(make.run("select id from account where login = :login", login=login))
        actor = Actor(person, login, (("liaison", area),))
        context = Context(viewer=person, roles=actor.roles, areas=(area,), hidden_areas=(area,))
        with pytest.raises(refusal), app_database.transaction(context) as session:
            promise(session, case, actor, UUID(new_id()), "修好闸门", later)
    assert make.run("select count(*) from commitment") == 0
