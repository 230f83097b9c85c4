"""The record of an area, by the database's own rule."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.audit.service.read import Search, entries
from backend.db import Context, Database
from tests.make import Maker


def test_a_context_reads_its_own_areas_and_nothing_without_one(make: Maker, app_database: Database) -> None:
    make.account("one", ("liaison", "621124100"))
    make.account("far", ("liaison", "522702100"))
    with app_database.transaction(Context(audit_areas=("621124",))) as session:
        assert {row[0] for row in session.execute(text("select area_code from audit_entry"))} == {"621124100"}
        found = entries(session, Search(action="role.given"), before=None, most=9)
        assert [(each.area, each.actor) for each in found] == [("621124100", "nobody")]
        assert entries(session, Search(within="522702"), before=None, most=9) == []
        assert entries(session, Search(action="role"), before=found[0].id, most=9) == []
        assert entries(session, Search(actor_id=10**6), before=None, most=9) == []
    with app_database.transaction(Context(areas=("621124",))) as session:
        assert entries(session, Search(), before=None, most=9) == []
        assert session.scalar(text("select count(*) from audit_entry")) == 0
    with pytest.raises(DBAPIError, match="permission denied"), app_database.transaction() as session:
        session.execute(text("select mac from audit_entry"))
