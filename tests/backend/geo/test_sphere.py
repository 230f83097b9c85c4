"""Distances on the sphere."""

from __future__ import annotations

from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from backend.geo.sphere import RADIUS_M, distance_m, unit

PLACE = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(PLACE, PLACE)
def test_agrees_with_an_independent_library(a: tuple[float, float], b: tuple[float, float]) -> None:
    ball = Geod(a=RADIUS_M, b=RADIUS_M)
    assert distance_m(a, b) == pytest.approx(ball.inv(*a, *b)[2], rel=1e-7, abs=1e-3)


def test_near_and_far() -> None:
    assert distance_m((103.8, 35.4), (103.8, 35.4)) == 0
    assert distance_m((0, 0), (180, 0)) == pytest.approx(pi * RADIUS_M)
    assert distance_m((103.8, 35.4), (103.8, 35.400001)) == pytest.approx(0.1112, abs=1e-4)


@given(PLACE, PLACE, PLACE)
def test_chord_order_is_great_circle_order(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]
) -> None:
    chord_b = sum((p - q) ** 2 for p, q in zip(unit(*a), unit(*b), strict=True))
    chord_c = sum((p - q) ** 2 for p, q in zip(unit(*a), unit(*c), strict=True))
    if chord_b < chord_c:
        assert distance_m(a, b) <= distance_m(a, c)
