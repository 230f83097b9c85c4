"""What is read of drafts: how far their opinions are, the opinions, the figures."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.cases.domain import Actor
from backend.db import current_context
from backend.digests import queries
from backend.digests.queries import DraftRow, FunnelRow, Moment, OpinionRow, OutcomeRow
from backend.errors import Forbidden, NotFound
from backend.solicitations.model import Solicitation


def drafts(session: Session, *, after: Moment | None, most: int) -> list[DraftRow]:
    """Return the drafts that have opinions or items, newest first."""
    return queries.drafts(session, after=after, most=most)


def frame(session: Session, solicitation_id: UUID) -> tuple[Solicitation, list[OutcomeRow]]:
    """Return a draft and what can come back for it. Raises NotFound."""
    found = queries.draft(session, solicitation_id)
    if found is None:
        raise NotFound("没有找到")
    return found, queries.outcomes(session, found.kind)


def opinions(
    session: Session, solicitation_id: UUID, *, article: UUID | None, which: str, item: UUID | None, free: bool,
    after: Moment | None, most: int,
) -> list[OpinionRow]:  # fmt: skip
    """Return the opinions on a draft, oldest first; see `queries.opinions`. Raises NotFound."""
    frame(session, solicitation_id)
    return queries.opinions(
        session, solicitation_id, article=article, which=which, item=item, free=free, after=after, most=most
    )


def funnel(
    session: Session,
    actor: Actor,
    by: str,
    *,
    solicitation: UUID | None,
    since: datetime | None,
    until: datetime | None,
) -> list[FunnelRow]:
    """Return how many opinions came how far in what the viewer sees. Raises Forbidden for who reads no area and no draft."""
    if actor.id is None or not (current_context(session).areas or queries.in_hand(session)):
        raise Forbidden("您的岗位不能做这一步")
    return queries.funnel(session, by, solicitation=solicitation, since=since, until=until)
