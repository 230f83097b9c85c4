"""Reading what people said of answers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.db import NamedSql
from backend.ratings.domain import Figures, Rating
from backend.ratings.model import RatingRow

Q = NamedSql.beside(__file__)


def of_case(session: Session, case_id: UUID) -> list[Rating]:
    """Return what was said of the answers to a case, newest first."""
    return _read(session, RatingRow.case_id == case_id)


def of_report(session: Session, report_id: UUID) -> list[Rating]:
    """Return what the person of one report said, newest first; behind the receipt."""
    return _read(session, RatingRow.report_id == report_id)


def one(session: Session, rating_id: UUID) -> Rating | None:
    """Return one judgement, None when there is none for this viewer."""
    return next(iter(_read(session, RatingRow.id == rating_id)), None)


def figures(session: Session, since: datetime | None, until: datetime | None) -> list[Figures]:
    """Return by station what people last said of the answers signed between two moments."""
    return [Figures(*row) for row in session.execute(Q["figures"], {"since": since, "until": until})]


def _read(session: Session, which: object) -> list[Rating]:
    rows = session.scalars(select(RatingRow).where(which).order_by(RatingRow.nth.desc()))  # type: ignore[arg-type]
    return [
        Rating(row.id, row.sheet_id, row.report_id, row.at, row.verdict, row.reason, row.way, row.actor_name)
        for row in rows
    ]
