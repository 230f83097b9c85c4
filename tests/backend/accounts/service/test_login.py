"""Accounts and sessions: what is stored of a password and a token, and what ends a session."""

from __future__ import annotations

import pytest
from argon2 import Parameters, extract_parameters
from argon2.low_level import Type

from backend.accounts import service
from backend.accounts.service import Person, login
from backend.db import Database
from tests.make import PASSWORD, Maker

ROLES = [("liaison", "621124100"), ("verifier", "621124")]


@pytest.fixture
def ma(make: Maker) -> int:
    return make.account("ma", *ROLES, name="马小军")


def opened(database: Database, account: int, *, instead_of: str | None = None) -> str:
    with database.transaction() as session:
        return service.open_session(session, account, days=30, instead_of=instead_of)


def whose(database: Database, token: str, *, idle_hours: int = 12) -> Person | None:
    return service.person_of(database, token, idle_hours=idle_hours)


def test_only_the_password_opens_an_account_and_only_while_it_is_open(make: Maker, app_database: Database) -> None:
    with make.owner.transaction() as session:
        ma = service.create(session, "ma", "马小军", PASSWORD, ROLES)
    with app_database.look_up() as connection:
        found = service.find_login(connection, "ma")
        assert service.find_login(connection, "MA") is None
    assert found and found.id == ma and not found.disabled
    assert PASSWORD not in found.password_hash
    dear = Parameters(Type.ID, 19, salt_len=16, hash_len=32, time_cost=2, memory_cost=32 * 1024, parallelism=1)
    assert extract_parameters(found.password_hash) == extract_parameters(login._nobody()) == dear
    assert [service.fits(found, each) for each in (PASSWORD, PASSWORD + " ", "", PASSWORD.upper())] == [
        True,
        False,
        False,
        False,
    ]
    assert not service.fits(None, PASSWORD)
    assert not service.fits(service.Found(ma, "no hash at all", disabled=False), PASSWORD)
    assert not service.fits(service.Found(ma, found.password_hash, disabled=True), PASSWORD)


def test_a_token_names_its_person_and_only_its_digest_is_stored(make: Maker, ma: int, app_database: Database) -> None:
    first, second = opened(app_database, ma), opened(app_database, ma)
    assert first != second and len(first) >= 43
    person = whose(app_database, first)
    assert person and (person.id, person.login, person.name, set(person.roles)) == (
        ma,
        "ma",
        "马小军",
        {(*role, None) for role in ROLES},
    )
    stored = [bytes(row[0]) for row in make.rows("select token_hash from session")]
    assert sorted(stored) == sorted(map(service.digest, (first, second)))
    assert not [each for each in stored if first.encode() in each]
    for wrong in ("", first[:-1], first + "x", "\ud800"):
        assert whose(app_database, wrong) is None


def test_a_session_ends_when_idle_expired_closed_or_replaced(make: Maker, ma: int, app_database: Database) -> None:
    idle, expired, closed, replaced = (opened(app_database, ma) for _ in range(4))
    make.run(
        "update session set seen_at = now() - interval '13 hours' where token_hash = :hash",
        hash=service.digest(idle),
    )
    assert whose(app_database, idle) is None
    make.run(
        "update session set created_at = now() - interval '40 days', expires_at = now() where token_hash = :hash",
        hash=service.digest(expired),
    )
    assert whose(app_database, expired) is None
    with app_database.transaction() as session:
        service.close_session(session, closed)
        service.close_session(session, "no such token")
    assert whose(app_database, closed) is None
    new = opened(app_database, make.account("li", ("liaison", "621124100")), instead_of=replaced)
    assert whose(app_database, replaced) is None, "the same browser, whoever's session it was"
    found = whose(app_database, new)
    assert found and found.login == "li"
    assert make.run("select count(*) from audit_entry where action = 'session.closed'") == 2
