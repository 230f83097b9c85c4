"""Reading shared hints and networks of informants: each viewer what the policies show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, true, tuple_
from sqlalchemy.orm import Session

from backend.grid.model import Area
from backend.solicitations.model import Informant, ReviewHint, Solicitation
from backend.stations.model import Station


@dataclass(frozen=True)
class HintView:
    """A hint with the name of its place and of the review it belongs to."""

    id: UUID
    number: str
    document: str
    solicitation_id: UUID | None
    solicitation_title: str | None
    kind: str
    organ: str
    reference: str
    decided_on: date
    said: str
    area_code: str
    area_name: str
    made_by: int
    made_name: str
    made_at: datetime
    asked: bytes


@dataclass(frozen=True)
class InformantView:
    """Somebody of a network with the name of their station."""

    id: UUID
    station_id: int
    station: str
    name: str
    standing: str
    serves: str
    place: str
    from_day: date
    until_day: date | None
    area_code: str
    made_by: int
    asked: bytes


def hints(
    session: Session, *, one: UUID | None = None, last: tuple[datetime, UUID] | None = None, most: int = 1
) -> list[HintView]:
    """Return the hints one sees, newest first, at most `most`."""
    row = ReviewHint
    rules = (
        true() if one is None else row.id == one,
        true() if last is None else tuple_(row.made_at, row.id) < tuple_(*last),
    )
    rows: Any = session.execute(
        select(
            row.id, row.number, row.document, row.solicitation_id, Solicitation.title, row.kind, row.organ, row.reference, row.decided_on,
            row.said, row.area_code, Area.name, row.made_by, row.made_name, row.made_at, row.asked,
        )
        .join(Area, Area.code == row.area_code)
        .outerjoin(Solicitation, Solicitation.id == row.solicitation_id)
        .where(*rules).order_by(row.made_at.desc(), row.id.desc()).limit(most)
    )  # fmt: skip
    return [HintView(*each) for each in rows]


def next_hint_number(session: Session) -> str:
    """Return the number of a new hint."""
    return str(session.scalar(select(func.paper_number("BX", func.now(), func.nextval("review_hint_number")))))


def review_areas(session: Session) -> tuple[str, ...]:
    """Return the prefixes of the areas for whose reviewing, reconsidering and trying bodies the viewer acts."""
    return tuple(session.scalar(select(func.review_areas())) or ())


def informants(
    session: Session, *, one: UUID | None = None, day: date | None = None, most: int = 1
) -> list[InformantView]:
    """Return who collects for the stations one sees, by station and whom they serve; `day`: only who still does so after it."""
    row = Informant
    rules = (
        true() if one is None else row.id == one,
        true() if day is None else or_(row.until_day.is_(None), row.until_day > day),
    )
    rows: Any = session.execute(
        select(
            row.id, row.station_id, Station.name, row.name, row.standing, row.serves, row.place, row.from_day, row.until_day, row.area_code,
            row.made_by, row.asked,
        )
        .join(Station, Station.id == row.station_id)
        .where(*rules).order_by(Station.code, row.serves, row.place, row.name, row.id).limit(most)
    )  # fmt: skip
    return [InformantView(*each) for each in rows]
