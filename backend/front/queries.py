"""Typed callers of `queries.sql`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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
    return [StationRow(**row) for row in session.execute(SQL["stations"], {"area": area, "today": today}).mappings()]


def area_name(session: Session, area: str) -> str | None:
    """Return the name of an area, None when there is none."""
    name: str | None = session.scalar(SQL["area_name"], {"area": area})
    return name


def is_open(session: Session, station_id: int, today: date) -> bool:
    """Return whether a station is open on the day."""
    return bool(session.scalar(SQL["is_open"], {"id": station_id, "today": today}))
