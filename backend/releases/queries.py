"""Typed callers of the room's named SQL, and what was released of a county's map."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.categories.model import Category
from backend.clock import midnight, next_month
from backend.db import NamedSql
from backend.grid.model import Area, GridEdition
from backend.releases.domain import AreaName, Counted, Figures, Shape
from backend.releases.model import MapFigure, MapRelease

SQL = NamedSql.beside(__file__)
MOST_FIGURES = 20_000
MOST_COUNTIES = 3_000


def counties(session: Session) -> list[str]:
    """Return the counties that have a grid."""
    rows = session.scalars(select(func.left(GridEdition.area_code, 6)).distinct())
    known = set(session.scalars(select(Area.code).where(Area.level == "county")))
    return sorted(known & set(rows))


def counted(session: Session, county: str, month: date) -> list[Counted]:
    """Return what was reported in a county in a month, by cell and category."""
    asked = {"county": county, "low": midnight(month), "high": midnight(next_month(month))}
    return [Counted(*row) for row in session.execute(SQL["map_counts"], asked)]


def units(session: Session, county: str, day: date) -> tuple[dict[str, list[str]], list[str]]:
    """Return the cells of each township that has any and all categories: known to everybody, whatever was reported."""
    cells: dict[str, list[str]] = {}
    for code, town in session.execute(SQL["map_cells"], {"county": county, "day": day}):
        cells.setdefault(town, []).append(code)
    return cells, list(session.scalars(select(Category.code).order_by(Category.code)))


def months(session: Session, county: str, since: date) -> list[date]:
    """Return the months that were released of a county since a month, the latest first."""
    rule = (MapRelease.county == county, MapRelease.month >= since)
    return list(session.scalars(select(MapRelease.month).where(*rule).order_by(MapRelease.month.desc())))


def released(session: Session, county: str, month: date) -> tuple[int, Figures] | None:
    """Return below how many nothing is told, and the figures of a month; None when it was not released."""
    row = session.get(MapRelease, (county, month))
    if row is None:
        return None
    found = Figures(row.total)
    wanted = select(MapFigure).where(MapFigure.county == county, MapFigure.month == month).limit(MOST_FIGURES)
    for each in session.scalars(wanted):
        if each.kind == "cell":
            found.cells.setdefault(each.town or "", {})[each.code] = each.n
        else:
            (found.towns if each.kind == "town" else found.categories)[each.code] = each.n
    return row.least, found


def mapped(session: Session) -> list[AreaName]:
    """Return the counties of which a month was released, by code."""
    rows = (
        select(Area.code, Area.name)
        .where(Area.code.in_(select(MapRelease.county)))
        .order_by(Area.code)
        .limit(MOST_COUNTIES)
    )
    return [AreaName(*row) for row in session.execute(rows)]


def place(session: Session, code: str) -> str | None:
    """Return the name of a county or township, None for what is neither."""
    return session.scalar(select(Area.name).where(Area.code == code, Area.level.in_(("county", "town"))))


def newest_edition(session: Session) -> int:
    """Return the id of the edition of the grid that came last, 0 without any."""
    return session.scalar(select(func.max(GridEdition.id))) or 0


def shapes(session: Session, area: str, day: date, width: int) -> Sequence[Shape]:
    """Return the townships of a county, or the cells of a township, as paths of a picture so wide."""
    asked = {"area": area, "day": day, "width": width, "deep": 9 if len(area) == 6 else 0}
    return [Shape(*row) for row in session.execute(SQL["map_shapes"], asked)]
