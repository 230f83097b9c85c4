"""Reading the facts that a case rests on."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.reports import queries
from backend.reports.queries import Told

__all__ = ["Told", "of_case", "of_deputy"]
OF_DEPUTY = text("select report_id from deputy_report(:case_id, :person)")


def of_case(session: Session, case_id: UUID) -> list[Told]:
    """Return the reports of a case, the one that opened it first; none when the viewer may not see the case."""
    return queries.of_case(session, case_id)


def of_deputy(session: Session, case_id: UUID, person: int) -> UUID | None:
    """Return the report of a case that came by the code of the deputy with this account; needs no context."""
    found: UUID | None = session.scalar(OF_DEPUTY, {"case_id": case_id, "person": person})
    return found
