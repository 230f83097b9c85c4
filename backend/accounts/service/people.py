"""Accounts, made and closed: the verbs that the command line and the administrators share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from backend.accounts.domain import (
    ADMINISTRATORS,
    Appointment,
    check_password,
    check_role,
    check_term,
    check_together,
    password_for_one_login,
)
from backend.accounts.model import Account, AccountRole, LoginSession
from backend.accounts.service.login import hasher, light_hasher
from backend.audit.service import append
from backend.clock import today
from backend.errors import Conflict, NotFound
from backend.sealing import seal

KEY_ID = 1
HELD_ALREADY, TWO_ADMINISTRATORS = "ZT020", "ZT021"


@dataclass(frozen=True)
class Appointed:
    """A role that was given: its id, and whether it waits for a security administrator."""

    id: int
    waiting: bool


def create(
    session: Session, login: str, name: str, password: str, roles: Iterable[tuple[str, str]], *, demo: bool = False
) -> int:
    """Create an account with `roles` (pairs of role and area code, from today on) and return its id; on the command line.

    Raises Invalid for a poor password, an unknown role, or half an area code, Conflict for a login that is taken or two
    administrators in one.
    """
    wanted = list(roles)
    if not demo:
        check_password(password, login, administrator=any(role in ADMINISTRATORS for role, _ in wanted))
    return enrol(session, login, name, hasher().hash(password), wanted)


def enrol(session: Session, login: str, name: str, password_hash: str, roles: Iterable[tuple[str, str]]) -> int:
    """Create an account whose password was hashed before, and return its id; raises as `create` does."""
    wanted = [Appointment(role, area) for role, area in roles]
    for each in wanted:
        check_role(each.role, each.area)
    return add(session, login, name, password_hash, wanted)


def create_once(
    session: Session,
    login: str,
    name: str,
    roles: Iterable[Appointment],
    *,
    waiting: frozenset[str] = frozenset(),
) -> tuple[int, str]:
    """Create an account with a password for one login; return its id and that password, which is told this once.

    `waiting`: roles that count only once confirmed. Raises as `create` does.
    """
    password = password_for_one_login()
    made = add(
        session,
        login,
        name,
        light_hasher().hash(password),
        roles,
        once=True,
        waiting=waiting,
    )
    return made, password


def add(
    session: Session,
    login: str,
    name: str,
    password_hash: str,
    roles: Iterable[Appointment],
    *,
    once: bool = False,
    waiting: frozenset[str] = frozenset(),
) -> int:
    """Store an account and its roles and return its id. Raises Conflict for a login that is taken, and as `appoint` does."""
    wanted = list(roles)
    check_together(each.role for each in wanted)
    values = {"login": login, "name": name, "password_hash": password_hash, "password_once": once}
    made: int | None = session.scalar(
        upsert(Account).values(values).on_conflict_do_nothing(index_elements=["login"]).returning(Account.id)
    )
    if made is None:
        raise Conflict("已经有这个账号了", field="login")
    append(session, "account.created", "account", made, area=home_of(wanted), fields=("login", "name", "roles"))
    for each in wanted:
        appoint(session, made, each, waiting=waiting)
    return made


def keep_phone(session: Session, account_id: int, phone: str, key: bytes) -> None:
    """Keep the phone number of an account, sealed by `key` for this account alone."""
    sealed = seal(key, KEY_ID, UUID(int=account_id), "phone", phone)
    session.execute(update(Account).where(Account.id == account_id).values(phone_sealed=sealed))


def appoint(
    session: Session, account_id: int, wanted: Appointment, *, waiting: frozenset[str] = frozenset()
) -> Appointed:
    """Give an account a role for a term; the same again is the same. Roles of `waiting` count only once confirmed.

    Raises Invalid for an unknown role, half an area code or a term that ends before it begins, Conflict when the role is held
    there in some of these days already, or another of the three administrators is.
    """
    check_role(wanted.role, wanted.area)
    check_term(wanted.term, today())
    since = wanted.term.since or today()
    same = session.execute(
        select(AccountRole.id, AccountRole.confirmed_at).where(
            AccountRole.account_id == account_id,
            AccountRole.role == wanted.role,
            AccountRole.area_code == wanted.area,
            AccountRole.from_day == since,
            AccountRole.until_day.is_not_distinct_from(wanted.term.until),
        )
    ).first()
    if same:
        return Appointed(same.id, waiting=same.confirmed_at is None)
    values = {
        "account_id": account_id, "role": wanted.role, "area_code": wanted.area, "from_day": since,
        "until_day": wanted.term.until, "confirmed_at": None if wanted.role in waiting else datetime.now(UTC),
    }  # fmt: skip
    try:
        made = session.scalars(insert(AccountRole).values(values).returning(AccountRole.id)).one()
    except DBAPIError as error:
        state = getattr(error.orig, "pgcode", None)
        if state == HELD_ALREADY:
            raise Conflict("这个岗位在这些天里已经担任", field="role") from error
        if state == TWO_ADMINISTRATORS:
            raise Conflict("系统、安全、审计三种管理员要由不同的人担任", field="role") from error
        raise
    append(session, "role.given", "account", account_id, area=wanted.area, fields=(wanted.role,))
    return Appointed(made, waiting=wanted.role in waiting)


def dismiss(session: Session, account_id: int, role_id: int) -> None:
    """End a role with yesterday, so that it counts for nothing from now on; one that has ended stays as it is.

    Raises NotFound when the account has no such role.
    """
    row = session.execute(
        select(AccountRole.role, AccountRole.area_code, AccountRole.from_day, AccountRole.until_day).where(
            AccountRole.account_id == account_id, AccountRole.id == role_id
        )
    ).first()
    if row is None:
        raise NotFound("没有找到")
    last = max(today(), row.from_day) - timedelta(days=1)
    if row.until_day is not None and row.until_day <= last:
        return
    session.execute(update(AccountRole).where(AccountRole.id == role_id).values(until_day=last))
    append(session, "role.ended", "account", account_id, area=row.area_code, fields=(row.role,))


def dismiss_from(session: Session, login: str, role: str, area: str) -> None:
    """End the role that an account holds or is to hold in an area; on the command line. Raises NotFound when it holds none."""
    account_id = id_of(session, login)
    held = session.scalars(
        select(AccountRole.id).where(
            AccountRole.account_id == account_id,
            AccountRole.role == role,
            AccountRole.area_code == area,
            AccountRole.until_day.is_(None) | (AccountRole.until_day >= today()),
        )
    ).all()
    if not held:
        raise NotFound("没有找到")
    for role_id in held:
        dismiss(session, account_id, role_id)


def set_password(session: Session, login: str, password: str) -> None:
    """Give an account a new password; every session of it ends; on the command line.

    Raises NotFound for an unknown account, Invalid for a poor password.
    """
    account_id = id_of(session, login)
    roles = session.scalars(select(AccountRole.role).where(AccountRole.account_id == account_id))
    check_password(password, login, administrator=bool(ADMINISTRATORS & set(roles)))
    changed = {"password_hash": hasher().hash(password), "password_once": False}
    session.execute(update(Account).where(Account.id == account_id).values(changed))
    session.execute(delete(LoginSession).where(LoginSession.account_id == account_id))
    append(session, "account.password_changed", "account", account_id, fields=("password",))


def disable(session: Session, login: str) -> None:
    """Close an account; every session of it ends with it; on the command line.

    Raises NotFound for an unknown account.
    """
    account_id = id_of(session, login)
    session.execute(update(Account).where(Account.id == account_id).values(disabled_at=datetime.now(UTC)))
    session.execute(delete(LoginSession).where(LoginSession.account_id == account_id))
    append(session, "account.disabled", "account", account_id)


def id_of(session: Session, login: str) -> int:
    """Return the id of the account `login`. Raises NotFound."""
    found = session.scalar(select(Account.id).where(Account.login == login))
    if found is None:
        raise NotFound("没有这个账号")
    return found


def home_of(roles: Iterable[Appointment]) -> str | None:
    """Return the area whose record tells of an account: the first of its roles'."""
    return min((each.area for each in roles), default=None)
