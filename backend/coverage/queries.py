"""Typed callers of the room's named SQL; all run in the viewer's context."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from backend.coverage.domain import CellSpot, Floats, Post
from backend.coverage.domain.plans import PlaceCell
from backend.db import NamedSql
from backend.grid.domain import Scope

SQL = NamedSql.beside(__file__)


def size(session: Session, scope: Scope, on: date) -> int:
    """Return how many cells are in force `on` a day."""
    return int(session.scalar(SQL["size"], _scope(scope) | {"on": on}) or 0)


def cells(session: Session, scope: Scope, on: date) -> list[CellSpot]:
    """Return the cells in force `on` a day with a place inside each and its nearest open post, by code."""
    return [CellSpot(*row) for row in session.execute(SQL["cells"], _scope(scope) | {"on": on})]


def posts(session: Session, scope: Scope, least: Floats, most: Floats, on: date) -> list[Post]:
    """Return the open posts of a scope and those between two corners of the unit sphere's box."""
    box = {"least": least.tolist(), "most": most.tolist(), "on": on}
    return [Post(*row) for row in session.execute(SQL["posts"], _scope(scope) | box)]


def counted(session: Session, factor: str, scope: Scope, since: datetime, on: date) -> dict[int, int]:
    """Return how much of a factor (`reports`, `opinions`, `harder`) each cell of today has had since a moment; cells with none are left out."""
    found: dict[int, int] = {}
    for row in session.execute(SQL[factor], _scope(scope) | {"since": since, "on": on}):
        if row.cell_id is not None:
            found[row.cell_id] = found.get(row.cell_id, 0) + row.n
    return found


def places(session: Session, scope: Scope, sites: Sequence[tuple[float, float]], on: date) -> dict[int, PlaceCell]:
    """Return the cell of the scope at each of some places (longitude, latitude), by its position; places in none are left out."""
    values = {
        "prefixes": list(scope.prefixes),
        "lons": [lon for lon, _ in sites],
        "lats": [lat for _, lat in sites],
        "on": on,
    }
    return {row.nth - 1: PlaceCell(*row[1:]) for row in session.execute(SQL["places"], values)}


def _scope(scope: Scope) -> dict[str, Any]:
    return {"low": scope.low, "high": scope.high, "prefixes": list(scope.prefixes)}
