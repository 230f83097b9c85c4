"""Logging in and out, who a token belongs to, and the administrator's verbs."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, select, text, update
from sqlalchemy.orm import Session

from backend.accounts.domain import check_password, check_role
from backend.accounts.model import Account, AccountRole, LoginSession
from backend.audit.service import append
from backend.errors import Conflict, NotFound

TOKEN_BYTES = 32
LOGIN_OF = text("select * from login_of(:login)")
SESSION_OPEN = text("select session_open(:hash, :person, :until)")
SESSION_OF = text("select *, session_seen(:hash) from session_of(:hash, make_interval(hours => :idle))")
SESSION_CLOSE = text("select session_close(:hash)")


@dataclass(frozen=True)
class Person:
    """Who a session belongs to; `roles` are pairs of role and area code."""

    id: int
    login: str
    name: str
    roles: tuple[tuple[str, str], ...]


@cache
def hasher() -> PasswordHasher:
    """Return argon2id with the parameters of RFC 9106 for little memory, kept within a small server's means."""
    return PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1)


@cache
def _nobody() -> str:
    """A hash that fits no password, so that an unknown account takes as long as a wrong password."""
    return hasher().hash(secrets.token_urlsafe(TOKEN_BYTES))


@dataclass(frozen=True)
class Found:
    """An account as logging in needs it."""

    id: int
    password_hash: str
    disabled: bool


def find_login(connection: Connection, login: str) -> Found | None:
    """Return the account of `login`, or None."""
    row = connection.execute(LOGIN_OF, {"login": login}).one_or_none()
    return Found(row.id, row.password_hash, row.disabled) if row else None


def fits(found: Found | None, password: str) -> bool:
    """Return whether `password` opens an account; an unknown one takes as long as a wrong password."""
    try:
        hasher().verify(found.password_hash if found else _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return found is not None and not found.disabled


def open_session(session: Session, account_id: int, *, days: int, instead_of: str | None = None) -> str:
    """Open a session for an account and return its token, 256 random bits; only its digest is stored.

    `instead_of`: the token that the same browser held; its session ends, whoever's it was.
    """
    if instead_of:
        close_session(session, instead_of)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    until = datetime.now(UTC) + timedelta(days=days)
    session.execute(SESSION_OPEN, {"hash": digest(token), "person": account_id, "until": until})
    append(session, "session.opened", "account", account_id)
    return token


def person_of(connection: Connection, token: str, *, idle_hours: int) -> Person | None:
    """Return who `token` belongs to, or None when it is unknown, expired, idle too long or the account closed."""
    row = connection.execute(SESSION_OF, {"hash": digest(token), "idle": idle_hours}).one_or_none()
    if row is None:
        return None
    return Person(row.account_id, row.login, row.name, tuple(zip(row.roles, row.areas, strict=True)))


def close_session(session: Session, token: str) -> None:
    """End the session of `token`, if there is one."""
    account_id = session.scalar(SESSION_CLOSE, {"hash": digest(token)})
    if account_id is not None:
        append(session, "session.closed", "account", account_id)


def digest(token: str) -> bytes:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


# The verbs below run as the owner, from the command line.


def create(
    session: Session, login: str, name: str, password: str, roles: Iterable[tuple[str, str]], *, demo: bool = False
) -> int:
    """Create an account with `roles` (pairs of role and area code) and return its id.

    Raises Invalid for a poor password, an unknown role, or half an area code, Conflict for a login that is taken.
    """
    wanted = list(roles)
    if not demo:
        check_password(password, login, administrator=any(r == "administrator" for r, _ in wanted))
    return enrol(session, login, name, hasher().hash(password), wanted)


def enrol(session: Session, login: str, name: str, password_hash: str, roles: Iterable[tuple[str, str]]) -> int:
    """Create an account whose password was hashed before, and return its id.

    Raises Invalid for an unknown role or half an area code, Conflict for a login that is taken.
    """
    wanted = list(roles)
    for role, area in wanted:
        check_role(role, area)
    if session.scalar(select(Account.id).where(Account.login == login)):
        raise Conflict("已经有这个账号了", field="login")
    account = Account(login=login, name=name, password_hash=password_hash)
    session.add(account)
    session.flush()
    session.add_all(AccountRole(account_id=account.id, role=r, area_code=a) for r, a in wanted)
    session.flush()
    append(session, "account.created", "account", account.id, fields=("login", "name", "roles"))
    return account.id


def set_password(session: Session, login: str, password: str) -> None:
    """Give an account a new password; every session of it ends.

    Raises NotFound for an unknown account, Invalid for a poor password.
    """
    account = _account(session, login)
    roles = session.scalars(select(AccountRole.role).where(AccountRole.account_id == account.id))
    check_password(password, login, administrator="administrator" in set(roles))
    account.password_hash = hasher().hash(password)
    session.execute(delete(LoginSession).where(LoginSession.account_id == account.id))
    append(session, "account.password_changed", "account", account.id, fields=("password",))


def disable(session: Session, login: str) -> None:
    """Close an account; every session of it ends with it.

    Raises NotFound for an unknown account.
    """
    account = _account(session, login)
    session.execute(update(Account).where(Account.id == account.id).values(disabled_at=datetime.now(UTC)))
    session.execute(delete(LoginSession).where(LoginSession.account_id == account.id))
    append(session, "account.disabled", "account", account.id)


def _account(session: Session, login: str) -> Account:
    account = session.scalar(select(Account).where(Account.login == login))
    if account is None:
        raise NotFound("没有这个账号")
    return account
