"""What the database itself lets administrators of people do, past all that the service checks."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.accounts.service import administrators
from backend.db import Context, Database
from tests.make import Maker

COUNTY, TOWN, FAR = "621124", "621124100", "522702100"


@pytest.fixture
def people(make: Maker) -> tuple[int, int, Context]:
    """Somebody of the county, somebody elsewhere, and the context of the county's system administrator."""
    near, far = make.account("near", ("liaison", TOWN)), make.account("far", ("liaison", FAR))
    boss = make.account("boss", ("system_administrator", COUNTY))
    return near, far, Context(viewer=boss, roles=(("system_administrator", COUNTY),), people_areas=(COUNTY,))


def test_only_people_with_a_role_in_the_area_are_seen_and_changed(
    make: Maker, app_database: Database, people: tuple[int, int, Context]
) -> None:
    near, far, context = people
    with app_database.transaction(context) as session:
        assert [each.login for each in administrators.listing(session)] == ["boss", "near"]
        seen = session.execute(text("select login from account order by login")).scalars().all()
        assert seen == ["boss", "near"]
        changed = session.execute(text("update account set locked_at = now() returning id")).scalars().all()
        assert far not in changed and near in changed
        assert (
            session.execute(
                text("update account_role set until_day = '2000-01-01' where account_id = :id"), {"id": far}
            ).rowcount
            == 0
        )
        session.rollback()
    with app_database.transaction(Context(viewer=near)) as session:
        assert administrators.listing(session) == []


@pytest.mark.parametrize("sql", [
    "insert into account_role (account_id, role, area_code) values (:far, 'verifier', '522702100')",
    "update account_role set area_code = '522702100' where account_id = :near",
    "update account set login = 'other' where id = :near",
    "delete from account_role where account_id = :near",
    "select password_hash from account where id = :near",
    "select phone_sealed from account where id = :near",
])  # fmt: skip
def test_the_database_refuses_what_is_no_administrators(
    app_database: Database, people: tuple[int, int, Context], sql: str
) -> None:
    near, far, context = people
    with (
        pytest.raises(DBAPIError, match=r"permission denied|row-level security"),
        app_database.transaction(context) as session,
    ):
        session.execute(text(sql), {"near": near, "far": far} if ":far" in sql else {"near": near})


def test_without_an_area_nobody_makes_an_account(app_database: Database) -> None:
    with pytest.raises(DBAPIError, match="row-level security"), app_database.transaction(Context(viewer=1)) as session:
        session.execute(text("insert into account (login, name, password_hash) values ('new', '新', '-')"))
