"""Open cases follow the grid; their reports keep the cell of their day."""

from __future__ import annotations

from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases import queries


def remap(session: Session, edition: int) -> int:
    """Bring the open cases of the cells that an edition ended into its cells; return how many changed to another code.

    May be repeated: a case that is there stays. Runs in the context of a background service of all areas.
    """
    moved = queries.remap(session, edition)
    for case_id, area in moved:
        audit.append(session, "case.remapped", "case", case_id, area=area, fields=("cell",))
    return len(moved)
