"""Outlines of cells as a drawing: from degrees to a sheet, north above. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Ring = list[tuple[float, float]]
WIDE, TALL = 1000.0, 1100.0


@dataclass(frozen=True)
class Plan:
    """A drawing `width` by `height`, x to the right and y down: the rings of each cell by its id. Empty without cells."""

    width: float
    height: float
    rings: Mapping[int, Sequence[Ring]]


def plan_of(outlines: Mapping[int, dict[str, Any]]) -> Plan:
    """Return outlines (GeoJSON, degrees, longitude first) as large as fits the sheet; degrees of longitude shrink with the latitude."""
    rings = {cell: found for cell, outline in outlines.items() if (found := list(_rings(outline)))}
    points = [point for each in rings.values() for ring in each for point in ring]
    if not points:
        return Plan(0.0, 0.0, {})
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrow = math.cos(math.radians((south + north) / 2))
    across, down = max((east - west) * narrow, 1e-9), max(north - south, 1e-9)
    scale = min(WIDE / across, TALL / down)

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return round((point[0] - west) * narrow * scale, 1), round((north - point[1]) * scale, 1)

    drawn = {cell: [[at(point) for point in ring] for ring in each] for cell, each in rings.items()}
    return Plan(round(across * scale, 1), round(down * scale, 1), drawn)


def _rings(outline: dict[str, Any]) -> Iterator[Ring]:
    found = outline.get("coordinates", [])
    polygons = {"Polygon": [found], "MultiPolygon": found}.get(outline["type"], [])
    for polygon in polygons:
        for ring in polygon:
            yield [(float(x), float(y)) for x, y, *_ in ring]


def middle(rings: Sequence[Ring]) -> tuple[float, float]:
    """Return the middle of the largest ring's box, for a mark on it."""
    largest = max(rings, key=_box)
    xs, ys = [x for x, _ in largest], [y for _, y in largest]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _box(ring: Ring) -> float:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))
