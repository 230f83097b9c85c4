"""Sessions are one's own, in the database too."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from backend.accounts import service
from backend.db import Context, Database
from backend.errors import NotFound
from tests.backend.accounts.service.test_login import opened, whose
from tests.make import Maker


def test_nobody_ends_or_sees_anothers(make: Maker, app_database: Database) -> None:
    ma, hu = (make.account(login, ("liaison", "621124100")) for login in ("ma", "hu"))
    token = opened(app_database, ma)
    person = whose(app_database, token)
    assert person
    with app_database.transaction(Context(viewer=hu)) as session:
        assert service.sessions_of(session, ma, None) == []
        assert service.end_sessions(session, ma) == 0
        for which in (person.session, uuid.uuid4()):
            with pytest.raises(NotFound):
                service.end_session(session, ma, which)
    assert whose(app_database, token)
    with app_database.transaction(Context(viewer=ma)) as session:
        assert [each.this for each in service.sessions_of(session, ma, person.session)] == [True]
        assert service.end_sessions(session, ma, keep=person.session) == 0
        assert service.end_sessions(session, ma) == 1
    assert whose(app_database, token) is None


def test_the_application_never_reads_the_digest_of_a_token(app_database: Database) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), app_database.transaction() as session:
        session.execute(text("select token_hash from session"))
