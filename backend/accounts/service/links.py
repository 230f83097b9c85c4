"""Logging in by a short message: a link that is asked for, sent to the account's phone, and traded once on the device that asked."""

from __future__ import annotations

import hmac
from uuid import UUID, uuid4

from sqlalchemy import Connection, text, update
from sqlalchemy.orm import Session

from backend.accounts.domain.links import DEAD, kept, token_of
from backend.accounts.model import LoginLink
from backend.audit.service import append
from backend.errors import Conflict, Forbidden, NotFound
from backend.jobs import service as jobs
from backend.sealing import unseal

ASK = text("select login_link_ask(:login, :link, :token, :device)")
OF = text("select * from login_link_of(:token)")
USE = text("select login_link_use(:token)")
DUE = text("select * from login_link_due(:link)")
SENT = text("select login_link_sent(:link)")


def ask(session: Session, login: str, device: str, key: bytes) -> None:
    """Make a link for the account `login`, bound to `device`, and have it sent; the same work where there is no such account."""
    link = uuid4()
    session.execute(ASK, {"login": login, "link": link, "token": kept(token_of(key, link)), "device": kept(device)})
    jobs.defer(session, "accounts.send_link", link=str(link))
    # the link and not the account: whether there is one, the record does not tell either
    append(session, "login.link_asked", "login_link", link)


def find(connection: Connection, token: str, device: str) -> str:
    """Return the login of the account that `token` opens on this device; it stays unused.

    Raises NotFound for a token that is none, Conflict on another device, Forbidden when it opens nothing any more.
    """
    row = connection.execute(OF, {"token": kept(token)}).one_or_none()
    if row is None:
        raise NotFound("链接不完整或不对，请从短信里重新打开", field="token", code="no_such_link")
    if not hmac.compare_digest(bytes(row.device_hash), kept(device)):
        raise Conflict("请在申请链接的那台设备、那个浏览器上打开", field="token", code="other_device")
    if row.state in DEAD:
        raise Forbidden(DEAD[row.state], field="token", code=f"link_{row.state}")
    return str(row.login)


def use(session: Session, token: str) -> None:
    """Use a link up. Raises Forbidden when somebody else was first, or it has ended meanwhile."""
    if session.scalar(USE, {"token": kept(token)}) is None:
        raise Forbidden(DEAD["used"], field="token", code="link_used")


def end_links(session: Session, account_id: int) -> None:
    """Let the links of an account that are on their way open nothing."""
    on_their_way = (LoginLink.account_id == account_id, LoginLink.used_at.is_(None), LoginLink.revoked_at.is_(None))
    session.execute(update(LoginLink).where(*on_their_way).values(revoked_at=text("now()")))


def due(session: Session, link: UUID, contact_key: bytes) -> str | None:
    """Return the phone number a link goes to, None when there is nothing (left) to send; for the errand alone."""
    row = session.execute(DUE, {"link": link}).one_or_none()
    if row is None:
        return None
    return unseal(contact_key, UUID(int=row.account_id), "phone", bytes(row.phone_sealed))


def sent(session: Session, link: UUID) -> None:
    """Note that the gateway has taken a link."""
    session.execute(SENT, {"link": link})
