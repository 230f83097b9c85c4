"""Following a draft: with an account, or by a browser alone.

Who follows is told when opinions are taken, when there is a new version, when the time is over and when the answer is there. Whoever has
said something on it and follows that receipt with a browser follows the draft as well.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.errors import Conflict, NotFound
from backend.feedback import service as feedback
from backend.settings import Settings
from backend.solicitations import queries
from backend.solicitations.domain import OVER
from backend.solicitations.model import DraftFollow

# So many browsers follow one draft without an account; more would be a machine.
MOST_BROWSERS = 20_000
FOLLOWERS = text("select follow_id, language from draft_followers(:draft)")


def followers(session: Session, solicitation_id: UUID) -> list[tuple[UUID, str]]:
    """Return which browsers are told of a draft, and the language of each; the worker's only."""
    return [(row.follow_id, row.language) for row in session.execute(FOLLOWERS, {"draft": solicitation_id})]


def follow(session: Session, solicitation_id: UUID, person: int, *, on: bool) -> None:
    """Let a person follow a draft, or no longer. May be repeated. Raises NotFound."""
    found = queries.one(session, solicitation_id)
    if found is None:
        raise NotFound("没有找到")
    if on:
        row = {"solicitation_id": solicitation_id, "account_id": person}
        session.execute(upsert(DraftFollow).values(**row).on_conflict_do_nothing())
    else:
        own = (DraftFollow.solicitation_id == solicitation_id, DraftFollow.account_id == person)
        session.execute(delete(DraftFollow).where(*own))
    action = "draft.followed" if on else "draft.unfollowed"
    audit.append(session, action, "solicitation", solicitation_id, area=found.area_code)


def subscribe(
    session: Session, solicitation_id: UUID, settings: Settings, *, endpoint: str, p256dh: str, auth: str
) -> UUID:
    """Let a browser follow a draft, whoever holds it; return the id by which that can be ended. The same again gives the same id.

    Raises NotFound, Invalid (fields `endpoint`, `keys`), Conflict once it is over, or when too many browsers follow already.
    """
    found = queries.one(session, solicitation_id)
    if found is None:
        raise NotFound("没有找到")
    if found.state in OVER:
        raise Conflict("已经结束，不会再有新进展", code="over")
    return feedback.follow(
        session, settings, endpoint=endpoint, p256dh=p256dh, auth=auth, report=solicitation_id,
        most=MOST_BROWSERS,
    )  # fmt: skip


def unsubscribe(session: Session, solicitation_id: UUID, follow_id: UUID) -> None:
    """End what `subscribe` began. Raises NotFound."""
    feedback.unfollow(session, follow_id, report=solicitation_id)
