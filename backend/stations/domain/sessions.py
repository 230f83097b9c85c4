"""Where and when a mobile station stands. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

LONGEST = timedelta(hours=24)
# Who says where a mobile station of a place stands.
PLANNERS = frozenset({"liaison", "town_congress"})


@dataclass(frozen=True)
class NewSession:
    """A session that is planned; `lon`, `lat`: degrees in EPSG:4326."""

    id: UUID
    station_id: int
    starts_at: datetime
    ends_at: datetime
    place: str
    theme: str
    lon: float
    lat: float


@dataclass(frozen=True)
class MobileSession:
    """A session of a mobile station (流动站点); `cell_name`: None outside every cell; `running`: it stands there now."""

    id: UUID
    station_id: int
    station_name: str
    area_code: str
    area_name: str
    starts_at: datetime
    ends_at: datetime
    place: str
    theme: str
    lon: float
    lat: float
    cell_name: str | None
    cancelled_reason: str
    asked: bytes
    made_by: int
    running: bool
