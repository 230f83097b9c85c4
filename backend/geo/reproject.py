"""Whole geometries of files from any named reference system to WGS-84."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from backend.geo.crs import NAMES, Crs, to_wgs84

# EPSG codes, and names of the OGC, that are WGS-84 within centimetres once longitude stands first.
PLAIN: dict[str, Crs] = {"EPSG:4326": "wgs84", "OGC:CRS84": "wgs84", "EPSG:4490": "cgcs2000"}
URN = re.compile(r"urn:(?:x-)?ogc:def:crs:(\w+):[\d.]*:(\w+)", re.IGNORECASE)

Move = Callable[[BaseGeometry], BaseGeometry]


class CrsError(ValueError):
    """No known reference system has this name."""


def canonical(name: str) -> str:
    """Return a reference system's name in one form: `gcj02`, `EPSG:4490`, `EPSG:4548`.

    Takes our own names, `EPSG:n` and the URNs of GeoJSON's former `crs` member. Raises CrsError.
    """
    short = name.strip()
    if found := URN.fullmatch(short):
        short = f"{found[1].upper()}:{found[2].upper()}"
    if short.lower() in NAMES:
        return short.lower()
    short = short.upper()
    if short in PLAIN:
        return short
    if not re.fullmatch(r"EPSG:\d{4,6}", short):
        raise CrsError(name)
    try:
        CRS.from_user_input(short)
    except CRSError as error:
        raise CrsError(name) from error
    return short


def crs_named(name: str | None) -> Crs | None:
    """Return the system of single places that a name stands for, None for none. Raises CrsError for what is no system of degrees."""
    if name is None:
        return None
    found = canonical(name)
    short = PLAIN.get(found, found)
    if short not in NAMES:
        raise CrsError(name)
    return next(each for each in NAMES if each == short)


def mover(name: str) -> Move:
    """Return the function that takes a geometry from the canonical system `name` to WGS-84, longitude first.

    CGCS2000 passes unchanged: it differs by centimetres.
    """
    plain = PLAIN.get(name, name)
    if plain in {"wgs84", "cgcs2000"}:
        return lambda geometry: geometry
    if plain in NAMES:
        return lambda geometry: shapely.transform(geometry, lambda pairs: _shift(pairs, plain))
    transformer = Transformer.from_crs(name, "EPSG:4326", always_xy=True)
    return lambda geometry: shapely.transform(
        geometry, lambda pairs: np.column_stack(transformer.transform(pairs[:, 0], pairs[:, 1]))
    )


def _shift(pairs: Any, crs: Any) -> Any:
    return np.array([to_wgs84(x, y, crs) for x, y in pairs.tolist()]).reshape(-1, 2)
