"""Who acts for a body."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.model import Account
from backend.audit.service import append
from backend.bodies.model import Body, BodyMember
from backend.errors import Invalid, NotFound


def appoint(session: Session, login: str, code: str, *, since: date, until: date | None = None, duty: str = "") -> None:
    """Let an account act for the body `code` from `since` to `until`, both counted; None: until further notice.

    `duty`: what they do there. Of a term that begins on the same day only the end and the duty change. Run as the owner.
    Raises NotFound for an unknown account or body, Invalid (field `until`) for a term that ends before it begins.
    """
    account = session.scalar(select(Account.id).where(Account.login == login))
    if account is None:
        raise NotFound("没有这个账号")
    body = session.scalar(select(Body.id).where(Body.code == code))
    if body is None:
        raise NotFound("没有这个单位")
    if until and until < since:
        raise Invalid("止期不能早于起期", field="until")
    session.merge(BodyMember(body_id=body, account_id=account, from_day=since, until_day=until, duty=duty))
    session.flush()
    append(session, "body.appointed", "account", account, fields=("body", "from_day", "until_day", "duty"))
