"""An entry stands with its act or not at all, and stays as it was written."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.audit.service import append
from backend.db import Context, Database


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "verb", ["update audit_entry set action = 'x'", "delete from audit_entry", "truncate audit_entry cascade"]
)
def test_neither_the_application_nor_the_owner_can_change_an_entry(
    owner: Database, app_database: Database, worker_database: Database, verb: str
) -> None:
    for database in (owner, app_database, worker_database):
        with pytest.raises(DBAPIError), database.transaction(Context(service="seal")) as session:
            session.execute(text(verb))


def test_a_rolled_back_act_leaves_no_entry(app_database: Database, owner: Database) -> None:
    with pytest.raises(RuntimeError), app_database.transaction(Context(roles=(("liaison", "621124"),))) as session:
        append(session, "case.moved", "case", "never")
        raise RuntimeError
    with owner.transaction() as session:
        assert session.scalar(text("select count(*) from audit_entry")) == 0
