"""Typed callers of this room's SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from backend.db import NamedSql

SQL = NamedSql.beside(__file__)
DROPS = ("forget_moves", "drop_record", "drop_changes", "drop_posts", "drop_neighbours", "drop_cells", "drop_edition")


@dataclass(frozen=True)
class Flow:
    """How many went from the cell of one code to that of another; None: in no cell."""

    former: str | None
    cell: str | None
    n: int


@dataclass(frozen=True)
class StoredEdition:
    """An edition as it stands; `followed`: another one has ended cells of it."""

    id: int
    name: str
    area_code: str
    in_force_from: date
    prefix: str
    followed: bool


def count_moves(session: Session, edition: int, day: date, on: date) -> None:
    """Count anew, `on` a day, which reports the edition that comes into force on `day` takes from which cell to which."""
    session.execute(SQL["forget_moves"], {"edition": edition})
    session.execute(SQL["count_moves"], {"edition": edition, "day": day})
    session.execute(SQL["note_count"], {"edition": edition, "on": on})


def due(session: Session, on: date) -> list[tuple[int, date]]:
    """Return the editions in force on a day that are still to be counted, with their first day, the oldest first."""
    return [(row.id, row.in_force_from) for row in session.execute(SQL["due"], {"on": on})]


def moves(session: Session, edition: int) -> list[Flow]:
    """Return the reports that an edition moved on the map, the most first."""
    return [Flow(*row) for row in session.execute(SQL["moves"], {"edition": edition})]


def cases_ahead(session: Session, edition: int, day: date) -> list[Flow]:
    """Return the open cases that an edition will bring into a cell of another code on `day`, the most first."""
    return [Flow(*row) for row in session.execute(SQL["cases_ahead"], {"edition": edition, "day": day})]


def fresh(session: Session, edition: int) -> dict[str, list[str]]:
    """Return the codes of an edition's cells that are `new`, and of those that are `gone` with it."""
    found: dict[str, list[str]] = {"new": [], "gone": []}
    for row in session.execute(SQL["fresh"], {"edition": edition}):
        found[row.what].append(row.code)
    return found


def workers_without(session: Session, edition: int) -> list[tuple[str, str]]:
    """Return who answered by name for a cell that is gone, and its code."""
    return [(row.name, row.cell_code) for row in session.execute(SQL["workers_without"], {"edition": edition})]


def edition_of(session: Session, edition: int) -> StoredEdition | None:
    """Return an edition, None when there is none."""
    row = session.execute(SQL["edition"], {"edition": edition}).one_or_none()
    return StoredEdition(*row) if row else None


def withdraw(session: Session, edition: StoredEdition) -> None:
    """Delete an edition and all that hangs on it; the cells that it was to end go on."""
    for name in DROPS:
        session.execute(SQL[name], {"edition": edition.id})
    values = {"edition": edition.id, "prefix": edition.prefix, "day": edition.in_force_from}
    session.execute(SQL["reopen"], values)
