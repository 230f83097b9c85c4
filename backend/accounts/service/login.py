"""Logging in and out, and who a token belongs to."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from backend.audit.service import append
from backend.db import Database, Prepared

TOKEN_BYTES = 32
LOGIN_OF = text("select * from login_of(:login)")
SESSION_OPEN = text("select session_open(:hash, :person, :until, :device)")
SESSION_OF = Prepared(
    "zhitong_session",
    "select account_id, login, name, session_id, once, factor, roles, areas, untils from session_of(:hash,"
    " make_interval(hours => :idle), :watched, make_interval(mins => :sooner))",
    hash="bytea", idle="integer", watched="text[]", sooner="integer",
)  # fmt: skip
SESSION_CLOSE = text("select session_close(:hash)")


@dataclass(frozen=True)
class Person:
    """Who a session belongs to.

    `roles`: role, area code and last day (None: open) of those that count today. `once`: the password was given by somebody
    else; `factor`: codes by the clock are asked for. `session`: the name of the session on the wire.
    """

    id: int
    login: str
    name: str
    roles: tuple[tuple[str, str, date | None], ...]
    session: UUID
    once: bool
    factor: bool

    def needs(self, privileged: frozenset[str]) -> str | None:
        """Return what must be done before anything else: `password`, `second_factor` (for `privileged` roles), or None."""
        if self.once:
            return "password"
        held = {role for role, _, _ in self.roles}
        return "second_factor" if held & privileged and not self.factor else None


@cache
def hasher() -> PasswordHasher:
    """Return argon2id with the parameters of RFC 9106 for little memory, kept within a small server's means."""
    return PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1)


@cache
def light_hasher() -> PasswordHasher:
    """Return argon2id for passwords of 79 random bits, which nobody guesses: a list of hundreds is made in seconds."""
    return PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)


@cache
def _nobody() -> str:
    """A hash that fits no password, so that an unknown account takes as long as a wrong password."""
    return hasher().hash(secrets.token_urlsafe(TOKEN_BYTES))


@dataclass(frozen=True)
class Found:
    """An account as logging in needs it.

    `secret_sealed`, `last_step`: its second factor, None without one. `home`: the first of the areas it works in. `roles`:
    those that count today.
    """

    id: int
    password_hash: str
    disabled: bool
    secret_sealed: bytes | None = None
    last_step: int = 0
    home: str | None = None
    roles: tuple[str, ...] = ()


def find_login(connection: Connection, login: str) -> Found | None:
    """Return the account of `login`, or None."""
    row = connection.execute(LOGIN_OF, {"login": login}).one_or_none()
    if row is None:
        return None
    sealed = None if row.secret_sealed is None else bytes(row.secret_sealed)
    return Found(row.id, row.password_hash, row.disabled, sealed, row.last_step or 0, row.home, tuple(row.roles))


def fits(found: Found | None, password: str) -> bool:
    """Return whether `password` opens an account; an unknown one takes as long as a wrong password.

    A password for one login has a light hash: what that one saves is spent on nobody's, so that it is not told by the time.
    """
    known = found.password_hash if found else _nobody()
    good = _verifies(known, password)
    if _is_light(known):
        _verifies(_nobody(), password)
    return good and found is not None and not found.disabled


def _is_light(known: str) -> bool:
    try:
        return not light_hasher().check_needs_rehash(known)
    except InvalidHashError:
        return False


def _verifies(known: str, password: str) -> bool:
    try:
        return hasher().verify(known, password)
    except (VerificationError, InvalidHashError):
        return False


def open_session(
    session: Session,
    account_id: int,
    *,
    days: int,
    instead_of: str | None = None,
    device: str = "",
    home: str | None = None,
) -> str:
    """Open a session for an account and return its token, 256 random bits; only its digest is stored.

    `instead_of`: the token that the same browser held; its session ends, whoever's it was. `device`: its kind in words;
    `home`: the area whose record tells of it.
    """
    if instead_of:
        close_session(session, instead_of)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    until = datetime.now(UTC) + timedelta(days=days)
    session.execute(SESSION_OPEN, {"hash": digest(token), "person": account_id, "until": until, "device": device})
    append(session, "session.opened", "account", account_id, area=home)
    return token


def person_of(
    database: Database, token: str, *, idle_hours: int, watched: frozenset[str] = frozenset(), sooner: int = 0
) -> Person | None:
    """Return who `token` belongs to, or None when it is unknown, expired, idle too long or the account closed.

    `watched`: roles whose sessions end after `sooner` minutes without a request.
    """
    asked = {"hash": digest(token), "idle": idle_hours, "watched": sorted(watched), "sooner": sooner}
    found = database.ask([SESSION_OF], SESSION_OF.call, asked)
    if not found:
        return None
    account_id, login, name, session_id, once, factor, roles, areas, untils = found[0]
    held = tuple(zip(roles, areas, untils, strict=True))
    return Person(account_id, login, name, held, UUID(str(session_id)), once, factor)


def close_session(session: Session, token: str) -> None:
    """End the session of `token`, if there is one."""
    account_id = session.scalar(SESSION_CLOSE, {"hash": digest(token)})
    if account_id is not None:
        append(session, "session.closed", "account", account_id)


def digest(token: str) -> bytes:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
