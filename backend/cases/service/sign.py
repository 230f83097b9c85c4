"""Signing an answer: everybody whose report a case holds gets a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from backend.cases.domain import ANSWER, ARRIVED, Actor, Move
from backend.cases.queries import Head
from backend.cases.service.file import head_of
from backend.cases.service.writing import write
from backend.errors import Forbidden
from backend.feedback import service as feedback
from backend.feedback.domain import Recipient, Signer, Subject
from backend.feedback.queries import SheetView
from backend.reports import service as reports
from backend.reports.service import Told


def sign(session: Session, head: Head, actor: Actor, arrow: Move, given: Mapping[str, str]) -> None:
    """Note the signing, issue everybody's sheet, and follow with the state when one has arrived at once."""
    told = reports.to_answer(session, head.id)
    write(session, head, actor, arrow, "", given)
    role = actor.role_for(arrow, head.area_code) or ""
    sheets = issue_sheets(session, head, told, actor, role, given[ANSWER.key]) if told else []
    # A child that was made of words has nobody who waits for paper.
    if not told or any(sheet.delivered_at for sheet in sheets):
        write(session, head_of(session, head.id), actor, ARRIVED, "", {})


def issue_sheets(
    session: Session, head: Head, told: Sequence[Told], actor: Actor, role: str, text: str
) -> list[SheetView]:
    """Issue a feedback sheet for each report of the case.

    Raises Forbidden when nobody with an account signs.
    """
    if actor.id is None:
        raise Forbidden("您的岗位不能做这一步")
    subject = Subject("case", head.id, head.number, head.station_name or "", head.state_since)
    return feedback.issue(session, subject, recipients_of(told), text, Signer(actor.id, actor.name, role))


def recipients_of(told: Sequence[Told]) -> list[Recipient]:
    """Return whom the writers of some reports are, and how they want to be told."""
    return [
        Recipient(
            report_id=each.id,
            report_number=each.number,
            area_code=each.area_code,
            hidden=each.hidden,
            said=each.body,
            said_at=each.received_at,
            author_id=each.author_id,
            receipt=each.receipt,
            reply_way=each.reply_way or "inbox",
            language=each.language or "zh-CN",
        )
        for each in told
    ]
