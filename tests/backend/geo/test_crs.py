"""Shifted systems: published vectors, exact inverses, identity outside China."""

from __future__ import annotations

from math import cos, hypot, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.geo.crs import NAMES, Crs, from_wgs84, shifted, to_wgs84
from backend.geo.sphere import distance_m

# (lat, lon) of WGS-84 and of GCJ-02: test files of googollee/eviltransform, facts only.
GCJ02 = [
    (31.1774276, 121.5272106, 31.17530398364597, 121.531541859215),
    (22.543847, 113.912316, 22.540796131694766, 113.9171764808363),
    (39.911954, 116.377817, 39.91334545536069, 116.38404722455657),
]
# BD-09 to WGS-84 of the same files. That routine turns by pi where Baidu turns by pi * 3000 / 180
# (and inverts GCJ-02 in one step), so it is up to 40 m off Baidu's own answers.
BD09_COARSE = [
    (29.199786, 120.019809, 29.196131605295484, 120.00877901149691),
    (29.210504, 120.036455, 29.206795749156136, 120.0253853970846),
]
# Baidu's own service (geoconv v1, the example of its documentation): WGS-84, GCJ-02, BD-09 as (lon, lat).
BAIDU = (
    (114.21892734521, 29.575429778924),
    (114.22430528428819, 29.57284912109375),
    (114.2307519546763, 29.57908428837437),
)

LON = st.floats(73.6, 134.9)
LAT = st.floats(3.9, 53.5)


@pytest.mark.parametrize(("lat", "lon", "to_lat", "to_lon"), GCJ02)
def test_gcj02_reproduces_the_published_vectors(lat: float, lon: float, to_lat: float, to_lon: float) -> None:
    assert from_wgs84(lon, lat, "gcj02") == pytest.approx((to_lon, to_lat), abs=1e-12)


@pytest.mark.parametrize(("lat", "lon", "from_lat", "from_lon"), GCJ02)
def test_back_from_gcj02_is_exact(lat: float, lon: float, from_lat: float, from_lon: float) -> None:
    assert distance_m(to_wgs84(from_lon, from_lat, "gcj02"), (lon, lat)) < 0.001


def test_agrees_with_baidus_own_answer_within_a_metre() -> None:
    wgs84, gcj02, bd09 = BAIDU
    assert distance_m(from_wgs84(*wgs84, "gcj02"), gcj02) < 1
    assert distance_m(from_wgs84(*wgs84, "bd09"), bd09) < 1
    assert distance_m(to_wgs84(*bd09, "bd09"), wgs84) < 1


@pytest.mark.parametrize(("lat", "lon", "to_lat", "to_lon"), BD09_COARSE)
def test_bd09_is_within_the_error_of_the_coarse_routine(lat: float, lon: float, to_lat: float, to_lon: float) -> None:
    assert distance_m(to_wgs84(lon, lat, "bd09"), (to_lon, to_lat)) < 45


@given(LON, LAT, st.sampled_from(NAMES))
def test_there_and_back_is_the_same_place(lon: float, lat: float, crs: Crs) -> None:
    there = from_wgs84(lon, lat, crs)
    if shifted(*there):
        assert distance_m(to_wgs84(*there, crs), (lon, lat)) < 0.001


@given(LON, LAT)
def test_the_shift_is_of_the_published_size(lon: float, lat: float) -> None:
    x, y = from_wgs84(lon, lat, "gcj02")
    assert hypot((x - lon) * cos(radians(lat)), y - lat) * 111_195 < 1500


@pytest.mark.parametrize("crs", ["wgs84", "cgcs2000"])
def test_wgs84_and_cgcs2000_are_one(crs: Crs) -> None:
    assert to_wgs84(103.86, 35.39, crs) == from_wgs84(103.86, 35.39, crs) == (103.86, 35.39)


@pytest.mark.parametrize("place", [(183.0, 45.0), (-122.4, 37.8), (2.35, 48.86), (139.7, 35.7), (151.2, -33.9)])
@pytest.mark.parametrize("crs", NAMES)
def test_identity_outside_china(place: tuple[float, float], crs: Crs) -> None:
    assert to_wgs84(*place, crs) == place == from_wgs84(*place, crs)


def test_an_unknown_name_is_a_fault() -> None:
    with pytest.raises(KeyError):
        to_wgs84(103.0, 35.0, "EPSG:3857")  # type: ignore[arg-type]
