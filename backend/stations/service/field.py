"""What a worker's phone holds of its area."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from backend.categories.service import all_current
from backend.grid.service import areas_up
from backend.stations import queries


def field_area(session: Session, viewer: int, name: str, prefixes: Sequence[str], on: date) -> dict[str, Any]:
    """Return the worker's area as the phone keeps it, with a `version` that changes when anything in it does.

    `prefixes`: what the codes of the areas of the worker's role begin with. Cells are those of the
    worker's townships in force `on` the day (`own`: the worker answers for it), with the stations
    there that have a place, and the county's own, which serve it too (the phone says which one a
    sighting will reach); WGS-84, longitude first. Nothing of any other township is in it.
    """
    towns = queries.field_towns(session, viewer, prefixes, on)
    cells = queries.field_cells(session, viewer, prefixes, [code for code, _ in towns], on)
    counties = {up.code for code, _ in towns for up in areas_up(session, code, on) if up.level == "county"}
    stations = queries.stations_at(session, counties, on)
    stations += [s for code, _ in towns for s in queries.stations_of(session, code, on, placed=True)]
    body: dict[str, Any] = {
        "account": {"id": viewer, "name": name},
        "areas": [{"code": code, "name": town} for code, town in towns],
        "cells": {"type": "FeatureCollection", "features": [_feature(cell) for cell in cells]},
        "stations": [{"id": s.id, "name": s.name, "kind": s.kind, "lon": s.lon, "lat": s.lat} for s in stations],
        "categories": [
            {
                "code": kind.code,
                "name": kind.name,
                "name_en": kind.name_en,
                "near_m": kind.near_m,
                "near_days": kind.near_days,
            }
            for kind in all_current(session, on)
        ],
        "tasks": [],
        "synthetic": any(cell.synthetic for cell in cells),
        "attribution": "；".join(sorted({cell.attribution for cell in cells if cell.attribution})),
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    return {"version": hashlib.sha256(text.encode()).hexdigest()[:16]} | body


def _feature(cell: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {
            "code": cell.code,
            "name": cell.name,
            "area_code": cell.area_code,
            "households": cell.households,
            "own": cell.own,
        },
        "geometry": json.loads(cell.shape),
    }
