"""Reading the facts that a case rests on."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from backend.reports import queries
from backend.reports.queries import Told

__all__ = ["Told", "of_case"]


def of_case(session: Session, case_id: UUID) -> list[Told]:
    """Return the reports of a case, the one that opened it first; none when the viewer may not see the case."""
    return queries.of_case(session, case_id)
