"""Files of polygons, and of points that stand for a row: GeoJSON, GeoPackage, zipped Shapefile."""

from __future__ import annotations

import json
from math import isfinite
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import shapely
from shapely.geometry import MultiPoint, MultiPolygon, Polygon

from backend.geo.place import in_china
from backend.geo.reproject import PLAIN, CrsError, Move, canonical, mover
from backend.imports.domain import Feature, Features, Finding, ImportRefused
from backend.imports.service.packed import called, unpack
from backend.imports.service.tables import read_text

LEAST_RING = 4
# Metres of any projected system; also keeps integers that no float can hold away.
MOST = 1e9
PACKED = {".gpkg": "gpkg", ".zip": "shapefile"}
# No label of a file can name these, so that their files bear the label of what they were made from.
UNLABELLED = ("gcj02", "bd09")


class ShapeError(ValueError):
    """What is wrong with one geometry."""


def read_features(
    path: Path, crs: str | None = None, *, layer: str | None = None, encoding: str | None = None
) -> Features:
    """Return the polygons of a GeoJSON FeatureCollection, a GeoPackage (.gpkg) or a zipped Shapefile (.zip), in WGS-84, longitude first.

    The reference system is that of the file (GeoJSON's `crs` member, a GeoPackage's table, a Shapefile's .prj) or `crs`; when
    neither names one, or the two differ, the file is refused: it is never guessed. Only GCJ-02 and BD-09 stand above what a
    GeoPackage or Shapefile says, for there is no label for them. `layer`: which of a GeoPackage; `encoding`: of a Shapefile
    without .cpg. Whether a polygon is valid is left to the database. A feature that is no polygon has an empty one and stands
    in the findings: who imports the file adds what else is wrong and refuses once. Raises ImportRefused when there is nothing
    to read at all.
    """
    data = load(path, layer=layer, encoding=encoding)
    name, notes = crs_of(path, data, crs)
    move = mover(name)
    features, findings = [], []
    for index, item in enumerate(data["features"]):
        geometry = item.get("geometry") if isinstance(item, dict) else None
        given = item.get("properties") if isinstance(item, dict) else None
        properties = given if isinstance(given, dict) else {}
        if not properties:
            findings.append(Finding(f"feature {index}", "", "has no properties"))
        try:
            features.append(Feature(index, properties, _moved(geometry, move)))
        except ShapeError as error:
            code = next((str(value) for name, value in properties.items() if "code" in name), "")
            findings.append(Finding(f"feature {index}", code, str(error)))
            features.append(Feature(index, properties, MultiPolygon(), _hull(geometry, move)))
    return Features(features, name, findings, notes)


def load(path: Path, *, layer: str | None = None, encoding: str | None = None) -> dict[str, Any]:
    """Return a file of features as a GeoJSON FeatureCollection has them, in the file's own reference system.

    Of a packed one also `packed` (its kind), `label` (what it says of its reference system) and maybe `encoding` (what its text
    was read with and who said so). Raises ImportRefused.
    """
    kind = PACKED.get(path.suffix.lower())
    if path.suffix.lower() == ".shp":
        raise ImportRefused(
            [Finding(path.name, "", "is one part of a Shapefile: zip .shp, .shx, .dbf, .prj and .cpg together")]
        )
    if kind is None:
        return _load(path)
    data = unpack(kind, path, layer=layer or "", encoding=encoding or "")
    if not data["features"]:
        raise ImportRefused([Finding(path.name, "", "holds no feature")])
    for item in data["features"]:
        # Codes are often kept in a column of numbers there.
        item["properties"] = {
            name: str(value) if isinstance(value, int) and ("code" in name or name == "village12") else value
            for name, value in item["properties"].items()
        }
    return data | {"packed": kind}


def _load(path: Path) -> dict[str, Any]:
    text = read_text(path)
    try:
        data = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        what = f"not readable as JSON: {error}" if isinstance(error, ValueError) else "nested too deeply"
        raise ImportRefused([Finding(path.name, "", what)]) from error
    if (
        not isinstance(data, dict)
        or data.get("type") != "FeatureCollection"
        or not isinstance(data.get("features"), list)
    ):
        raise ImportRefused([Finding(path.name, "", "not a GeoJSON FeatureCollection")])
    if not data["features"]:
        raise ImportRefused([Finding(path.name, "", "holds no feature")])
    return data


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def crs_of(path: Path, data: dict[str, Any], told: str | None) -> tuple[str, list[str]]:
    """Return the canonical name of a file's reference system, and what is worth saying of it and of the file's text.

    Raises ImportRefused when nobody names one, or the file names another than `told`.
    """
    packed = data.get("packed")
    inside, asked = (_named(path, name) for name in (data["crs"] if packed else _member(data), told))
    notes = [f"text was read as {data['encoding']}"] if data.get("encoding") else []
    if packed and asked in UNLABELLED and inside in PLAIN:
        return asked, [*notes, f"places were read as {asked}, as --crs says; the file's own label is {inside}"]
    if inside and asked and PLAIN.get(inside, inside) != PLAIN.get(asked, asked):
        raise ImportRefused([Finding(path.name, "", f"says {inside}, but --crs says {asked}")])
    name = inside or asked
    if name is None:
        what = (
            "names no reference system"
            if not data.get("label")
            else f"names a reference system we do not know ({data['label']})"
        )
        raise ImportRefused(
            [Finding(path.name, "", f"{what}: add --crs, for example --crs EPSG:4490; it is never guessed")]
        )
    if packed:
        notes.append(f"places were read as {name}, as {'the ' + called(packed) if inside else '--crs'} says")
    return name, notes


def _member(data: dict[str, Any]) -> str | None:
    member = data.get("crs")
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return None if name is None else str(name)


def _named(path: Path, name: str | None) -> str | None:
    try:
        return None if name is None else canonical(name)
    except CrsError as error:
        raise ImportRefused([Finding(path.name, "", f"unknown reference system {name!r}")]) from error


def _moved(geometry: Any, move: Move) -> MultiPolygon:
    shape = move(_polygons(geometry))
    pairs = shapely.get_coordinates(shape)
    if not np.isfinite(pairs).all():
        raise ShapeError("lies outside its reference system")
    for x, y in pairs.tolist():
        if not in_china(x, y):
            raise ShapeError(f"has a corner outside China ({x:.6f}, {y:.6f}); is the reference system right?")
    if not isinstance(shape, MultiPolygon):
        raise ShapeError("is no polygon")
    return shape


def _hull(geometry: Any, move: Move) -> Polygon:
    """Return the hull of whatever corners in China an unreadable geometry has; empty when that is no polygon."""
    corners, waiting = [], [geometry.get("coordinates") if isinstance(geometry, dict) else None]
    while waiting:
        item = waiting.pop()
        try:
            corners.append(pair_of(item))
        except ShapeError:
            waiting += item if isinstance(item, list) else []
    moved = shapely.get_coordinates(move(MultiPoint(corners)))
    hull = MultiPoint([pair for pair in moved.tolist() if in_china(*pair)]).convex_hull
    return hull if isinstance(hull, Polygon) else Polygon()


def _polygons(geometry: Any) -> MultiPolygon:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    parts = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind == "Polygon":
        parts = [parts]
    elif kind != "MultiPolygon":
        raise ShapeError("has no Polygon or MultiPolygon")
    if not isinstance(parts, list) or not parts:
        raise ShapeError("has an empty geometry")
    return MultiPolygon([_polygon(part) for part in parts])


def _polygon(rings: Any) -> Polygon:
    if not isinstance(rings, list) or not rings:
        raise ShapeError("has an empty geometry")
    lines = [_ring(ring) for ring in rings]
    return Polygon(lines[0], lines[1:])


def _ring(ring: Any) -> list[tuple[float, float]]:
    if not isinstance(ring, list) or len(ring) < LEAST_RING:
        raise ShapeError("has a ring of fewer than four corners")
    corners = [pair_of(corner) for corner in ring]
    if corners[0] != corners[-1]:
        raise ShapeError("has a ring that is not closed")
    return corners


def pair_of(corner: Any) -> tuple[float, float]:
    """Return (x, y) of a pair of numbers; a third one, a height, is dropped. Raises ShapeError."""
    if not isinstance(corner, list) or len(corner) not in {2, 3}:
        raise ShapeError("has a corner that is not a pair of numbers")
    for number in corner:
        if (
            isinstance(number, bool)
            or not isinstance(number, int | float)
            or abs(number) > MOST
            or not isfinite(number)
        ):
            raise ShapeError("has a corner that is not a pair of numbers")
    return float(corner[0]), float(corner[1])
