"""Typed callers of the room's named SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.db import NamedSql

Q = NamedSql.beside(__file__)


@dataclass(frozen=True)
class SheetView:
    """A feedback sheet as it is read; `delivered_at`: when the first rung confirmed, None until then."""

    id: UUID
    number: str
    subject_kind: str
    subject_id: UUID
    subject_number: str
    report_id: UUID
    report_number: str
    receipt: str | None
    language: str
    said_at: datetime
    area_code: str
    hidden: bool
    author_id: int | None
    reply_way: str
    issued_at: datetime
    signer_name: str
    signer_role: str
    body_name: str
    said: str
    answer: str
    delivered_at: datetime | None


@dataclass(frozen=True)
class Attempt:
    """One attempt on a rung of the ladder."""

    sheet_id: UUID
    rung: str
    attempt: int
    state: str
    status: int | None
    created_at: datetime
    settled_at: datetime | None
    photo: str | None


@dataclass(frozen=True)
class ListedSheet:
    """A sheet in a list; `subject_id`: of what it answers, a `subject_kind`; `tried`: the rungs that were tried."""

    id: UUID
    number: str
    subject_kind: str
    subject_id: UUID
    subject_number: str
    report_number: str
    reply_way: str
    issued_at: datetime
    tried: list[str]
    delivered_at: datetime | None


@dataclass(frozen=True)
class NoticeView:
    """A message to a person with an account."""

    id: UUID
    kind: str
    subject_id: UUID
    number: str
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True)
class AskView:
    """Somebody who reported was asked for more; `turn`: the version of the case by which, `reached_at`: when the first rung confirmed."""

    id: UUID
    subject_id: UUID
    turn: int
    report_id: UUID
    receipt: str | None
    language: str
    reply_way: str
    author_id: int | None
    asked_at: datetime
    due_on: date | None
    area_code: str
    reached_at: datetime | None
    tried: list[str]


@dataclass(frozen=True)
class Asked:
    """What a station asks of the worker who filed a sighting; `opening`: how the own words begin."""

    report_id: UUID
    number: str
    asked: str
    asked_at: datetime
    due_on: date | None
    seen_at: datetime
    category: str
    opening: str


@dataclass(frozen=True)
class Tried:
    """One attempt to tell of an ask."""

    id: UUID
    attempt: int
    state: str
    status: int | None


def sheets(
    session: Session, *, sheet_id: UUID | None = None, report_id: UUID | None = None, subject_id: UUID | None = None
) -> list[SheetView]:
    """Return the sheets of one id, newest first."""
    asked = {"sheet_id": sheet_id, "report_id": report_id, "subject_id": subject_id}
    return [SheetView(*row) for row in session.execute(Q["sheets"], asked)]


def attempts(session: Session, sheet_ids: Sequence[UUID]) -> list[Attempt]:
    """Return what was tried for each of `sheet_ids`, oldest first."""
    return [Attempt(*row) for row in session.execute(Q["attempts"], {"sheet_ids": [str(each) for each in sheet_ids]})]


def numbers(session: Session, count: int) -> list[str]:
    """Return the next `count` numbers of sheets."""
    return list(session.scalars(Q["numbers"], {"count": count}))


def record(
    session: Session,
    sheet_id: UUID,
    rung: str,
    state: str,
    *,
    follow_id: UUID | None = None,
    attempt: int = 1,
    photo: tuple[bytes, int] | None = None,
) -> UUID | None:
    """Record an attempt on a rung; return its id, or None when it stands already. `photo`: its digest and its author."""
    digest, author = photo or (None, None)
    asked = {"sheet_id": sheet_id, "rung": rung, "state": state, "follow_id": follow_id, "attempt": attempt}
    found: UUID | None = session.scalar(Q["record"], asked | {"photo": digest, "photo_by": author})
    return found


def gateway_attempt(session: Session, sheet_id: UUID) -> tuple[UUID, str, int | None] | None:
    """Return id, state and last status of what was tried by the gateway for a sheet."""
    row = session.execute(Q["gateway_attempt"], {"sheet_id": sheet_id}).one_or_none()
    return (row.id, row.state, row.status) if row else None


def accepted(session: Session, attempt_id: UUID, status: int) -> None:
    """Note that the gateway has taken a message."""
    session.execute(Q["accepted"], {"id": attempt_id, "status": status})


def unreached(session: Session, days: int, *, after: tuple[datetime, UUID] | None, most: int) -> list[ListedSheet]:
    """Return the sheets that nothing has confirmed for `days` days, oldest first; `after`: time and id of the last one read."""
    when, which = after or (None, None)
    asked = {"days": days, "after": when, "after_id": which, "most": most}
    return [ListedSheet(*row) for row in session.execute(Q["unreached"], asked)]


def about(session: Session, subject: UUID, *, after: tuple[datetime, UUID] | None, most: int) -> list[ListedSheet]:
    """Return the sheets about one subject, newest first; `after`: time and id of the last one read."""
    when, which = after or (None, None)
    asked = {"subject": subject, "after": when, "after_id": which, "most": most}
    return [ListedSheet(*row) for row in session.execute(Q["about"], asked)]


def last_attempt(session: Session, sheet_id: UUID, follow_id: UUID) -> tuple[UUID, int, str] | None:
    """Return id, number and state of the newest attempt of a follow on a sheet."""
    row = session.execute(Q["last_attempt"], {"sheet_id": sheet_id, "follow_id": follow_id}).one_or_none()
    return (row.id, row.attempt, row.state) if row else None


def settle(session: Session, attempt_id: UUID, state: str, status: int | None) -> None:
    """Note what became of an attempt that was being tried."""
    session.execute(Q["settle"], {"id": attempt_id, "state": state, "status": status})


def notices(
    session: Session, account_id: int, *, before: tuple[datetime, UUID] | None, unread: bool, most: int
) -> list[NoticeView]:
    """Return a person's messages, newest first; `before`: time and id of the last one read."""
    when, which = before or (None, None)
    asked = {"account_id": account_id, "before": when, "before_id": which, "unread": unread, "most": most}
    return [NoticeView(*row) for row in session.execute(Q["notices"], asked)]


def asks(
    session: Session, *, ask_id: UUID | None = None, report_id: UUID | None = None, subject_id: UUID | None = None
) -> list[AskView]:
    """Return what was asked by one id, newest first."""
    asked = {"ask_id": ask_id, "report_id": report_id, "subject_id": subject_id}
    return [AskView(*row) for row in session.execute(Q["asks"], asked)]


def record_ask(
    session: Session, ask_id: UUID, rung: str, state: str, *, follow_id: UUID | None = None, attempt: int = 1
) -> UUID | None:
    """Record an attempt to tell of an ask; return its id, or None when it stands already."""
    asked = {"ask_id": ask_id, "rung": rung, "state": state, "follow_id": follow_id, "attempt": attempt}
    found: UUID | None = session.scalar(Q["record_ask"], asked)
    return found


def last_ask_attempt(session: Session, ask_id: UUID, rung: str, follow_id: UUID | None = None) -> Tried | None:
    """Return the newest attempt on a rung of an ask."""
    asked = {"ask_id": ask_id, "rung": rung, "follow_id": follow_id}
    row = session.execute(Q["last_ask_attempt"], asked).one_or_none()
    return Tried(*row) if row else None


def settle_ask(session: Session, attempt_id: UUID, state: str, status: int | None) -> None:
    """Note what became of an attempt to tell of an ask that was being tried."""
    session.execute(Q["settle_ask"], {"id": attempt_id, "state": state, "status": status})
