"""Typed callers of the room's named SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.db import NamedSql
from backend.retention.domain import Batch, Due

Q = NamedSql.beside(__file__)


@dataclass(frozen=True)
class Line:
    """A row of the register, and what the audit holds of it."""

    id: int
    run: UUID
    at: datetime
    batch: Batch
    backups_until: date
    sealed: list[str]


def rules(session: Session) -> dict[str, int]:
    """Return by kind how many days it is kept."""
    return {row.kind: row.days for row in session.execute(Q["rules"])}


def one_at_a_time(session: Session) -> None:
    """Wait until no other run works; until the transaction ends."""
    session.execute(Q["one_at_a_time"])


def due(session: Session, kind: str, days: int) -> Due:
    """Return how much of one kind of reports' contents is due."""
    row = session.execute(Q["due"], {"what": kind, "days": days}).one()
    return Due(kind, days, row.reports, row.since)


def erase_due(session: Session, kind: str, days: int, most: int) -> Batch:
    """Erase one kind of what is due, of at most `most` reports; return which, and how many rows went."""
    counts: dict[str, int] = {}
    subjects: list[UUID] = []
    for row in session.execute(Q["erase_due"], {"what": kind, "days": days, "most": most}):
        subjects.append(row.report_id)
        for table, n in row.gone.items():
            counts[table] = counts.get(table, 0) + n
    return Batch(kind, days, subjects, counts)


def forget_sessions(session: Session, days: int) -> int:
    """Delete logins that ended `days` ago; return how many."""
    return int(session.scalar(Q["forget_sessions"], {"days": days}) or 0)


def forget_counters(session: Session, days: int) -> int:
    """Delete counters of windows that began `days` ago; return how many."""
    return int(session.scalar(Q["forget_counters"], {"days": days}) or 0)


def register(session: Session, most: int) -> list[Line]:
    """Return the newest rows of the register with what the audit holds of each; as the owner."""
    return [
        Line(
            row.id, row.run, row.at, Batch(row.kind, row.days, row.subjects, row.counts), row.backups_until, row.sealed
        )
        for row in session.execute(Q["register"], {"most": most})
    ]
