"""GeoJSON Points: strict."""

from __future__ import annotations

import json
from math import copysign
from typing import Any

import pytest

from backend.geo.geojson import PointError, point, point_of


@pytest.mark.parametrize(
    "text",
    [
        "null", "1", '"Point"', "[]", "{}", '{"type": "Point"}', '{"type": "point", "coordinates": [1, 2]}',
        '{"type": "Point", "coordinates": []}', '{"type": "Point", "coordinates": [1]}',
        '{"type": "Point", "coordinates": [1, 2, 3]}', '{"type": "Point", "coordinates": [[1, 2]]}',
        '{"type": "Point", "coordinates": [NaN, 2]}', '{"type": "Point", "coordinates": [1, Infinity]}',
        '{"type": "Point", "coordinates": [1, -Infinity]}', '{"type": "Point", "coordinates": ["1", "2"]}',
        '{"type": "Point", "coordinates": [true, false]}', '{"type": "Point", "coordinates": {"0": 1, "1": 2}}',
        '{"type": "Point", "coordinates": [181, 2]}', '{"type": "Point", "coordinates": [1, 91]}',
        '{"type": "Point", "coordinates": [1e400, 2]}', '{"type": "Point", "coordinates": [null, 2]}',
        '{"type": "MultiPoint", "coordinates": [[1, 2]]}', '{"type": ["Point"], "coordinates": [1, 2]}',
        '{"type": "Point", "coordinates": [1' + "0" * 400 + ", 2]}",
    ],
)  # fmt: skip
def test_what_is_no_point_is_refused(text: str) -> None:
    value: Any = json.loads(text)
    with pytest.raises(PointError):
        point_of(value)


def test_longitude_comes_first() -> None:
    assert point_of({"type": "Point", "coordinates": [103, 35.5]}) == (103.0, 35.5)


def test_negative_zero_is_zero() -> None:
    lon, lat = point_of({"type": "Point", "coordinates": [-0.0, -0.0]})
    assert copysign(1, lon) == copysign(1, lat) == 1


def test_out_again_to_the_centimetre() -> None:
    assert point(103.123456789, 35.0) == {"type": "Point", "coordinates": [103.1234568, 35.0]}
    assert point_of(point(103.5, 35.5)) == (103.5, 35.5)
