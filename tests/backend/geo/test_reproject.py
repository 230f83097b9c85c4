"""Reference systems by name, and whole geometries out of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pyproj import Transformer
from shapely import MultiPolygon, Polygon, box

from backend.geo.crs import from_wgs84, to_wgs84
from backend.geo.reproject import CrsError, canonical, mover

HOLED = Polygon(box(103.8, 35.3, 103.9, 35.4).exterior, [box(103.84, 35.34, 103.86, 35.36).exterior])


@pytest.mark.parametrize(
    ("name", "one"),
    [
        ("gcj02", "gcj02"), (" GCJ02 ", "gcj02"), ("BD09", "bd09"), ("epsg:4490", "EPSG:4490"), ("EPSG:4544", "EPSG:4544"),
        ("urn:ogc:def:crs:EPSG::4490", "EPSG:4490"), ("URN:OGC:DEF:CRS:epsg:9.8:4544", "EPSG:4544"),
        ("urn:x-ogc:def:crs:EPSG:6.9:4326", "EPSG:4326"), ("urn:ogc:def:crs:OGC:1.3:CRS84", "OGC:CRS84"), ("ogc:crs84", "OGC:CRS84"),
    ],
)  # fmt: skip
def test_a_system_has_one_name_however_it_is_written(name: str, one: str) -> None:
    assert canonical(name) == canonical(one) == one


@pytest.mark.parametrize(
    "name",
    ["", "EPSG", "EPSG:", "EPSG:1", "EPSG:999999", "EPSG:4490 ; drop", "4490", "OGC:CRS83", "+proj=longlat", "beijing54",
     "urn:ogc:def:crs:EPSG::4490:1", "EPSG:4490\n4326", "EPSG:４４９０"],
)  # fmt: skip
def test_no_other_name_is_taken(name: str) -> None:
    with pytest.raises(CrsError):
        canonical(name)


@pytest.mark.parametrize("name", ["wgs84", "EPSG:4326", "OGC:CRS84", "EPSG:4490", "cgcs2000"])
def test_what_is_wgs84_within_centimetres_passes_as_it_is_longitude_first(name: str) -> None:
    assert mover(name)(HOLED).equals_exact(HOLED, 0)


@given(some.sampled_from(["gcj02", "bd09"]), some.floats(75, 130), some.floats(19, 52))
def test_every_corner_is_moved_by_the_rule_of_points_holes_too(name, west: float, south: float) -> None:
    drawn = MultiPolygon(
        [
            Polygon(
                box(west, south, west + 1, south + 1).exterior,
                [box(west + 0.4, south + 0.4, west + 0.6, south + 0.6).exterior],
            )
        ]
    )
    moved = mover(name)(drawn)
    for before, after in zip(drawn.geoms[0].interiors[0].coords, moved.geoms[0].interiors[0].coords, strict=True):
        assert after == to_wgs84(*before, name)
    assert len(moved.geoms[0].exterior.coords) == 5


def test_a_projected_system_goes_there_and_back() -> None:
    there = Transformer.from_crs("EPSG:4326", "EPSG:4544", always_xy=True)
    metres = Polygon([there.transform(*pair) for pair in HOLED.exterior.coords])
    assert mover("EPSG:4544")(metres).equals_exact(Polygon(HOLED.exterior), 1e-9)


@pytest.mark.parametrize("name", ["wgs84", "gcj02", "EPSG:4544"])
def test_what_covers_nothing_still_covers_nothing(name: str) -> None:
    assert mover(name)(Polygon()).is_empty


def test_a_shift_is_hundreds_of_metres_and_is_taken_back() -> None:
    shifted = from_wgs84(103.85, 35.37, "gcj02")
    assert abs(shifted[0] - 103.85) > 0.001
    assert to_wgs84(*shifted, "gcj02") == pytest.approx((103.85, 35.37), abs=1e-8)
