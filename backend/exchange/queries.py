"""Typed callers of the room's named SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.db import NamedSql

SQL = NamedSql.beside(__file__)
Cursor = tuple[datetime, UUID] | None


@dataclass(frozen=True)
class PartnerView:
    """A partner as its keepers see it; its secret is not among it."""

    id: UUID
    name: str
    area: str
    endpoint: str
    events: list[str]
    fields: list[str]
    hidden: bool
    vocabulary: dict[str, Any]
    former_until: datetime | None
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True)
class DeliveryView:
    """A message to a partner as its keepers see it: what happened and what became of it, not of which matter."""

    id: UUID
    event: str
    status: str
    attempts: int
    next_at: datetime
    response_code: int | None
    created_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True)
class NoteView:
    """What a partner said of a case."""

    message_id: str
    partner_name: str
    their_number: str
    note: str
    received_at: datetime


@dataclass(frozen=True)
class Claimed:
    """A delivery that is to be tried now, with what its partner was granted; `prefix`: of the partner's area."""

    id: UUID
    partner_id: UUID
    area_code: str
    event: str
    subject_id: UUID | None
    version: int | None
    attempts: int
    created_at: datetime
    prefix: str
    endpoint: str
    fields: list[str]
    hidden: bool
    vocabulary: dict[str, Any]
    secret_sealed: bytes = field(repr=False)
    former_sealed: bytes | None = field(repr=False)


@dataclass(frozen=True)
class Waiting:
    """A delivery that is to be sent off, and how many tries it has had."""

    id: UUID
    partner_id: UUID
    attempts: int = 0


def publish(session: Session, event: str, key: str, subject: UUID, version: int | None) -> list[Waiting]:
    """Make a delivery for each partner that an event of a case is granted to; return the new ones."""
    asked = {"event": event, "key": key, "subject": subject, "version": version}
    return [Waiting(*row) for row in session.execute(SQL["publish"], asked)]


def claim(session: Session, delivery: UUID, done: int, lease: float) -> Claimed | None:
    """Take a delivery for the try after `done` of them, for `lease` seconds; None when it is not due, or that was made."""
    row = session.execute(SQL["claim"], {"id": delivery, "done": done, "lease": lease}).one_or_none()
    return Claimed(*row) if row else None


def facts(session: Session, subject: UUID, version: int | None, *, opening: bool) -> dict[str, Any] | None:
    """Return what there is to grant of a case, and whether it is hidden; None when it is not in sight."""
    row = session.execute(SQL["facts"], {"subject": subject, "version": version, "opening": opening}).one_or_none()
    return dict(row._mapping) if row else None  # noqa: SLF001 - SQLAlchemy's own public name


def settle(session: Session, delivery: UUID, status: str, code: int | None, wait: int = 0) -> None:
    """Note what became of a try; `wait`: seconds until the next."""
    session.execute(SQL["settle"], {"id": delivery, "status": status, "code": code, "wait": wait})


def rest(session: Session, partner: UUID, wait: int) -> None:
    """Let all that waits for a partner wait `wait` seconds more."""
    session.execute(SQL["rest"], {"partner_id": partner, "wait": wait})


def due(session: Session, most: int) -> list[Waiting]:
    """Take deliveries whose time has come, at most `most`."""
    return [Waiting(*row) for row in session.execute(SQL["due"], {"most": most})]


def partners(session: Session, before: Cursor, most: int) -> Sequence[PartnerView]:
    """Return the partners in sight, newest first."""
    when, which = before or (None, None)
    return [
        PartnerView(*row)
        for row in session.execute(SQL["partners"], {"before": when, "before_id": which, "most": most})
    ]


def deliveries(
    session: Session, partner: UUID, *, status: str | None, before: Cursor, most: int
) -> Sequence[DeliveryView]:
    """Return the deliveries of a partner, newest first."""
    when, which = before or (None, None)
    asked = {"partner_id": partner, "status": status, "before": when, "before_id": which, "most": most}
    return [DeliveryView(*row) for row in session.execute(SQL["deliveries"], asked)]


def notes(session: Session, case: UUID, most: int) -> list[NoteView]:
    """Return what partners said of a case, newest first, at most `most`."""
    return [NoteView(*row) for row in session.execute(SQL["notes"], {"case_id": case, "most": most})]
