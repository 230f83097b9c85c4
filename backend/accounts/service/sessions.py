"""A person's own sessions and password."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from backend.accounts.domain import Opened, check_password
from backend.accounts.model import Account, LoginSession
from backend.accounts.service.login import hasher
from backend.audit.service import append
from backend.errors import Invalid, NotFound


def sessions_of(session: Session, account_id: int, this: UUID | None) -> list[Opened]:
    """Return the sessions of an account that have not expired, the one last seen first."""
    rows = session.execute(
        select(LoginSession.id, LoginSession.created_at, LoginSession.seen_at, LoginSession.device)
        .where(LoginSession.account_id == account_id, LoginSession.expires_at > func.now())
        .order_by(LoginSession.seen_at.desc(), LoginSession.id)
    )
    return [Opened(row.id, row.created_at, row.seen_at, row.device, row.id == this) for row in rows]


def end_session(session: Session, account_id: int, which: UUID) -> None:
    """End one session of an account. Raises NotFound when there is none of that name."""
    gone = session.execute(
        delete(LoginSession)
        .where(LoginSession.account_id == account_id, LoginSession.id == which)
        .returning(LoginSession.id)
    )
    if gone.first() is None:
        raise NotFound("没有找到")
    append(session, "session.ended", "account", account_id)


def end_sessions(session: Session, account_id: int, *, keep: UUID | None = None, area: str | None = None) -> int:
    """End the sessions of an account, all but `keep`; return how many."""
    kept = LoginSession.id != keep if keep else LoginSession.id.is_not(None)
    gone = session.execute(
        delete(LoginSession).where(LoginSession.account_id == account_id, kept).returning(LoginSession.id)
    ).all()
    if gone:
        append(session, "session.ended", "account", account_id, area=area)
    return len(gone)


def change_password(
    session: Session, account_id: int, login: str, password: str, *, old: str, long: bool, keep: UUID | None
) -> None:
    """Give oneself a new password; all sessions but `keep` end. `long`: the longer rule of privileged roles.

    Raises Invalid (field `new`) for a poor one, or the old one again.
    """
    if password == old:
        raise Invalid("新密码要与旧密码不同", field="new")
    try:
        check_password(password, login, administrator=long)
    except Invalid as poor:
        raise Invalid(poor.title, field="new", **poor.params) from poor
    changed = {"password_hash": hasher().hash(password), "password_once": False}
    session.execute(update(Account).where(Account.id == account_id).values(changed))
    append(session, "account.password_changed", "account", account_id, fields=("password",))
    end_sessions(session, account_id, keep=keep)
