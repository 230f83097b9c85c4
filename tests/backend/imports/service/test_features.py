"""GeoJSON files: the reference system is named, and every feature that is no polygon is listed beside the good ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from backend.geo.crs import from_wgs84
from backend.imports.domain import ImportRefused
from backend.imports.service import read_features

RING = [[103.8, 35.3], [103.9, 35.3], [103.9, 35.4], [103.8, 35.3]]
CGCS2000 = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}


def write(folder: Path, *geometries: Any, crs: Any = CGCS2000, text: str | None = None) -> Path:
    features = [{"type": "Feature", "properties": {"code": f"c{i}"}, "geometry": g} for i, g in enumerate(geometries)]
    data = {"type": "FeatureCollection", "features": features} | ({"crs": crs} if crs else {})
    path = folder / "cells.geojson"
    path.write_text(json.dumps(data) if text is None else text)
    return path


def polygon(ring: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring]}


def refusal(path: Path, crs: str | None = None) -> list[str]:
    with pytest.raises(ImportRefused) as refused:
        read_features(path, crs)
    return [finding.line() for finding in refused.value.findings]


def test_an_unnamed_system_is_never_guessed(tmp_path: Path) -> None:
    (line,) = refusal(write(tmp_path, polygon(RING), crs=None))
    assert "names no reference system" in line


def test_a_system_named_by_the_caller_or_by_the_file_or_by_both(tmp_path: Path) -> None:
    assert read_features(write(tmp_path, polygon(RING), crs=None), "EPSG:4490").crs == "EPSG:4490"
    assert read_features(write(tmp_path, polygon(RING))).crs == "EPSG:4490"
    assert read_features(write(tmp_path, polygon(RING)), "urn:ogc:def:crs:EPSG::4490").crs == "EPSG:4490"
    assert "says EPSG:4490, but --crs says gcj02" in refusal(write(tmp_path, polygon(RING)), "gcj02")[0]
    assert "unknown reference system" in refusal(write(tmp_path, polygon(RING), crs=None), "beijing54")[0]
    assert "unknown reference system" in refusal(write(tmp_path, polygon(RING), crs=None), "EPSG:999999")[0]


def test_decimals_are_kept(tmp_path: Path) -> None:
    ring = [[103.7978986664, 35.3021946495], [103.9, 35.3], [103.9, 35.4], [103.7978986664, 35.3021946495]]
    (feature,) = read_features(write(tmp_path, polygon(ring))).features
    assert feature.geometry.geoms[0].exterior.coords[0] == (103.7978986664, 35.3021946495)


def test_shifted_and_projected_systems_come_back_to_wgs84(tmp_path: Path) -> None:
    shifted = [list(from_wgs84(x, y, "gcj02")) for x, y in RING]
    (feature,) = read_features(write(tmp_path, polygon(shifted), crs=None), "gcj02").features
    for (x, y), (lon, lat) in zip(feature.geometry.geoms[0].exterior.coords, RING, strict=True):
        assert (x, y) == pytest.approx((lon, lat), abs=1e-9)
    # CGCS2000 / 3-degree Gauss-Kruger CM 105E: the central meridian is x = 500,000 m
    metres = [[500000, 3900000], [501000, 3900000], [501000, 3901000], [500000, 3900000]]
    (feature,) = read_features(write(tmp_path, polygon(metres), crs=None), "EPSG:4544").features
    assert feature.geometry.geoms[0].exterior.coords[0][0] == pytest.approx(105.0, abs=1e-9)
    assert 35.2 < feature.geometry.geoms[0].exterior.coords[0][1] < 35.3


@pytest.mark.parametrize(
    ("geometry", "what"),
    [
        (None, "no Polygon"),
        ({"type": "Point", "coordinates": [103.8, 35.3]}, "no Polygon"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "empty"),
        (polygon(RING[:3]), "fewer than four"),
        (polygon([*RING[:3], [103.8, 35.31]]), "not closed"),
        (polygon([["a", 1], *RING[1:]]), "pair of numbers"),
        (polygon([[True, 1], *RING[1:]]), "pair of numbers"),
        (polygon([[10**400, 1], *RING[1:]]), "pair of numbers"),
        (polygon([[103.8], *RING[1:]]), "pair of numbers"),
        (polygon([[y, x] for x, y in RING]), "outside China"),
    ],
)
def test_what_is_no_polygon_is_listed_by_its_index_beside_the_good_ones(
    tmp_path: Path, geometry: Any, what: str
) -> None:
    read = read_features(write(tmp_path, geometry, polygon(RING), geometry))
    assert [finding.where for finding in read.findings] == ["feature 0", "feature 2"]
    assert all(what in finding.what for finding in read.findings)
    assert [feature.geometry.is_empty for feature in read.features] == [True, False, True]
    assert [feature.properties["code"] for feature in read.features] == ["c0", "c1", "c2"]


@pytest.mark.parametrize("crs", ["EPSG:4490", "gcj02", "EPSG:4544"])
def test_what_an_unreadable_polygon_may_have_meant_to_cover_is_the_hull_of_its_corners(
    tmp_path: Path, crs: str
) -> None:
    metres = [[500000, 3900000], [501000, 3900000], [501000, 3901000], [500000, 3901000]]
    corners = metres if crs == "EPSG:4544" else RING
    open_ring, nothing = polygon([*corners, None, ["a", 1]]), polygon([corners[0], corners[1], corners[0]])
    read = read_features(write(tmp_path, open_ring, nothing, polygon([*corners, corners[0]]), crs=None), crs)
    assert len(read.findings) == 2
    assert read.features[0].meant.equals(read.features[2].geometry.convex_hull)
    assert read.features[1].meant.is_empty


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"type": "FeatureCollection"}', '{"type": "FeatureCollection", "features": []}',
     '{"type": "FeatureCollection", "features": [NaN]}', "[" * 100_000],
)  # fmt: skip
def test_what_is_no_collection_is_refused(tmp_path: Path, text: str) -> None:
    assert refusal(write(tmp_path, text=text), "EPSG:4490")


def test_features_without_properties_are_listed(tmp_path: Path) -> None:
    text = '{"type": "FeatureCollection", "features": [1, {"type": "Feature", "properties": null, "geometry": null}]}'
    read = read_features(write(tmp_path, text=text), "EPSG:4490")
    assert [finding.line() for finding in read.findings] == [
        "feature 0: -: has no properties", "feature 0: -: has no Polygon or MultiPolygon",
        "feature 1: -: has no properties", "feature 1: -: has no Polygon or MultiPolygon",
    ]  # fmt: skip
