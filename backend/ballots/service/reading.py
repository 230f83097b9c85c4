"""Reading ballots, and who somebody is in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.ballots import queries
from backend.ballots.domain import State
from backend.ballots.queries import Head, View, is_clerk
from backend.cases.domain import Actor
from backend.errors import Forbidden, NotFound, Stale


@dataclass(frozen=True)
class Published:
    """A result as everybody sees it; `trackers`: the receipts of the votes that were in the box."""

    view: View
    trackers: Sequence[str]


def read(session: Session, ballot_id: UUID) -> View:
    """Return a ballot. Raises NotFound when there is none for this viewer."""
    found = queries.one(session, ballot_id)
    if found is None:
        raise NotFound("没有找到")
    return found


def listed(session: Session, *, last: tuple[datetime, UUID] | None, most: int) -> list[Head]:
    """Return the ballots this viewer sees, newest first."""
    return queries.listed(session, last=last, most=most)


def published(session: Session, ballot_id: UUID) -> Published:
    """Return a published result. Raises NotFound when there is none."""
    found = queries.one(session, ballot_id)
    if found is None or found.head.state != State.PUBLISHED:
        raise NotFound("没有找到")
    return Published(found, queries.trackers(session, ballot_id))


def of_subject(session: Session, subject_id: UUID) -> list[Head]:
    """Return the published ballots in which something stood, newest first."""
    return queries.of_subject(session, subject_id)


def as_clerk(session: Session, ballot_id: UUID, actor: Actor, version: int | None = None) -> View:
    """Return a ballot that this person runs, locked, at the version they had read.

    Raises NotFound, Forbidden, Stale.
    """
    queries.lock(session, ballot_id)
    found = read(session, ballot_id)
    if not is_clerk(found.head, actor):
        raise Forbidden("您的岗位不能做这一步")
    if version is not None and found.head.version != version:
        raise Stale("别人刚改过，请重新读取", field="If-Match")
    return found


def as_teller(session: Session, ballot_id: UUID, actor: Actor) -> View:
    """Return a ballot that this person counts, locked. Raises NotFound, Forbidden."""
    queries.lock(session, ballot_id)
    found = read(session, ballot_id)
    if not any(each.account_id == actor.id for each in found.tellers):
        raise Forbidden("只有这次票决的计票人能做这一步")
    return found
