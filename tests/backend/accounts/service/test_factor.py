"""A code is taken once, whatever was read before; the secret is of no use anywhere else."""

from __future__ import annotations

import time

import pyotp
import pytest

from backend.accounts import service
from backend.db import Context, Database
from backend.errors import Unauthorized
from backend.sealing import SealBrokenError
from tests.make import Maker


@pytest.fixture
def bound(make: Maker) -> tuple[service.Found, pyotp.TOTP, bytes]:
    """An account with a second factor, as a login finds it, the app on the phone, and the key."""
    totp = make.second_factor(make.account("ma", ("liaison", "621124100")))
    with make.app.extensions["zhitong.database"].look_up() as connection:
        found = service.find_login(connection, "ma")
    assert found
    return found, totp, make.app.extensions["zhitong.settings"].derive("second factor")


def use(database: Database, found: service.Found, code: str, key: bytes) -> bool:
    """Use a code as a login does; say whether it was taken."""
    try:
        with database.transaction(Context(viewer=found.id)) as session:
            service.factor.use(session, found, code, key, at=time.time())
    except Unauthorized:
        return False
    return True


def test_two_logins_that_found_the_same_state_take_a_code_once(
    app_database: Database, bound: tuple[service.Found, pyotp.TOTP, bytes]
) -> None:
    found, totp, key = bound
    code = totp.now()
    assert [use(app_database, found, code, key) for _ in range(2)] == [True, False]


def test_a_login_that_fails_later_gives_the_code_back(
    app_database: Database, bound: tuple[service.Found, pyotp.TOTP, bytes]
) -> None:
    found, totp, key = bound
    code = totp.now()
    with pytest.raises(ZeroDivisionError), app_database.transaction(Context(viewer=found.id)) as session:
        service.factor.use(session, found, code, key, at=time.time())
        raise ZeroDivisionError
    assert use(app_database, found, code, key)


def test_a_secret_moved_to_another_account_does_not_open(
    make: Maker, app_database: Database, bound: tuple[service.Found, pyotp.TOTP, bytes]
) -> None:
    found, totp, key = bound
    other = make.account("hu", ("liaison", "621124100"))
    moved = service.Found(other, "-", disabled=False, secret_sealed=found.secret_sealed)
    with pytest.raises(SealBrokenError):
        use(app_database, moved, totp.now(), key)


def test_one_sees_and_ends_only_the_own(
    make: Maker, app_database: Database, bound: tuple[service.Found, pyotp.TOTP, bytes]
) -> None:
    other = make.account("hu", ("liaison", "621124100"))
    with app_database.transaction(Context(viewer=other)) as session:
        assert service.factor.standing(session, bound[0].id) == service.factor.Standing(on=False, recovery_codes=0)
        service.factor.end(session, bound[0].id)
    assert make.run("select count(*) from second_factor") == 1
