"""Telling who reported something that more is asked of them: the same ladder as an answer's, and no word of what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.errors import NotFound
from backend.feedback import queries
from backend.feedback.domain import Recipient, Subject
from backend.feedback.model import Ask
from backend.feedback.queries import Asked, AskView
from backend.jobs import service as jobs

ASKED_OF = text("select * from asked_of(:person)")
GATEWAY_TOLD = text("select * from ask_gateway_told(:key, :outcome)")


def ask(session: Session, subject: Subject, turn: int, due_on: date | None, recipients: Sequence[Recipient]) -> None:
    """Begin to tell each of `recipients` that something is asked of them until `due_on`.

    `turn`: the version of the subject by which it was asked. Who has an account finds a message in the inbox; everybody's
    browsers, and by the gateway whom no browser told, are told by jobs deferred in this transaction.
    """
    for each in recipients:
        ask_id = uuid4()
        row = {
            "id": ask_id, "subject_kind": subject.kind, "subject_id": subject.id, "subject_number": subject.number, "turn": turn,
            "report_id": each.report_id, "receipt": each.receipt, "language": each.language, "reply_way": each.reply_way,
            "author_id": each.author_id, "due_on": due_on, "area_code": each.area_code, "hidden": each.hidden,
        }  # fmt: skip
        session.execute(insert(Ask).values(**row).inline())
        if each.author_id is not None:
            queries.record_ask(session, ask_id, "inbox", "trying")
        audit.append(session, "feedback.asked", "ask", ask_id, area=each.area_code)
        jobs.emit(session, "feedback.asked", ask=str(ask_id), area=each.area_code)


def one_ask(session: Session, ask_id: UUID) -> AskView:
    """Return one ask.

    Raises NotFound when there is none for this viewer.
    """
    found = queries.asks(session, ask_id=ask_id)
    if not found:
        raise NotFound("没有找到")
    return found[0]


def asks_about(session: Session, subject_id: UUID) -> list[AskView]:
    """Return what was asked about one subject, newest first."""
    return queries.asks(session, subject_id=subject_id)


def asked_of(session: Session, person: int) -> list[Asked]:
    """Return what is asked of a worker now, the soonest due first; that it was handed out is what the inbox rung waits for."""
    return [Asked(*row) for row in session.execute(ASKED_OF, {"person": person})]


def seen_by_receipt(session: Session, report_id: UUID) -> None:
    """Note that who holds the receipt of a report has seen what is asked; runs in that receipt's context. May be repeated."""
    for each in queries.asks(session, report_id=report_id):
        if each.reached_at is None and queries.record_ask(session, each.id, "receipt", "confirmed"):
            audit.append(session, "feedback.ask_seen", "ask", each.id, area=each.area_code)


def ask_gateway_told(session: Session, key: UUID, outcome: str) -> None:
    """Note what the gateway says has become of a message about an ask. May be repeated; the first counts.

    Raises NotFound when the key is none of ours.
    """
    row = session.execute(GATEWAY_TOLD, {"key": key, "outcome": outcome}).one_or_none()
    if row is None:
        raise NotFound("没有找到")
    audit.append(session, "gateway.told", "ask", row.ask_id, area=row.area_code, fields=("delivery",))
