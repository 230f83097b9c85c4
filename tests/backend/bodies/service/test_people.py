"""Appointing people: a term has an end, and what is not there is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from backend.bodies import service
from backend.clock import today
from backend.db import Context, Database
from backend.errors import Invalid, NotFound
from tests.make import Maker
from tests.story import offices


def test_one_acts_for_a_body_within_the_term(make: Maker, owner: Database, app_database: Database) -> None:
    make.counties()
    offices(make)
    person = make.account("xin")

    def acts() -> list[str]:
        with app_database.transaction(Context(viewer=person)) as session:
            return [each.code for each in service.mine(session)]

    day = timedelta(days=1)
    for since, until, expected in (
        (today() - 9 * day, today() - day, []), (today() + day, None, []), (today(), today(), ["SW"]),
        (today(), None, ["SW"]),
    ):  # fmt: skip
        make.run("delete from body_member where account_id = :id", id=person)
        with owner.transaction() as session:
            service.appoint(session, "xin", "SW", since=since, until=until)
        assert acts() == expected, (since, until)


@pytest.mark.parametrize(
    ("login", "code", "until"), [("nobody", "SW", None), ("xin", "NONE", None), ("xin", "SW", "2026-01-01")]
)
def test_what_is_not_there_or_ends_too_soon_is_refused(
    make: Maker, owner: Database, login: str, code: str, until: str | None
) -> None:
    make.counties()
    offices(make)
    make.account("xin")
    with pytest.raises((NotFound, Invalid)), owner.transaction() as session:
        last = date.fromisoformat(until) if until else None
        service.appoint(session, login, code, since=date(2026, 2, 1), until=last)
    assert (
        make.run("select count(*) from body_member m join account a on a.id = m.account_id where a.login = 'xin'") == 0
    )
