"""Maps drawn in letters: the layout of cells is the documentation of a test."""

from __future__ import annotations

from shapely import MultiPolygon, box, unary_union
from shapely.geometry import Point

WEST, NORTH, STEP = 103.80, 35.40, 0.01  # a corner of the demo county; a square is about a kilometre wide


def draw(picture: str) -> dict[str, str]:
    """Return the WKT (EPSG:4326, lon lat) of the MultiPolygon that each letter of `picture` covers.

    Rows run from north to south, a square is 0.01 degrees wide; `.` and blanks are empty.
    """
    squares: dict[str, list[object]] = {}
    for row, line in enumerate(picture.strip("\n").splitlines()):
        for column, letter in enumerate(line):
            if letter not in ". ":
                west, north = WEST + column * STEP, NORTH - row * STEP
                squares.setdefault(letter, []).append(box(west, north - STEP, west + STEP, north))
    shapes = {letter: unary_union(parts) for letter, parts in squares.items()}
    return {
        letter: (shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])).wkt
        for letter, shape in shapes.items()
    }


def middle(column: float, row: float) -> Point:
    """Return the middle of the square in `column` and `row` (from 0, from the north-west)."""
    return Point(round(WEST + (column + 0.5) * STEP, 6), round(NORTH - (row + 0.5) * STEP, 6))
