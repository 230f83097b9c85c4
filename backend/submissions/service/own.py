"""What a person may do with the own data, by receipt and query code: have it all told, put it right, have it erased.

Each runs in the context of the opened receipt (`cases.service.context_of_held`).
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.attachments import service as attachments
from backend.attachments.service import Kept
from backend.attachments.store import Store
from backend.audit import service as audit
from backend.bodies import service as bodies
from backend.cases.domain import OVER
from backend.codes import service as codes
from backend.codes.service import Held
from backend.contacts import service as contacts
from backend.contacts.service.consents import Given, consents_of
from backend.errors import Conflict, NotFound
from backend.feedback import service as feedback
from backend.ratings.queries import of_report as ratings_of
from backend.reports import service as reports
from backend.reports.model import CaseReport, Report, ReportAttachment, ReportText
from backend.reports.service import Erased
from backend.submissions import queries
from backend.submissions.domain import MOST_PHOTOS_IN_ALL, Correction
from backend.submissions.model import Submission
from backend.submissions.queries import Export
from backend.submissions.service.intake import TAKEN, progress

OWN_EXPORT = "exported by the person"
MOST_CORRECTIONS = 20


def export(session: Session, held: Held) -> Export:
    """Return everything held about the person; name and phone as they were given, which goes into the record as a reveal.

    Raises NotFound when the context opens nothing.
    """
    how_far, row = progress(session, held), session.get_one(Submission, held.report_id)
    sheets = feedback.open_by_receipt(session, held.report_id)
    audit.append(session, "submission.exported", "report", held.report_id, area=held.area_code)
    return Export(
        made_at=datetime.now(UTC), progress=how_far, reply_way=row.reply_way, language=row.language,
        contact=contacts.reveal(session, row.contact_id, OWN_EXPORT) if row.contact_id else None,
        said=reports.contents(session, held.report_id),
        written=queries.own_words(session, held.case_id, held.report_id) if held.case_id else [],
        photos=reports.photos(session, held.report_id), consents=_consents(session, held),
        sheets=sheets, attempts=feedback.attempts_of(session, sheets), erased=reports.erased(session, held.report_id),
        ratings=ratings_of(session, held.report_id), came=reports.how_it_came(session, held.report_id),
    )  # fmt: skip


def _consents(session: Session, held: Held) -> list[Given]:
    """Return what the person agreed to, the bodies of a handover by their names."""
    given = consents_of(session, held.report_id)
    names = bodies.names(session, {each.whom for each in given if each.whom})
    return [replace(each, whom=names.get(each.whom, each.whom)) for each in given]


def photo(session: Session, files: Store, held: Held, sha256: str) -> tuple[Kept, bytes]:
    """Return one photo or recording of the receipt's own report, by the digest of what was sent.

    Raises NotFound for what is not of this report.
    """
    if sha256 not in {each.sha256 for each in reports.photos(session, held.report_id)}:
        raise NotFound("没有找到")
    return attachments.find(session, files, sha256)


def add_photos(session: Session, held: Held, ticket: bytes, sent: Sequence[str]) -> None:
    """Name photos that were sent under a draft ticket as this report's, after those it has; each once. May be repeated.

    The context has the ticket too. Raises Conflict when they would be too many.
    """
    rows = session.scalars(select(ReportAttachment).where(ReportAttachment.report_id == held.report_id)).all()
    known = {row.sent_sha256.hex() for row in rows}
    fresh = [each for each in dict.fromkeys(sent) if each not in known]
    if not fresh:
        return
    if len(rows) + len(fresh) > MOST_PHOTOS_IN_ALL:
        raise Conflict("这件事的照片太多了，最多{n}张", field="photo", code="too_many", n=MOST_PHOTOS_IN_ALL)
    first = session.get_one(Report, held.report_id)
    last = max((row.nth for row in rows), default=0)
    session.add_all(
        ReportAttachment(
            report_id=first.id, nth=nth, area_code=first.area_code, hidden=first.hidden, ticket=ticket, sent_sha256=bytes.fromhex(each),
        )
        for nth, each in enumerate(fresh, last + 1)
    )  # fmt: skip
    session.flush()
    audit.append(session, "submission.photos_added", "report", first.id, area=held.area_code, fields=["attachments"])


def erase(session: Session, held: Held) -> Sequence[Erased]:
    """Erase words, exact place, contact, photos and recordings; the matter goes on without them. May be repeated.

    Returns what of the report is gone. Raises Conflict while the law wants the case whole.
    """
    reports.erase(session, held.report_id, held.area_code)
    return reports.erased(session, held.report_id)


def correct(session: Session, held: Held, new: Correction) -> tuple[Mapping[str, Any], bool]:
    """Add what a person puts right as a report of its own that names the first, in the same case; that one stays a fact.

    Returns what the sender is told, the same for every resend, and whether it was there before. Raises Conflict when the matter
    is answered or at an end, its contents are erased, it was put right too often, or the id holds something else.
    """
    digest = new.digest(codes.keys()("submission digest"), held.report_id)
    known = queries.stored(session, new.id)
    if known is not None:
        if known.old_author is not None or not hmac.compare_digest(known.old_digest or b"", digest):
            raise Conflict(TAKEN, field="id")
        return known.old_answer or {}, True
    how_far = progress(session, held)
    if how_far.state in OVER:
        raise Conflict("已经答复或办结，不能再更正。不满意可以要求重办。", code="over")
    if any(each.cause == "citizen" for each in reports.erased(session, held.report_id)):
        raise Conflict("您已经删除了内容，不能再更正", code="erased")
    if len(how_far.said) > MOST_CORRECTIONS:
        raise Conflict("更正的次数太多了，请直接找站点说", code="too_many")
    answer = _add(session, held, new, digest)
    audit.append(session, "submission.corrected", "report", new.id, area=held.area_code, fields=["text", "place_words"])
    return answer, False


def _add(session: Session, held: Held, new: Correction, digest: bytes) -> dict[str, Any]:
    """Store a correction where its report lies; return what its sender is told."""
    first = session.get_one(Report, held.report_id)
    number = session.scalar(select(func.paper_number("", func.now(), func.nextval("report_number"))))
    at = datetime.now(UTC)
    answer = {
        "id": str(new.id),
        "number": number,
        "corrects": first.number,
        "received_at": at.isoformat().replace("+00:00", "Z"),
    }
    same = {"area_code": first.area_code, "hidden": first.hidden}
    session.add(Report(
        id=new.id, number=number, kind=first.kind, cell_id=first.cell_id, station_id=first.station_id, category=first.category,
        channel=first.channel, seen_at=at, received_at=at, corrects_id=first.id, digest=digest, answer=answer, **same,
    ))  # fmt: skip
    session.flush()
    session.add(ReportText(report_id=new.id, body=new.text, place_words=new.place_words, **same))
    session.add(CaseReport(case_id=held.case_id, report_id=new.id, **same))
    session.flush()
    return answer
