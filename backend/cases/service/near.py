"""What may be the same matter: the same category, near in place and time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import cos, radians

from sqlalchemy.orm import Session

from backend.cases import queries
from backend.cases.domain import Near
from backend.categories import service as categories
from backend.errors import Invalid

METRES_A_DEGREE = 111_320


def near(session: Session, category: str, place: tuple[float, float] | None, cell: str | None) -> list[Near]:
    """Return the open cases of `category` near `place` (longitude, latitude, EPSG:4326) or in `cell`, the nearest first.

    Only what the viewer may see inside: hidden and restricted ones come to their handlers alone.
    Raises Invalid for an unknown category, or when neither place nor cell is given.
    """
    kind = categories.get(session, category)
    if kind is None:
        raise Invalid("没有这个类别", field="category", code="unknown_category")
    if place is None and cell is None:
        raise Invalid("写明位置或者网格", field="cell", code="no_place")
    lon, lat = place or (None, None)
    degrees = kind.near_m / METRES_A_DEGREE / cos(radians(lat or 0))
    since = datetime.now(UTC) - timedelta(days=kind.near_days)
    return queries.near(
        session, category=category, lon=lon, lat=lat, cell=cell, degrees=degrees, near_m=kind.near_m, since=since
    )
