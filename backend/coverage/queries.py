"""Typed callers of the room's named SQL; all run in the viewer's context."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.coverage.domain import CellSpot, Floats, Post, Weights
from backend.coverage.domain.plans import Kept, PlaceCell
from backend.coverage.model import CoveragePlan
from backend.db import NamedSql, current_context
from backend.grid.domain import Scope
from backend.grid.model import Area

SQL = NamedSql.beside(__file__)


def size(session: Session, scope: Scope, on: date) -> int:
    """Return how many cells are in force `on` a day."""
    return int(session.scalar(SQL["size"], scope.values | {"on": on}) or 0)


def cells(session: Session, scope: Scope, on: date) -> list[CellSpot]:
    """Return the cells in force `on` a day with a place inside each and its nearest open post, by code."""
    return [CellSpot(*row) for row in session.execute(SQL["cells"], scope.values | {"on": on})]


def posts(session: Session, scope: Scope, least: Floats, most: Floats, on: date) -> list[Post]:
    """Return the open posts of a scope and those between two corners of the unit sphere's box."""
    box = {"least": least.tolist(), "most": most.tolist(), "on": on}
    return [Post(*row) for row in session.execute(SQL["posts"], scope.values | box)]


def counted(session: Session, factor: str, scope: Scope, since: datetime, on: date) -> dict[int, int]:
    """Return how much of a factor (`reports`, `opinions`, `harder`) each cell of today has had since a moment; cells with none are left out."""
    found: dict[int, int] = {}
    for row in session.execute(SQL[factor], scope.values | {"since": since, "on": on}):
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


def keep(session: Session, row: dict[str, Any]) -> bool:
    """Store a plan; False when the id is taken."""
    made = insert(CoveragePlan).values(**row).on_conflict_do_nothing().returning(CoveragePlan.id)
    return session.execute(made).one_or_none() is not None


def kept(
    session: Session, one: UUID | None = None, area: str | None = None, last: tuple[datetime, UUID] | None = None, most: int = 1
) -> list[Kept]:  # fmt: skip
    """Return saved plans this viewer sees: one, even where it was removed, those of an area, or all; the newest first, after a cursor."""
    made = CoveragePlan
    wanted = select(made, Area.name, func.convenes(made.area_code)).join(Area, Area.code == made.area_code)
    wanted = wanted.where(made.removed_at.is_(None) if one is None else made.id == one)
    if area is not None:
        wanted = wanted.where(made.area_code == area)
    if last is not None:
        wanted = wanted.where(tuple_(made.made_at, made.id) < tuple_(*last))
    viewer = current_context(session).viewer
    return [
        Kept(
            plan.id, plan.area_code, name, plan.name, plan.reach_m, Weights(*plan.weights), plan.since, plan.figures, plan.grid, plan.made_by,
            plan.made_name, plan.made_at, plan.asked, plan.removed_at, convenes or plan.made_by == viewer,
        )
        for plan, name, convenes in session.execute(wanted.order_by(made.made_at.desc(), made.id.desc()).limit(most))
    ]  # fmt: skip


def remove(session: Session, plan: UUID) -> bool:
    """Note that a plan is not wanted any more; False when it was so before, or is not for the viewer to remove."""
    made = update(CoveragePlan).where(CoveragePlan.id == plan, CoveragePlan.removed_at.is_(None))
    return session.execute(made.values(removed_at=func.now()).returning(CoveragePlan.id)).one_or_none() is not None
