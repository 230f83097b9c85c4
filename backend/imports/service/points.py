"""Tables whose rows have a place: a CSV, an XLSX, or the points of a file of shapes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import Point

from backend.geo.crs import Crs
from backend.geo.reproject import CrsError, Move, crs_named, mover
from backend.imports.domain import Finding, ImportRefused, Row, Table
from backend.imports.service.features import PACKED, ShapeError, crs_of, load, pair_of
from backend.imports.service.tables import read_sheet, table_of

SHAPES = {*PACKED, ".geojson", ".json", ".shp"}
PLACE = ("lon", "lat")


def read_points(
    path: Path,
    needed: tuple[str, ...],
    optional: tuple[str, ...],
    crs: str | None,
    *,
    layer: str | None = None,
    encoding: str | None = None,
) -> tuple[Table, Crs | None, list[str]]:
    """Return the rows of a table with `lon` and `lat`, the reference system of those, and what is worth saying of it.

    Of a GeoJSON, GeoPackage or zipped Shapefile the properties are the cells, and `lon` and `lat` come of its points, in
    WGS-84; a feature without a geometry has both empty. See `read_features` for what names the system. Raises ImportRefused.
    """
    if path.suffix.lower() not in SHAPES:
        try:
            return read_sheet(path, needed, optional, encoding), crs_named(crs), []
        except CrsError as error:
            what = f"{crs!r} is no reference system of degrees that we know: say wgs84, cgcs2000, gcj02 or bd09"
            raise ImportRefused([Finding("--crs", "", what)]) from error
    data = load(path, layer=layer, encoding=encoding)
    name, notes = crs_of(path, data, crs)
    move = mover(name)
    items = [item if isinstance(item, dict) else {} for item in data["features"]]
    told = [each if isinstance(each := item.get("properties"), dict) else {} for item in items]
    header = [*dict.fromkeys(str(name) for each in told for name in each), *PLACE]
    lines, findings = [(0, header)], []
    for index, (item, each) in enumerate(zip(items, told, strict=True)):
        try:
            place = _place(item.get("geometry"), move)
        except ShapeError as error:
            place = ("", "")
            findings.append(Finding(f"feature {index}", _text(each.get("code")), str(error)))
        lines.append((index, [*(_text(each.get(column)) for column in header[:-2]), *place]))
    table = table_of(lines, needed, optional)
    table.findings[:0] = findings
    return Table((Row(row.number, row.cells, "feature") for row in table), table.findings), "wgs84", notes


def _place(geometry: Any, move: Move) -> tuple[str, str]:
    if geometry is None:
        return "", ""
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        raise ShapeError("has no Point")
    x, y = shapely.get_coordinates(move(Point(pair_of(geometry.get("coordinates")))))[0].tolist()
    return f"{x:.10f}", f"{y:.10f}"


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value).strip()
