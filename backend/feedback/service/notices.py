"""A person's messages inside the product."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.errors import NotFound
from backend.feedback import queries
from backend.feedback.queries import NoticeView
from backend.feedback.service.sheets import announce

READ = text("select * from notice_read(:id, :person)")


def inbox(
    session: Session, person: int, *, before: tuple[datetime, UUID] | None, unread: bool, most: int
) -> list[NoticeView]:
    """Return the messages of `person`, newest first, at most `most`; `before`: time and id of the last one read."""
    return queries.notices(session, person, before=before, unread=unread, most=most)


def mark_read(session: Session, notice_id: UUID, person: int) -> None:
    """Note that `person` has read a message; of a feedback sheet this is what its inbox rung waits for.

    Raises NotFound when there is no such message of theirs.
    """
    row = session.execute(READ, {"id": notice_id, "person": person}).one_or_none()
    if row is None:
        raise NotFound("没有找到")
    audit.append(session, "notice.read", "notice", notice_id, area=row.area_code)
    if row.subject_id is not None:
        announce(session, row.subject_kind, row.subject_id, row.area_code, row.sheet_id)
