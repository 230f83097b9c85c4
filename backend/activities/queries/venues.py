"""Reading and storing 普法阵地."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session

from backend.activities.domain.venues import Venue as Found
from backend.activities.model import Venue, VenueKind
from backend.activities.queries import Rows
from backend.grid.model import Area

LON, LAT = func.st_x(Venue.geom), func.st_y(Venue.geom)
READ: Rows = (
    select(
        Venue.id, Venue.code, Venue.kind, VenueKind.name, VenueKind.name_en, Venue.name, Venue.area_code, Area.name,
        Venue.address, Venue.holds, Venue.opening_hours, LON, LAT,
    )
    .join(VenueKind, VenueKind.code == Venue.kind)
    .join(Area, Area.code == Venue.area_code)
)  # fmt: skip


def listed(session: Session, area: str, on: date, most: int) -> list[Found]:
    """Return the venues below `area` that are there on a day, by kind and name, at most `most`."""
    there = or_(Venue.closed_on.is_(None), Venue.closed_on > on)
    found = READ.where(Venue.area_code.op("^@")(area), there)
    return [
        Found(*row) for row in session.execute(found.order_by(VenueKind.position, Venue.name, Venue.id).limit(most))
    ]


def one(session: Session, venue_id: int) -> Found | None:
    """Return a venue, None when there is none."""
    row = session.execute(READ.where(Venue.id == venue_id)).one_or_none()
    return Found(*row) if row else None


def known_kinds(session: Session) -> set[str]:
    """Return the codes of the kinds."""
    return set(session.scalars(select(VenueKind.code)))


def stored(session: Session, codes: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return by code the columns of venues that an import may change."""
    names = ("kind", "name", "area_code", "address", "holds", "opening_hours", "note", "closed_on")
    columns = [getattr(Venue, name).label(name) for name in names]
    found = select(Venue.code.label("code"), *columns, LON.label("lon"), LAT.label("lat")).where(Venue.code.in_(codes))
    return {row["code"]: dict(row) for row in session.execute(found).mappings()}


def store(session: Session, record: Mapping[str, Any], *, fresh: bool) -> None:
    """Add a venue, or change the one of its code."""
    plain = {key: value for key, value in record.items() if key not in {"lon", "lat"}}
    lon, lat = record["lon"], record["lat"]
    plain["geom"] = None if lon is None else f"SRID=4326;POINT({lon!r} {lat!r})"
    made = insert(Venue).inline() if fresh else update(Venue).where(Venue.code == record["code"])
    session.execute(made.values(**plain))
