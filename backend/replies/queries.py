"""Reading and adding versions of templates; an office has a few dozen."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import Session

from backend.replies.domain import Template, Wording
from backend.replies.model import ReplyTemplate

STANDING = (
    select(ReplyTemplate).ext(distinct_on(ReplyTemplate.id)).order_by(ReplyTemplate.id, ReplyTemplate.version.desc())
)


def templates(session: Session) -> list[Template]:
    """Return the last version of each template the viewer may read, the shipped ones first."""
    found = [_template(row) for row in session.scalars(STANDING)]
    return sorted(found, key=lambda each: (each.says.area_code or "", each.says.kind, each.says.title, each.id))


def one(session: Session, template_id: UUID) -> Template | None:
    """Return the last version of a template, None when there is none for this viewer to read."""
    row = session.scalar(STANDING.where(ReplyTemplate.id == template_id))
    return _template(row) if row else None


def add(session: Session, template_id: UUID, version: int, says: Wording, actor: int) -> bool:
    """Store a version; False when there is one of this number already."""
    row = insert(ReplyTemplate).values(id=template_id, version=version, actor_id=actor, **vars(says))
    stored = session.execute(row.on_conflict_do_nothing().returning(ReplyTemplate.version))
    return stored.one_or_none() is not None


def _template(row: ReplyTemplate) -> Template:
    return Template(row.id, row.version, Wording(row.area_code, row.kind, row.title, row.body, row.disabled))
