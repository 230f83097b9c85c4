"""What maps draw of townships and villages (网格外廓): kept, and drawn anew by each import."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from backend.grid import queries
from backend.grid.service.lookup import lock_imports


def draw_outlines(session: Session, prefixes: Collection[str], since: date = date.min) -> None:
    """Draw anew, for the days from `since` on, what has cells under one of `prefixes` and the townships these lie in.

    Whatever changes cells or an area's own outline calls it, as the owner of the tables.
    """
    queries.draw_outlines(session, sorted(prefixes), since)


def refresh_outlines(session: Session) -> int:
    """Draw all outlines anew, whatever is kept; return how many there are. The imports keep them by themselves."""
    lock_imports(session)
    queries.draw_outlines(session, [""], date.min)
    return queries.outlines(session)
