"""Putting a deputy's performance file together, and who may read it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.clock import today
from backend.commitments.domain import Keeper
from backend.deputies import service as deputies
from backend.errors import NotFound
from backend.performance import queries
from backend.performance.domain import CONGRESS, Performance, Span


def read(session: Session, deputy_id: int, who: Keeper, span: Span) -> Performance:
    """Return a deputy's file of a span: to the deputy, and to the congress of the deputy's area.

    Raises NotFound for everybody else, as for a deputy who does not exist.
    """
    one = deputies.get(session, deputy_id)
    if one is None or not (one.account_id == who.id or _congress(who, one.area_code)):
        raise NotFound("没有找到")
    return Performance(one, queries.area_name(session, one.area_code), span, queries.done(session, one.id, span))


def own(session: Session, who: Keeper, span: Span) -> Performance:
    """Return the viewer's own file. Raises NotFound for who is no deputy in office."""
    one = deputies.of_account(session, who.id, today())
    if one is None:
        raise NotFound("没有找到")
    return read(session, one.id, who, span)


def taken(session: Session, deputy_id: int, who: Keeper, span: Span) -> Performance:
    """Return a file that leaves the house; that it did goes into the record. Raises as `read`."""
    file = read(session, deputy_id, who, span)
    audit.append(session, "performance.taken", "deputy", deputy_id, area=file.deputy.area_code)
    return file


def _congress(who: Keeper, area: str) -> bool:
    return any(role == CONGRESS and area.startswith(prefix) for role, prefix in who.roles)
