"""What system and security administrators may do with the accounts of their area; nobody does it to the own account."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, text, update
from sqlalchemy.orm import Session

from backend.accounts.domain import Appointment, HeldRole, Listed, password_for_one_login, state_of
from backend.accounts.domain.kinds import Profile
from backend.accounts.model import Account, AccountRole, SecondFactor
from backend.accounts.service import factor, links, people, profiles
from backend.accounts.service.login import light_hasher
from backend.accounts.service.sessions import end_sessions
from backend.audit.service import append
from backend.clock import today
from backend.db import current_context, past
from backend.errors import Forbidden, Invalid, NotFound
from backend.plain import holding


@dataclass(frozen=True)
class Wanted:
    """Which accounts of a list: whose name or login holds `words`, who holds `role`, is of a `kind`, is locked, or waits."""

    words: str = ""
    role: str | None = None
    kind: str | None = None
    locked: bool = False
    waiting: bool = False


EVERYBODY = Wanted()
BEYOND = text("select account_beyond(:person)")


def listing(
    session: Session, *, after: str = "", most: int = 50, only: int | None = None, wanted: Wanted = EVERYBODY
) -> list[Listed]:
    """Return accounts with a role in the areas of who asks, by login, those after the login `after`; `only`: this id alone."""
    areas = current_context(session).people_areas
    if not areas:
        return []
    within = select(AccountRole.account_id).where(
        AccountRole.area_code >= min(areas), AccountRole.area_code < past(areas)
    )
    which = [Account.id == only] if only is not None else [Account.login > after, *_narrowed(wanted)]
    if wanted.role:
        within = within.where(AccountRole.role == wanted.role, _counts_or_comes())
    if wanted.waiting:
        within = within.where(AccountRole.confirmed_at.is_(None), _counts_or_comes())
    rows = session.execute(
        select(
            Account.id,
            Account.login,
            Account.name,
            Account.created_at,
            Account.locked_at,
            Account.disabled_at,
            Account.password_once,
            Account.kinds,
            Account.speciality,
            Account.languages,
            SecondFactor.confirmed_at.label("second"),
        )
        .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
        .where(Account.id.in_(within), *which)
        .order_by(Account.login)
        .limit(most)
    ).all()
    roles = _roles_of(session, [row.id for row in rows])
    return [_listed(row, roles) for row in rows]


def shown(session: Session, account_id: int) -> Listed:
    """Return one account of the areas of who asks. Raises NotFound."""
    found = listing(session, only=account_id)
    if not found:
        raise NotFound("没有找到")
    return found[0]


def make(
    session: Session, login: str, name: str, roles: Sequence[Appointment], privileged: frozenset[str]
) -> tuple[Listed, str]:
    """Make an account with roles in one's areas; return it and its password for one login.

    Roles of `privileged` wait for a security administrator. Raises Invalid, Conflict as `people.create` does, Forbidden for
    an area that is not one's own.
    """
    for each in roles:
        _own_area(session, each.area)
    made, password = people.create_once(session, login, name, roles, waiting=privileged)
    return shown(session, made), password


def give_role(session: Session, account_id: int, wanted: Appointment, privileged: frozenset[str]) -> Listed:
    """Give somebody a role in one's areas; one of `privileged` waits for a security administrator."""
    shown(session, account_id)
    _not_oneself(session, account_id)
    _own_area(session, wanted.area)
    people.appoint(session, account_id, wanted, waiting=privileged)
    return shown(session, account_id)


def end_role(session: Session, account_id: int, role_id: int) -> Listed:
    """End a role in one's areas. Raises NotFound when the account has no such role there."""
    shown(session, account_id)
    _not_oneself(session, account_id)
    people.dismiss(session, account_id, role_id)
    return shown(session, account_id)


def confirm_role(session: Session, account_id: int, role_id: int) -> Listed:
    """Let a privileged role take effect; one that is confirmed stays so. Raises NotFound when there is no such role."""
    _not_oneself(session, account_id)
    row = session.execute(
        select(AccountRole.role, AccountRole.area_code, AccountRole.confirmed_at).where(
            AccountRole.account_id == account_id, AccountRole.id == role_id
        )
    ).first()
    if row is None:
        raise NotFound("没有找到")
    if row.confirmed_at is None:
        session.execute(update(AccountRole).where(AccountRole.id == role_id).values(confirmed_at=datetime.now(UTC)))
        append(session, "role.confirmed", "account", account_id, area=row.area_code, fields=(row.role,))
    return shown(session, account_id)


def set_lock(session: Session, account_id: int, *, locked: bool) -> Listed:
    """Shut an account, whose sessions end with it, or open it again."""
    found = _judged(session, account_id)
    if found.locked != locked:
        at = datetime.now(UTC) if locked else None
        session.execute(update(Account).where(Account.id == account_id).values(locked_at=at))
        append(session, "account.locked" if locked else "account.unlocked", "account", account_id, area=_home(found))
    if locked:
        end_sessions(session, account_id, area=_home(found))
    return shown(session, account_id)


def end_all_sessions(session: Session, account_id: int) -> None:
    """End every session of somebody."""
    found = _judged(session, account_id)
    end_sessions(session, account_id, area=_home(found))
    links.end_links(session, account_id)


def reset_password(session: Session, account_id: int, privileged: frozenset[str]) -> str:
    """Give somebody a password for one login and return it; every session of the account ends.

    Who holds one of `privileged` is reset by a security administrator, everybody else by a system administrator, so that
    who makes accounts cannot walk into those that watch over them. Raises Forbidden.
    """
    found = _judged(session, account_id)
    _whose_matter(session, found, privileged)
    password = password_for_one_login()
    changed = {"password_hash": light_hasher().hash(password), "password_once": True}
    session.execute(update(Account).where(Account.id == account_id).values(changed))
    append(session, "account.password_reset", "account", account_id, area=_home(found), fields=("password",))
    end_sessions(session, account_id, area=_home(found))
    return password


def keep_profile(session: Session, account_id: int, profile: Profile) -> Listed:
    """Keep what kind of person somebody is."""
    found = shown(session, account_id)
    _not_oneself(session, account_id)
    profiles.keep(session, account_id, profile)
    append(
        session,
        "account.described",
        "account",
        account_id,
        area=_home(found),
        fields=("kinds", "speciality", "languages"),
    )
    return shown(session, account_id)


def set_phone(session: Session, account_id: int, phone: str, key: bytes, privileged: frozenset[str]) -> None:
    """Keep the phone number of an account, or none: links to log in go there. Whose matter it is, is as with `reset_password`."""
    found = _judged(session, account_id)
    _whose_matter(session, found, privileged)
    if phone:
        people.keep_phone(session, account_id, phone, key)
    else:
        session.execute(update(Account).where(Account.id == account_id).values(phone_sealed=None))
    append(session, "account.phone_changed", "account", account_id, area=_home(found), fields=("phone",))


def end_second_factor(session: Session, account_id: int, privileged: frozenset[str]) -> Listed:
    """Take the second factor from somebody who has lost it. Raises Forbidden for who holds one of `privileged`."""
    found = _judged(session, account_id)
    if _holds(found, privileged):
        raise Forbidden("有重要岗位的账号，两步验证只能在服务器上用命令行解除")
    factor.end(session, account_id, area=_home(found))
    return shown(session, account_id)


def _judged(session: Session, account_id: int) -> Listed:
    """Return an account that is one's own to judge: somebody else's, with all its roles in one's areas."""
    found = shown(session, account_id)
    _not_oneself(session, account_id)
    if session.scalar(BEYOND, {"person": account_id}):
        raise Forbidden("这个人在您的辖区之外也有岗位，请上级管理员来做")
    return found


def _whose_matter(session: Session, found: Listed, privileged: frozenset[str]) -> None:
    of_security = "security_administrator" in current_context(session).role_names
    if _holds(found, privileged) != of_security:
        raise Forbidden("有重要岗位的账号由安全管理员重置密码，其他账号由系统管理员重置")


def _not_oneself(session: Session, account_id: int) -> None:
    if current_context(session).viewer == account_id:
        raise Forbidden("不能对自己的账号做这一步，请另一位管理员来做")


def _own_area(session: Session, area: str) -> None:
    if not any(area.startswith(prefix) for prefix in current_context(session).people_areas):
        raise Invalid("这个区划不在您的辖区里：{area}", field="area", area=area)


def _holds(found: Listed, roles: Iterable[str]) -> bool:
    return any(each.role in roles for each in found.roles if each.state != "ended")


def _home(found: Listed) -> str | None:
    return min((each.area for each in found.roles if each.state != "ended"), default=None) or min(
        (each.area for each in found.roles), default=None
    )


def _roles_of(session: Session, ids: Sequence[int]) -> dict[int, list[HeldRole]]:
    held: dict[int, list[HeldRole]] = {}
    rows = session.scalars(
        select(AccountRole).where(AccountRole.account_id.in_(ids)).order_by(AccountRole.from_day, AccountRole.id),
        execution_options={"populate_existing": True},
    )
    for row in rows:
        one = HeldRole(
            row.id,
            row.role,
            row.area_code,
            row.from_day,
            row.until_day,
            state_of(row.from_day, row.until_day, today(), confirmed=row.confirmed_at is not None),
        )
        held.setdefault(row.account_id, []).append(one)
    return held


def _listed(row: Any, roles: dict[int, list[HeldRole]]) -> Listed:
    return Listed(
        row.id,
        row.login,
        row.name,
        row.created_at,
        row.locked_at is not None,
        row.disabled_at is not None,
        row.password_once,
        row.second is not None,
        tuple(roles.get(row.id, ())),
        Profile(tuple(row.kinds), row.speciality, tuple(row.languages)),
    )


def _counts_or_comes() -> ColumnElement[bool]:
    return AccountRole.until_day.is_(None) | (AccountRole.until_day >= func.greatest(AccountRole.from_day, today()))


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.words:
        like = holding(wanted.words)
        found.append(Account.name.ilike(like) | Account.login.ilike(like))
    if wanted.kind:
        found.append(Account.kinds.contains([wanted.kind]))
    if wanted.locked:
        found.append(Account.locked_at.is_not(None))
    return found
