"""Following a draft: its follower is told when opinions are taken, when that ends and when the answer is there."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.errors import NotFound
from backend.solicitations import queries
from backend.solicitations.model import DraftFollow


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
