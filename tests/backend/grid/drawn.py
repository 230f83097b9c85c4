"""A county drawn in letters, for tests of the imports."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shapely import from_wkt, to_geojson
from sqlalchemy.orm import Session

from backend.grid import service
from backend.imports.domain import Feature, Features, Row, Table
from tests.draw import draw

AREAS = (
    ("620000", "甘肃省", "province", ""),
    ("621100", "定西市", "city", "620000"),
    ("621124", "临洮县", "county", "621100"),
    ("621124100", "洮阳镇", "town", "621124"),
    ("621124100001", "文峰社区居民委员会", "village", "621124100"),
    ("621124100002", "东街村民委员会", "village", "621124100"),
    ("621125", "漳县", "county", "621100"),
    ("621125100", "武阳镇", "town", "621125"),
    ("621125100001", "城关村村民委员会", "village", "621125100"),
)
WEST, EAST = "621124100001", "621124100002"


def area_rows(rows: tuple[tuple[str, ...], ...] = AREAS) -> Table:
    """Return area rows as a table has them; a row may end with aliases."""
    names = ("code", "name", "level", "parent_code", "aliases")
    blank = {"valid_from": "", "valid_to": "", "successor_code": "", "aliases": ""}
    return Table(Row(n, blank | dict(zip(names, row, strict=False))) for n, row in enumerate(rows, 2))


def outline(code: str, picture: str) -> Features:
    """Return the outline of all that is drawn, as an area's."""
    whole = "".join("A" if letter.isalnum() else letter for letter in picture)
    return features({"A": {"code": code}}, whole)


def features(properties: Mapping[str, Mapping[str, Any]], picture: str) -> Features:
    """Return one feature a letter, in the order of `properties`."""
    shapes = draw(picture)
    made = [Feature(n, dict(values), from_wkt(shapes[letter])) for n, (letter, values) in enumerate(properties.items())]
    return Features(made, "EPSG:4326")


def cells(picture: str, **areas: str) -> Features:
    """Return one cell a letter, code G-letter, 400 households, in the village given for its letter (default: west)."""
    letters = sorted({letter for letter in picture if letter.isalnum()})
    return features(
        {k: {"code": f"G-{k}", "area_code": areas.get(k, WEST), "households": 400} for k in letters}, picture
    )


def county(session: Session, picture: str) -> None:
    """Store the areas, and 临洮县 with the outline of all that is drawn."""
    service.import_areas(session, area_rows(), outline("621124", picture))


def write_geojson(path: Path, drawn: Features, crs: str | None = "EPSG:4326") -> Path:
    """Write features as a file."""
    data: dict[str, Any] = {"type": "FeatureCollection"}
    if crs:
        data["crs"] = {"type": "name", "properties": {"name": crs}}
    data["features"] = [
        {"type": "Feature", "properties": f.properties, "geometry": json.loads(to_geojson(f.geometry))}
        for f in drawn.features
    ]
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return path


def write_csv(path: Path, header: str, *lines: str) -> Path:
    """Write a table."""
    path.write_text("\n".join([header, *lines]) + "\n", "utf-8")
    return path
