"""Typed callers of `queries.sql`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from backend.db import NamedSql

SQL = NamedSql.beside(__file__)


@dataclass(frozen=True)
class AreaWithStations:
    """An area and how many stations are open in it."""

    code: str
    name: str
    stations: int


@dataclass(frozen=True)
class StationRow:
    """A station as a list shows it."""

    id: int
    name: str
    kind: str
    address: str
    phone: str
    hours: str


def counties(session: Session, today: date) -> list[AreaWithStations]:
    """Return the counties that have a station."""
    return [AreaWithStations(**row) for row in session.execute(SQL["counties"], {"today": today}).mappings()]


def towns(session: Session, county: str, today: date) -> list[AreaWithStations]:
    """Return the townships of `county` (six digits) that have a station."""
    rows = session.execute(SQL["towns"], {"county": county, "today": today}).mappings()
    return [AreaWithStations(**row) for row in rows]


def stations(session: Session, area: str, today: date) -> list[StationRow]:
    """Return the stations of an area."""
    rows = session.execute(SQL["stations"], {"area": area, "today": today}).mappings()
    return [StationRow(**{name: row[name] for name in StationRow.__dataclass_fields__}) for row in rows]


def area_standing(session: Session, area: str, today: date) -> tuple[str, str] | None:
    """Return code and name of the area that stands for `area` on a day, None when it is unknown."""
    row = session.execute(SQL["area_standing"], {"area": area, "today": today}).one_or_none()
    return (row.code, row.name) if row else None


def is_open(session: Session, station_id: int, today: date) -> bool:
    """Return whether a station is open on the day."""
    return bool(session.scalar(SQL["is_open"], {"id": station_id, "today": today}))


def brought(session: Session, deputy_id: int, before: datetime) -> tuple[int, int]:
    """Return how much was brought to a deputy before a moment, and how much of it was answered."""
    row = session.execute(SQL["brought"], {"deputy": deputy_id, "before": before}).one()
    return row.brought, row.answered
