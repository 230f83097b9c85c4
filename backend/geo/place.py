"""Places people name: finite, on the globe, in China. A refusal names the field that is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from shapely import Point

from backend.errors import Invalid
from backend.geo.crs import NAMES, Crs, to_wgs84

MAX_LON = 180.0
MAX_LAT = 90.0
# Rectangles (west, south, east, north) that together hold all of China, with Hong Kong, Macau,
# Taiwan and the islands, and as little else as rectangles can. They only keep gross mistakes out
# (swapped axes, zeros, another continent); they are no boundary and are never drawn.
INSIDE = (
    (79.4, 42.8, 96.4, 49.3),
    (109.6, 39.3, 135.2, 53.7),
    (73.4, 29.5, 124.2, 42.9),
    (82.9, 26.7, 97.1, 29.6),
    (97.0, 20.4, 124.4, 29.6),
    (105.9, 3.3, 118.9, 20.5),
)
# Parts of these rectangles, on the mainland's far side, that hold no place in China.
OUTSIDE = (
    (101.9, 20.0, 106.6, 22.28),
    (106.4, 20.0, 107.9, 21.4),
    (131.4, 42.5, 137.1, 44.8),
    (105.9, 3.3, 109.1, 18.0),
)


@dataclass(frozen=True)
class Place:
    """A place as it was given: WGS-84 point, the system it came in, accuracy in metres, time of the fix (UTC)."""

    point: Point
    crs: Crs
    accuracy_m: float | None = None
    fixed_at: datetime | None = None


def in_china(lon: float, lat: float) -> bool:
    """Whether the WGS-84 place may be in China (see `INSIDE`); near the border it says yes."""
    return _within(INSIDE, lon, lat) and not _within(OUTSIDE, lon, lat)


def _within(boxes: tuple[tuple[float, float, float, float], ...], lon: float, lat: float) -> bool:
    return any(west <= lon <= east and south <= lat <= north for west, south, east, north in boxes)


def known_crs(name: object, field: str = "crs") -> Crs:
    """Return `name` as a reference system. Raises Invalid when it is missing or unknown: never guessed."""
    for known in NAMES:
        if name == known:
            return known
    if name is None or name == "":
        raise Invalid("请写明坐标系，{names}之一", field=field, names=", ".join(NAMES))
    raise Invalid("不认识这个坐标系，只收{names}", field=field, names=", ".join(NAMES))


def wgs84_place(lon: float, lat: float, crs: Crs, field: str | None = None) -> tuple[float, float]:
    """Return a place given in `crs` as WGS-84 (lon, lat) in degrees.

    Raises Invalid naming `lon`, `lat` (or `field`) when a number is not finite or off the globe,
    or when the place is not in China.
    """
    for name, value, most in (("lon", lon, MAX_LON), ("lat", lat, MAX_LAT)):
        if not isfinite(value) or abs(value) > most:
            raise Invalid("坐标不对：经度在-180到180之间，纬度在-90到90之间", field=field or name)
    # -0.0 is a number like any other; adding zero makes it 0.0, so that equal places are equal bytes.
    x, y = to_wgs84(lon + 0.0, lat + 0.0, crs)
    if not in_china(x, y):
        raise Invalid("这个位置不在中国境内", field=field or "lon")
    return x, y
