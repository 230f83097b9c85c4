"""Reading the facts that a case rests on, adding what their writer puts right, erasing what may be erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.errors import Conflict, Invalid
from backend.jobs import service as jobs
from backend.reports import queries
from backend.reports.model import WHAT
from backend.reports.queries import (
    Arrived,
    Came,
    Erased,
    Said,
    Told,
    channels,
    contents,
    erased,
    how_it_came,
    number_known,
    photos,
    registrations,
)

__all__ = [
    "Arrived", "Came", "Erased", "Said", "Told", "channels", "contents", "erase", "erased", "how_it_came", "number_known", "of_case",
    "of_deputy", "photos", "registrations", "to_answer",
]  # fmt: skip
OF_DEPUTY = text("select report_id from deputy_report(:case_id, :person)")
HELD = "ZT030"


def of_case(session: Session, case_id: UUID) -> list[Told]:
    """Return the reports of a case, the one that opened it first; none when the viewer may not see the case."""
    return queries.of_case(session, case_id)


def to_answer(session: Session, case_id: UUID) -> list[Told]:
    """Return the reports of a case that are answered, each with the words that were put right last; what was added stands beside."""
    told = queries.of_case(session, case_id)
    last = {each.corrects_id: each.body for each in told if each.corrects_id and each.changes != []}
    return [replace(each, body=last.get(each.id, each.body)) for each in told if not each.corrects_id]


def of_deputy(session: Session, case_id: UUID, person: int) -> UUID | None:
    """Return the report of a case that came by the code of the deputy with this account; needs no context."""
    found: UUID | None = session.scalar(OF_DEPUTY, {"case_id": case_id, "person": person})
    return found


def erase(session: Session, report_id: UUID, area: str, what: Sequence[str] = WHAT) -> dict[str, int]:
    """Erase a report's contents by its writer's wish, with an entry in the record; runs in the receipt's own context.

    Out of sight when the transaction commits; files follow by an errand. May be repeated. Returns how many rows of which
    table went. Raises Conflict while the case is under a legal hold.
    """
    try:
        counts = queries.erase(session, report_id, what, "citizen")
    except DBAPIError as error:
        if getattr(error.orig, "pgcode", None) == HELD:
            raise Conflict("这件事依法要完整保留，现在不能删除内容。保留结束后可以再来删除。", code="held") from error
        raise
    audit.append(session, "contents.erased", "report", report_id, area=area, fields=sorted(counts))
    if "attachment" in counts:
        jobs.emit(session, "contents.erased")
    return counts


def check_channel(session: Session, code: str | None) -> None:
    """Refuse a code that is no channel: raises Invalid (`channel`). None is no code."""
    if code is not None and code not in {each.code for each in channels(session)}:
        raise Invalid("没有这个来源", field="channel")
