"""GeoJSON that comes from outside, read strictly."""

from __future__ import annotations

from math import isfinite
from typing import Any

from backend.geo.place import MAX_LAT, MAX_LON

BAD_POINT = "位置要写成GeoJSON的Point：[经度，纬度]"
OFF_GLOBE = "坐标不对：经度在-180到180之间，纬度在-90到90之间"


class PointError(ValueError):
    """Not a point; the text is a key of the catalogue."""


def point_of(value: object) -> tuple[float, float]:
    """Return (longitude, latitude) of a GeoJSON Point, in degrees of whatever system it is in.

    Exactly two finite numbers on the globe: no height, no nesting, no text, no truth values.
    Raises PointError.
    """
    if not isinstance(value, dict) or value.get("type") != "Point":
        raise PointError(BAD_POINT)
    pair = value.get("coordinates")
    if not isinstance(pair, list) or len(pair) != 2:
        raise PointError(BAD_POINT)
    lon, lat = (_number(part) for part in pair)
    if abs(lon) > MAX_LON or abs(lat) > MAX_LAT:
        raise PointError(OFF_GLOBE)
    return lon, lat


def _number(part: object) -> float:
    """Return a finite number; -0.0 becomes 0.0, so that equal places are equal bytes."""
    if isinstance(part, bool) or not isinstance(part, int | float):
        raise PointError(BAD_POINT)
    try:
        number = float(part)
    except OverflowError:
        raise PointError(BAD_POINT) from None
    if not isfinite(number):
        raise PointError(BAD_POINT)
    return number + 0.0


def point(lon: float, lat: float) -> dict[str, Any]:
    """Return the GeoJSON Point of a WGS-84 place, seven decimals (1 cm)."""
    return {"type": "Point", "coordinates": [round(lon, 7), round(lat, 7)]}
