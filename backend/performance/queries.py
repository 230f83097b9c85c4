"""Reading what a deputy has done."""

from __future__ import annotations

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from backend.grid.model import Area
from backend.performance.domain import Entry, Span

DONE = text(
    "select section, id, day, number, title, kind, name, name_en, mark, n from performance_of(:deputy, :since, :until)"
)


def done(session: Session, deputy_id: int, span: Span) -> list[Entry]:
    """Return what a deputy has done in a span; nothing for whom the file is not."""
    return [Entry(*row) for row in session.execute(DONE, {"deputy": deputy_id} | vars(span))]


def area_name(session: Session, code: str) -> str:
    """Return the name of an area."""
    return session.scalar(select(Area.name).where(Area.code == code)) or ""
