"""Issuing feedback sheets, reading them, noting that they arrived."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from backend.attachments import queries as attachments
from backend.attachments.queries import Owner
from backend.audit import service as audit
from backend.db import current_context
from backend.errors import Invalid, NotFound
from backend.feedback import queries
from backend.feedback.domain import Recipient, Signer, Subject
from backend.feedback.model import Notice, Sheet, SheetText
from backend.feedback.queries import Attempt, ListedSheet, SheetView
from backend.feedback.service.asks import ask_gateway_told, seen_by_receipt
from backend.jobs import service as jobs

GATEWAY_TOLD = text("select * from gateway_told(:key, :outcome)")


def issue(
    session: Session, subject: Subject, recipients: Sequence[Recipient], answer: str, signer: Signer
) -> list[SheetView]:
    """Issue one numbered sheet to each of `recipients` and begin to deliver it.

    Who chose to look themselves is reached at once, for the answer now stands behind the receipt. Who has an
    account finds a message in the inbox. Everybody's browsers are told by a job deferred in this transaction.
    Returns the sheets, newest number first.
    """
    numbers = queries.numbers(session, len(recipients))
    ahead = subject.since is not None and subject.since > datetime.now(UTC)
    dated = {"issued_at": subject.since} if ahead else {}
    rows = [_row(subject, each, signer, number) | dated for each, number in zip(recipients, numbers, strict=True)]
    words = [
        {key: row[key] for key in ("report_id", "area_code", "hidden")}
        | {"sheet_id": row["id"], "said": each.said, "answer": answer}
        for row, each in zip(rows, recipients, strict=True)
    ]
    session.execute(insert(Sheet), rows)
    session.execute(insert(SheetText), words)
    for row in rows:
        _first_rungs(session, row)
        audit.append(session, "feedback.issued", "feedback_sheet", row["id"], area=row["area_code"], fields=("answer",))
        jobs.emit(session, "feedback.issued", sheet=str(row["id"]), area=row["area_code"])
    issued = {row["id"] for row in rows}
    return [each for each in queries.sheets(session, subject_id=subject.id) if each.id in issued]


def _row(subject: Subject, to: Recipient, signer: Signer, number: str) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "number": number,
        "subject_kind": subject.kind,
        "subject_id": subject.id,
        "subject_number": subject.number,
        "body_name": subject.body_name,
        "report_id": to.report_id,
        "report_number": to.report_number,
        "receipt": to.receipt,
        "language": to.language,
        "said_at": to.said_at,
        "area_code": to.area_code,
        "hidden": to.hidden,
        "author_id": to.author_id,
        "reply_way": to.reply_way,
        "signed_by": signer.id,
        "signer_name": signer.name,
        "signer_role": signer.role,
    }


def _first_rungs(session: Session, row: dict[str, Any]) -> None:
    sheet_id: UUID = row["id"]
    if row["reply_way"] == "receipt":
        queries.record(session, sheet_id, "receipt", "confirmed")
    if row["author_id"] is not None:
        queries.record(session, sheet_id, "inbox", "trying")
        told = {"account_id": row["author_id"], "kind": "feedback.issued", "subject_id": sheet_id}
        session.execute(insert(Notice).values(**told, number=row["number"]).inline())


def sheet(session: Session, sheet_id: UUID) -> SheetView:
    """Return one sheet.

    Raises NotFound when there is none for this viewer.
    """
    found = queries.sheets(session, sheet_id=sheet_id)
    if not found:
        raise NotFound("没有找到")
    return found[0]


def sheets_about(session: Session, subject_id: UUID) -> list[SheetView]:
    """Return the sheets about one subject, newest first."""
    return queries.sheets(session, subject_id=subject_id)


def attempts_of(session: Session, sheets: Sequence[SheetView]) -> dict[UUID, list[Attempt]]:
    """Return by sheet what has been tried to reach its person, oldest first."""
    found: dict[UUID, list[Attempt]] = {each.id: [] for each in sheets}
    if found:
        for attempt in queries.attempts(session, list(found)):
            found[attempt.sheet_id].append(attempt)
    return found


def delivered_by_hand(session: Session, sheet_id: UUID, rung: str, photo: str | None = None) -> SheetView:
    """Note that staff told the person by phone (`rung` 'channel'), handed the sheet over ('door'), read it out ('aloud') or mailed it ('post').

    `photo`: the digest, in hex, of one of the person's own attachments that shows the signature. The same again changes
    nothing. Raises NotFound when there is no such sheet in this viewer's area: being answered by a sheet does not make
    somebody its staff; Invalid (field `photo`) when it is not at the door or no photo of the person's own.
    """
    found = sheet(session, sheet_id)
    scope = current_context(session)
    if not found.area_code.startswith(scope.hidden_areas if found.hidden else scope.areas):
        raise NotFound("没有找到")
    signature = _signature(session, rung, photo) if photo else None
    if queries.record(session, sheet_id, rung, "confirmed", photo=signature):
        fields = (rung, "photo") if photo else (rung,)
        audit.append(session, "feedback.delivered", "feedback_sheet", sheet_id, area=found.area_code, fields=fields)
        announce(session, found.subject_kind, found.subject_id, found.area_code, sheet_id)
    return sheet(session, sheet_id)


def _signature(session: Session, rung: str, photo: str) -> tuple[bytes, int]:
    """Return digest and author of a photo of a signature."""
    viewer, digest = current_context(session).viewer, bytes.fromhex(photo)
    if rung != "door" or viewer is None:
        raise Invalid("只有送到本人时才附签收照片", field="photo", code="not_at_the_door")
    kept = attachments.own(session, Owner(author_id=viewer), digest)
    if kept is None or not kept.media_type.startswith("image/"):
        raise Invalid("签收照片还没有传上来，请重传", field="photo", code="photo_missing")
    return digest, viewer


def unreached(session: Session, days: int, *, after: tuple[datetime, UUID] | None, most: int) -> list[ListedSheet]:
    """Return the sheets of the viewer's area that have reached nobody for `days` days, oldest first."""
    return queries.unreached(session, days, after=after, most=most)


def listed_about(
    session: Session, subject_id: UUID, *, after: tuple[datetime, UUID] | None, most: int
) -> list[ListedSheet]:
    """Return the sheets about one subject that the viewer sees, newest first."""
    return queries.about(session, subject_id, after=after, most=most)


def gateway_told(session: Session, key: UUID, outcome: str) -> None:
    """Note what the gateway says has become of a message: `confirmed` or `failed`. May be repeated; the first counts.

    Raises NotFound when the key is none of ours.
    """
    row = session.execute(GATEWAY_TOLD, {"key": key, "outcome": outcome}).one_or_none()
    if row is None:
        ask_gateway_told(session, key, outcome)
        return
    audit.append(session, "gateway.told", "feedback_sheet", row.sheet_id, area=row.area_code, fields=("delivery",))
    if row.changed and outcome == "confirmed":
        announce(session, row.subject_kind, row.subject_id, row.area_code, row.sheet_id)


def open_by_receipt(session: Session, report_id: UUID) -> list[SheetView]:
    """Return the sheets about one report, newest first, to the citizen who holds its receipt, and note that they arrived.

    What is asked of the person has arrived by this, too.

    Runs in that receipt's context; the sheets are told as they were before.
    """
    seen_by_receipt(session, report_id)
    found = queries.sheets(session, report_id=report_id)
    for each in found:
        if each.delivered_at is None and queries.record(session, each.id, "receipt", "confirmed"):
            audit.append(session, "feedback.delivered", "feedback_sheet", each.id, area=each.area_code)
            announce(session, each.subject_kind, each.subject_id, each.area_code, each.id)
    return found


def announce(session: Session, kind: str, subject_id: UUID, area: str, sheet_id: UUID) -> None:
    """Tell the upper rooms that an answer has reached somebody."""
    jobs.emit(session, "feedback.delivered", kind=kind, subject=str(subject_id), area=area, sheet=str(sheet_id))
