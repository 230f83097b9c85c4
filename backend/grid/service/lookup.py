"""Where a place is, and what stands above an area."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from backend.grid import queries
from backend.grid.domain import AreaRef, Cell


def cell_at(session: Session, lon: float, lat: float, on: date) -> Cell | None:
    """Return the cell in force `on` that covers a place (WGS-84 degrees), None outside every cell.

    A place on a shared edge has exactly one cell: the one with the lowest id.
    Source: ST_Covers, which counts the edge (postgis.net/docs/ST_Covers.html).
    """
    return queries.cell_at(session, lon, lat, on)


def cell_by_code(session: Session, code: str, on: date) -> Cell | None:
    """Return the cell with this code in force `on`, None when there is none."""
    return queries.cell_by_code(session, code, on)


def areas_up(session: Session, code: str, on: date) -> list[AreaRef]:
    """Return the area that stands for `code` on a day and all above it, village to province; empty when it is unknown.

    After its last day an area is stood for by its successor, or by what was above it where it has none.
    """
    return queries.areas_up(session, code, on)


def lock_imports(session: Session) -> None:
    """Wait until no other import runs; the lock ends with the transaction."""
    queries.lock_imports(session)


def known_areas(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """Return the names of those of `codes` that exist, by code."""
    return {code: row.name for code, row in queries.known_areas(session, codes).items()}
