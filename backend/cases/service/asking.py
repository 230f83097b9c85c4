"""Asking for more: everybody whose report a case holds is told, and the worker who filed one may answer from the phone."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from backend.cases import queries
from backend.cases.domain import MORE, Actor, State, moves_to
from backend.cases.service.checks import what_is_given
from backend.cases.service.file import head_of, may
from backend.cases.service.sign import recipients_of
from backend.cases.service.writing import write
from backend.feedback import service as feedback
from backend.feedback.domain import Subject
from backend.reports import service as reports


def tell_asked(session: Session, case_id: UUID) -> None:
    """Tell everybody who reported that more is asked of them until the deadline; after the move has been written."""
    head = head_of(session, case_id)
    subject = Subject("case", head.id, head.number, head.station_name or "", head.state_since)
    feedback.ask(session, subject, head.version, head.due_on, recipients_of(reports.to_answer(session, case_id)))


def by_author(session: Session, case_id: UUID, author: Actor, more: str) -> bool:
    """Take what the worker who filed a sighting adds to it; returns whether the case waited for that and moves on.

    Runs in a context that holds the case as its author. What comes too late moves nothing; it is kept as what it is.
    """
    queries.lock(session, case_id)
    head = queries.head(session, case_id)
    if head is None or head.state != State.LACKING:
        return False
    able = [arrow for arrow in moves_to(head.state, State.PENDING) if may(arrow, head, author)]
    if not able:
        return False
    write(session, head, author, able[0], "", what_is_given(able[0], "", {MORE.key: more}, head))
    return True
