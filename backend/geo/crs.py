"""Reference systems that places come in, and the way from and to WGS-84.

Every pair is (longitude, latitude) in degrees. WGS-84 and CGCS2000 (EPSG:4490) differ by
centimetres, below the accuracy of any phone, so they are one here (pyproj calls the same step a
"ballpark" identity). GCJ-02 and BD-09 are the shifted systems of Chinese map services, 0.24-0.7 km
off in the demo counties: a whole grid cell. So a system is always named and never guessed.

Source: neither shift is published by its makers. GCJ-02 is that of eviltransform
(github.com/googollee/eviltransform); BD-09 that of npm gcoord (github.com/hujiulong/gcoord), which gives the
answers of Baidu's own service (geoconv v1). The tests hold both against published vectors.
"""

from __future__ import annotations

from collections.abc import Callable
from math import atan2, cos, hypot, pi, sin, sqrt
from typing import Literal, get_args

Crs = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
NAMES: tuple[Crs, ...] = get_args(Crs)
Shift = Callable[[float, float], tuple[float, float]]

# The constants that reproduce the published vectors to the last digit (Krasovsky 1940).
AXIS = 6378245.0
ECCENTRICITY2 = 0.00669342162296594323
# The box in which the shift is applied; outside it GCJ-02 is WGS-84.
SHIFTED_LON = (72.004, 137.8347)
SHIFTED_LAT = (0.8293, 55.8271)
# Baidu's own answers and npm gcoord have this turn; a well-known routine has plain pi here, up to 40 m off.
BD_TURN = pi * 3000.0 / 180.0
# 1e-10 degrees are 0.01 mm. The iteration gains about three digits a step.
CLOSE = 1e-10
STEPS = 30


def shifted(lon: float, lat: float) -> bool:
    """Whether GCJ-02 differs from WGS-84 at this place."""
    return SHIFTED_LON[0] <= lon <= SHIFTED_LON[1] and SHIFTED_LAT[0] <= lat <= SHIFTED_LAT[1]


def to_wgs84(lon: float, lat: float, crs: Crs) -> tuple[float, float]:
    """Return the place in WGS-84.

    `lon`, `lat`: degrees in the system `crs`. Raises KeyError for a name not in `NAMES`.
    Exact to 0.01 mm against `from_wgs84`; outside China the place is returned unchanged.
    """
    return _TO_WGS84[crs](lon, lat)


def from_wgs84(lon: float, lat: float, crs: Crs) -> tuple[float, float]:
    """Return a WGS-84 place in the system `crs`; the way back of `to_wgs84`."""
    return _FROM_WGS84[crs](lon, lat)


def _same(lon: float, lat: float) -> tuple[float, float]:
    return lon, lat


def _gcj02_from_wgs84(lon: float, lat: float) -> tuple[float, float]:
    if not shifted(lon, lat):
        return lon, lat
    x, y = lon - 105.0, lat - 35.0
    ripple = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + ripple
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + ripple
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    phi = lat / 180.0 * pi
    bend = 1.0 - ECCENTRICITY2 * sin(phi) ** 2
    return (
        lon + east * 180.0 / (AXIS / sqrt(bend) * cos(phi) * pi),
        lat + north * 180.0 / (AXIS * (1.0 - ECCENTRICITY2) / (bend * sqrt(bend)) * pi),
    )


def _bd09_from_gcj02(lon: float, lat: float) -> tuple[float, float]:
    radius = hypot(lon, lat) + 0.00002 * sin(lat * BD_TURN)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * BD_TURN)
    return radius * cos(angle) + 0.0065, radius * sin(angle) + 0.006


def _bd09_from_wgs84(lon: float, lat: float) -> tuple[float, float]:
    if not shifted(lon, lat):
        return lon, lat
    return _bd09_from_gcj02(*_gcj02_from_wgs84(lon, lat))


def _inverse(forward: Shift) -> Shift:
    """Return the exact way back of a shift: walk against the error until it is gone."""

    def back(lon: float, lat: float) -> tuple[float, float]:
        if not shifted(lon, lat):
            return lon, lat
        x, y = lon, lat
        for _ in range(STEPS):
            u, v = forward(x, y)
            x, y = x + lon - u, y + lat - v
            if abs(lon - u) < CLOSE and abs(lat - v) < CLOSE:
                break
        return x, y

    return back


_FROM_WGS84: dict[Crs, Shift] = {
    "wgs84": _same,
    "cgcs2000": _same,
    "gcj02": _gcj02_from_wgs84,
    "bd09": _bd09_from_wgs84,
}
_TO_WGS84: dict[Crs, Shift] = {
    "wgs84": _same,
    "cgcs2000": _same,
    "gcj02": _inverse(_gcj02_from_wgs84),
    "bd09": _inverse(_bd09_from_wgs84),
}
