"""Outlines of cells as a drawing: none, one, one of no height, islands with holes."""

from __future__ import annotations

import math
from typing import Any

from backend.bulletins.domain.plan import TALL, WIDE, middle, plan_of


def square(west: float, south: float, side: float = 0.01) -> dict[str, Any]:
    """Return a square as GeoJSON."""
    east, north = west + side, south + side
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def test_north_is_above_and_degrees_of_longitude_shrink_with_the_latitude() -> None:
    plan = plan_of({1: square(104, 35), 2: square(104.01, 35.01)})
    assert plan.height == TALL
    assert math.isclose(plan.width / plan.height, math.cos(math.radians(35.01)), rel_tol=1e-3)
    (x1, y1), (x2, y2) = middle(plan.rings[1]), middle(plan.rings[2])
    assert x1 < x2
    assert y1 > y2


def test_nothing_is_no_drawing_and_one_cell_or_a_line_fits() -> None:
    assert plan_of({}).rings == {}
    one = plan_of({1: square(104, 0)})
    assert max(one.width, one.height) <= max(WIDE, TALL)
    flat = plan_of({1: {"type": "MultiPolygon", "coordinates": [[[[104, 35], [105, 35], [104, 35]]]]}})
    assert all(math.isfinite(n) for ring in flat.rings[1] for point in ring for n in point)
    assert plan_of({1: {"type": "GeometryCollection", "geometries": []}}).rings == {}
