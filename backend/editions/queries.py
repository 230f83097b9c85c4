"""Typed callers of this room's SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from backend.db import NamedSql
from backend.editions.domain import Head, Kind, Moved, Sums, Withdrawn
from backend.editions.model import EditionWithdrawn
from backend.grid.domain import Scope

SQL = NamedSql.beside(__file__)


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


def take_back(session: Session, edition: int) -> None:
    """Delete an edition and all that hangs on it, as the owner; the cells that it was to end go on."""
    session.execute(SQL["note_withdrawal"], {"edition": edition})
    session.execute(SQL["take_back"], {"edition": edition})


def withdraw(session: Session, edition: int, name: str, reason: str) -> None:
    """Delete an edition like `take_back`, in the name of the person whose context this is."""
    session.execute(SQL["withdraw"], {"edition": edition, "name": name, "reason": reason})


def withdrawn(session: Session, edition: int, by: int) -> Withdrawn | None:
    """Return the edition that somebody took back, None when they did not."""
    row = session.get(EditionWithdrawn, edition)
    if row is None or row.withdrawn_by != by:
        return None
    return Withdrawn(row.edition_id, row.name, row.withdrawn_name, row.reason, row.withdrawn_at)


def tell(session: Session, edition: int) -> list[tuple[UUID, int]]:
    """Tell the nearest heads and liaisons of what an edition moved; return id and account of each message."""
    return [(row.notice_id, row.account_id) for row in session.execute(SQL["tell"], {"edition": edition})]


def listed(
    session: Session,
    scope: Scope,
    on: date,
    most: int,
    *,
    last: tuple[date, int] | None = None,
    edition: int | None = None,
) -> list[Head]:
    """Return the editions of a scope, the newest first, at most `most`; `last`: day and id of the last one read."""
    day, after = last or (None, None)
    values = scope.values | {"on": on, "most": most, "day": day, "id": after, "edition": edition}
    return [Head(*row) for row in session.execute(SQL["listed"], values)]


def sums(session: Session, scope: Scope, edition: int, on: date) -> Sums:
    """Return how much an edition moved in a scope."""
    return Sums(*session.execute(SQL["sums"], scope.values | {"edition": edition, "on": on}).one())


def moved(session: Session, kind: Kind, scope: Scope, edition: int, on: date, after: str, most: int) -> list[Moved]:
    """Return what of one kind an edition moved in a scope, at most `most`; `after`: the key of the last row read."""
    values = scope.values | {"edition": edition, "on": on, "after": after, "most": most}
    return [Moved(*row) for row in session.execute(SQL[f"moved_{kind}"], values)]
