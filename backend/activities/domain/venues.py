"""普法阵地: where people meet the law. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Venue:
    """A square, a park, a corridor …; `lon`, `lat`: degrees in EPSG:4326, None for one without a place on the map."""

    id: int
    code: str
    kind: str
    kind_name: str
    kind_name_en: str
    name: str
    area_code: str
    area_name: str
    address: str
    holds: str
    opening_hours: str
    lon: float | None
    lat: float | None
