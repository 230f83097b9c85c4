"""Issuing a link, taking it back, opening it on one device, acting by it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases import service as cases
from backend.cases.domain import OVER, Actor
from backend.cases.queries import CaseFile
from backend.db import Context
from backend.errors import Conflict, Forbidden, NotFound
from backend.links import queries
from backend.links.domain import BY_LINK, DEAD, Link, Opened, digest_of_device, digest_of_token, token_of


def issue(session: Session, case_id: UUID, link_id: UUID, days: int, actor: Actor, key: bytes) -> tuple[Link, str]:
    """Issue a link of `days` days to whoever handles a case for the body that has it; return it and its token.

    The same again answers as the first time. Raises NotFound, Forbidden for who could not have given it to that body,
    Conflict when nobody has it in hand or the id is taken.
    """
    seat, known = _seat(session, case_id, actor)
    head = cases.head_of(session, case_id)
    if seat is None or head.state in OVER:
        raise Conflict("这件事现在不在承办单位手里", code="nobodys")
    token = token_of(key, link_id)
    new = {
        "id": link_id, "case_id": case_id, "body_id": seat.body_id, "role": seat.role, "version": seat.version,
        "token_hash": digest_of_token(token), "issued_by": known.id, "issued_name": known.name, "days": days,
        "area_code": head.area_code, "hidden": head.hidden,
    }  # fmt: skip
    if queries.issue(session, new):
        audit.append(session, "link.issued", "case", case_id, area=head.area_code, fields=("body", "expires_at"))
    elif not queries.issued(session, new):
        raise Conflict("这个编号已经用过，内容不同", field="id", code="id_taken")
    return queries.links(session, case_id, link_id)[0], token


def listed(session: Session, case_id: UUID, actor: Actor) -> list[Link]:
    """Return the links of a case, newest first.

    Raises NotFound when there is no such case for this person.
    """
    cases.meet(session, case_id, actor)
    cases.head_of(session, case_id)
    return queries.links(session, case_id)


def revoke(session: Session, case_id: UUID, link_id: UUID, actor: Actor) -> None:
    """Take a link back; one that was taken back stays so.

    Raises NotFound, Forbidden for who neither issued it nor could have.
    """
    cases.meet(session, case_id, actor)
    head = cases.head_of(session, case_id)
    there = queries.links(session, case_id, link_id)
    if not there:
        raise NotFound("没有找到")
    if there[0].revoked_at:
        return
    if not queries.revoke(session, case_id, link_id):
        raise Forbidden("您的岗位不能做这一步")
    audit.append(session, "link.revoked", "case", case_id, area=head.area_code)


def trade(session: Session, token: str, device: str) -> Opened:
    """Let the device that comes first hold the link of `token`; it may come again.

    Raises NotFound for a token that is none, Forbidden when the link opens nothing any more, Conflict for a second device.
    """
    digest = digest_of_token(token)
    link = queries.found(session, digest)
    if link is None:
        raise NotFound("链接不完整或不对，请从收到的消息里重新打开", field="token", code="no_such_link")
    _alive(link)
    mine = digest_of_device(device, link.id)
    if link.device_hash != mine and (link.device_hash or not queries.bound(session, digest, mine)):
        raise Conflict("这个链接已在另一台设备上打开，请联系发链接给您的人重发", field="token", code="other_device")
    if link.device_hash is None:
        audit.append(session, "link.opened", "case", link.case_id, area=link.area_code)
    return link


def held(connection: Connection, link_id: UUID, device: str) -> Opened:
    """Return the link that a device holds.

    Raises NotFound when it holds no such link, Forbidden when that opens nothing any more.
    """
    link = queries.of_device(connection, digest_of_device(device, link_id))
    if link is None:
        raise NotFound("请从收到的消息里重新打开链接", code="no_link")
    _alive(link)
    return link


def context_of(link: Opened) -> Context:
    """Return the context of who acts by a link: its one case, no account."""
    return Context(link=link.device_hash)


def read(session: Session, link: Opened) -> CaseFile:
    """Return the case of a link as the database shows it to the link."""
    return cases.read(session, link.case_id, handler(link))


def move(
    session: Session, link: Opened, to: str, *, version: int, row: str | None, reason: str, evidence: Mapping[str, str]
) -> CaseFile:
    """Make one move of the body's at the case of a link; see `cases.move`."""
    return cases.move(
        session, link.case_id, handler(link), to, version=version, row=row, reason=reason, evidence=evidence
    )


def handler(link: Opened) -> Actor:
    """Return who acts by a link: nobody with an account, in the role of the body at this one case."""
    return Actor(None, BY_LINK.format(name=link.body_name), (), seats=frozenset({link.role}), linked=True)


def _alive(link: Opened) -> None:
    if link.state in DEAD:
        raise Forbidden(DEAD[link.state], code=f"link_{link.state}")


def _seat(session: Session, case_id: UUID, actor: Actor) -> tuple[queries.Seat | None, Actor]:
    known = cases.meet(session, case_id, actor)
    head = cases.head_of(session, case_id)
    seat = queries.handler_seat(session, case_id)
    if seat and not set(seat.given_by) & (known.roles_at(head.area_code) | known.seats):
        raise Forbidden("您的岗位不能做这一步")
    return seat, known
