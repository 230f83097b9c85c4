"""Typed callers of `queries.sql`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from backend.categories.model import Category
from backend.contacts.service import Person
from backend.contacts.service.consents import Given
from backend.db import NamedSql
from backend.feedback.queries import Attempt
from backend.feedback.service import SheetView
from backend.ratings.domain import Rating
from backend.reports.model import ReportChannel
from backend.reports.service import Arrived, Came, Erased, Said
from backend.stations.domain import StationRef
from backend.submissions.domain import Progress, Written

SQL = NamedSql.beside(__file__)


@dataclass(frozen=True)
class Taken:
    """What the intake statement says: what was stored before, or what it has stored now."""

    old_digest: bytes | None
    old_author: int | None
    old_answer: Mapping[str, Any] | None
    new_answer: Mapping[str, Any] | None
    area_code: str | None
    has_station: bool
    has_cell: bool
    was_judged: bool


@dataclass(frozen=True)
class Desk:
    """What may be chosen when a matter is written down: channels, categories, stations, villages, and of one village its cells as (code, name)."""

    channels: Sequence[ReportChannel]
    categories: Sequence[Category]
    stations: Sequence[StationRef]
    villages: Sequence[tuple[str, str]]
    cells: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Export:
    """Everything held about a person by one receipt. `attempts`: by sheet, what was tried to reach the person; `came`: as staff wrote it down."""

    made_at: datetime
    progress: Progress
    reply_way: str
    language: str
    contact: Person | None
    said: Sequence[Said]
    written: Sequence[Written]
    photos: Sequence[Arrived]
    consents: Sequence[Given]
    sheets: Sequence[SheetView]
    attempts: Mapping[UUID, Sequence[Attempt]]
    erased: Sequence[Erased]
    ratings: Sequence[Rating]
    came: Came | None


def take_in(session: Session, values: Mapping[str, Any]) -> Taken:
    """Store one submission with all that hangs on it, or find it stored."""
    row = session.execute(SQL["take_in"], values).one()
    return Taken(
        bytes(row.old_digest) if row.old_digest is not None else None, row.old_author, row.old_answer,
        row.new_answer, row.area_code, row.has_station, row.has_cell, row.was_judged,
    )  # fmt: skip


def foretell(session: Session, values: Mapping[str, Any]) -> RowMapping | None:
    """Return the station that would get it as a row, or None when nothing names one."""
    return session.execute(SQL["foretell"], values).mappings().one_or_none()


def stored(session: Session, report_id: UUID) -> Taken | None:
    """Return what is stored under `report_id`, whoever stored it."""
    row = session.execute(SQL["stored"], {"id": report_id}).one_or_none()
    return Taken(bytes(row.digest), row.author_id, row.answer, None, None, True, True, True) if row else None


def progress(session: Session, report_id: UUID) -> RowMapping | None:
    """Return the matter of one receipt as a row, or None when the context opens nothing."""
    return session.execute(SQL["progress"], {"report_id": report_id}).mappings().one_or_none()


def steps(session: Session, case_id: UUID) -> Sequence[RowMapping]:
    """Return the timeline of a case, newest first."""
    return session.execute(SQL["steps"], {"case_id": case_id}).mappings().all()


def told(session: Session, case_id: UUID) -> dict[str, str]:
    """Return by name what the station said in words to who spoke about the present state; empty when it said nothing."""
    row = session.execute(SQL["told"], {"case_id": case_id}).one_or_none()
    return {"reason": row.reason, **row.evidence} if row else {}


def own_words(session: Session, case_id: UUID, report_id: UUID) -> list[Written]:
    """Return what the person of a report wrote about its matter since, oldest first."""
    asked = {"case_id": case_id, "report_id": report_id}
    return [
        Written(row.at, row.state, "\n".join(filter(None, (row.reason, *row.evidence.values()))))
        for row in session.execute(SQL["own_words"], asked)
    ]
