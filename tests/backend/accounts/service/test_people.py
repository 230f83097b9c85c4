"""Accounts, roles and their terms, as the command line makes them; what a term is worth at the next request (T22)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.accounts import service
from backend.accounts.domain import Appointment, Term
from backend.clock import today
from backend.db import Database
from backend.errors import Conflict, Invalid, NotFound
from tests.backend.accounts.service.test_login import ROLES, opened, whose
from tests.make import PASSWORD, Maker

DAY = timedelta(days=1)
TOWN, COUNTY = "621124100", "621124"


@pytest.fixture
def ma(make: Maker) -> int:
    return make.account("ma", *ROLES, name="马小军")


def test_no_account_is_made_with_a_poor_password_or_a_role_nobody_knows(make: Maker) -> None:
    for password, roles, field in (
        ("short", ROLES, "password"),
        ("q7#Vw2xL", [("security_administrator", "621124")], "password"),
        (PASSWORD, [("emperor", "621124")], "role"),
        (PASSWORD, [*ROLES, ("liaison", "6211")], "role"),
    ):
        with pytest.raises(Invalid) as refused, make.owner.transaction() as session:
            service.create(session, "li", "李", password, roles)
        assert refused.value.field == field
    assert make.run("select count(*) from account") == 0


def test_an_account_that_is_there_is_not_made_again_and_one_that_is_not_cannot_be_changed(make: Maker, ma: int) -> None:
    with pytest.raises(Conflict) as refused, make.owner.transaction() as session:
        service.create(session, "ma", "另一个", PASSWORD, ROLES)
    assert refused.value.field == "login"
    for verb in (service.disable, lambda session, login: service.set_password(session, login, PASSWORD)):
        with pytest.raises(NotFound), make.owner.transaction() as session:
            verb(session, "nobody")
    assert make.rows("select name from account") == [("马小军",)]


def test_an_administrators_new_password_is_held_to_the_longer_rule(make: Maker, app_database: Database) -> None:
    boss = make.account("boss", ("security_administrator", "621124"))
    token = opened(app_database, boss)
    with pytest.raises(Invalid), make.owner.transaction() as session:
        service.set_password(session, "boss", "q7#Vw2xL")
    assert whose(app_database, token), "a refused one ends nothing"
    with make.owner.transaction() as session:
        service.set_password(session, "boss", "q7#Vw2xLk93T")
        assert session.scalar(text("select count(*) from session")) == 0


def appoint(make: Maker, account: int, role: str, since: date | None, until: date | None, area: str = TOWN) -> bool:
    """Give a role; say whether it was taken."""
    try:
        with make.owner.transaction() as session:
            service.appoint(session, account, Appointment(role, area, Term(since, until)))
    except Conflict:
        return False
    return True


def held(database: Database, token: str) -> set[tuple[str, date | None]]:
    """Return roles and last days that a session is worth now."""
    person = whose(database, token)
    return {(role, until) for role, _, until in person.roles} if person else set()


def test_a_role_counts_from_its_first_to_its_last_day(make: Maker, app_database: Database) -> None:
    li, now = make.account("li"), today()
    token = opened(app_database, li)
    for role, since, until in (
        ("liaison", now, now), ("verifier", now - DAY, None), ("collector", now - 2 * DAY, now - DAY),
        ("town_head", now + DAY, None),
    ):  # fmt: skip
        assert appoint(make, li, role, since, until)
    assert held(app_database, token) == {("liaison", now), ("verifier", None)}
    make.run("update account_role set until_day = from_day - 1 where role = 'verifier'")
    assert held(app_database, token) == {("liaison", now)}, "the same session, the next request"


def test_a_term_may_follow_another_and_never_lie_upon_it(make: Maker, app_database: Database) -> None:
    li, now = make.account("li"), today()
    assert appoint(make, li, "liaison", now - 10 * DAY, now + DAY)
    assert appoint(make, li, "liaison", now - 10 * DAY, now + DAY), "the same again is the same"
    assert not appoint(make, li, "liaison", now + DAY, None)
    assert not appoint(make, li, "liaison", now - 20 * DAY, now - 10 * DAY)
    assert appoint(make, li, "liaison", now + 2 * DAY, None)
    assert appoint(make, li, "liaison", now, None, area=COUNTY)
    assert make.run("select count(*) from account_role") == 3


def test_who_is_dismissed_and_appointed_again_has_a_new_term(make: Maker, app_database: Database) -> None:
    li = make.account("li", ("liaison", TOWN))
    token = opened(app_database, li)
    with make.owner.transaction() as session:
        service.dismiss_from(session, "li", "liaison", TOWN)
    assert held(app_database, token) == set(), "the day it began is the day it ended"
    with pytest.raises(NotFound), make.owner.transaction() as session:
        service.dismiss_from(session, "li", "liaison", TOWN)
    assert appoint(make, li, "liaison", today() + DAY, None)
    assert held(app_database, token) == set()
    assert appoint(make, li, "liaison", today(), today())
    assert held(app_database, token) == {("liaison", today())}


def test_the_database_itself_keeps_the_three_administrators_apart(make: Maker) -> None:
    boss, now = make.account("boss", ("system_administrator", COUNTY)), today()
    assert not appoint(make, boss, "audit_administrator", now, None, area="522702")
    with pytest.raises(DBAPIError, match="two administrators in one"):
        make.run(
            "insert into account_role (account_id, role, area_code) values (:id, 'security_administrator', '620000')",
            id=boss,
        )
    with make.owner.transaction() as session:
        service.dismiss_from(session, "boss", "system_administrator", COUNTY)
    assert appoint(make, boss, "audit_administrator", now, None)
    with pytest.raises(Conflict), make.owner.transaction() as session:
        service.create(
            session, "two", "二", PASSWORD, [("system_administrator", COUNTY), ("audit_administrator", TOWN)]
        )


def test_two_roles_in_two_areas_open_one_list_of_both(make: Maker) -> None:
    """A21: one person, several posts, one inbox; none of it for the area between."""
    make.counties()
    make.account("shuang", ("liaison", "621124100"), ("liaison", "621124101"))
    for village in ("621124100001", "621124101001", "522702100001"):
        make.run(
            "insert into cases (id, number, state, category, area_code, station_id, hidden) select gen_random_uuid(), :n,"
            " 'pending', 'other', :area, (select min(id) from station), false", n=f"ZT-{village}", area=village,
        )  # fmt: skip
    seen = {each["number"] for each in make.login("shuang").get("/api/cases").get_json()["items"]}
    assert seen == {"ZT-621124100001", "ZT-621124101001"}
