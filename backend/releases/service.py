"""The verbs of the room: release the months that are over, read what was released of a station or a county, what was adopted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from backend.audit.service import append
from backend.releases import queries
from backend.releases.domain import Adopted, AreaName, Figures, Shape, Told, figures, whole_months
from backend.releases.model import MapFigure, MapRelease, ReleaseMonth, StationRelease

__all__ = [
    "adopted",
    "map_months",
    "map_of",
    "mapped",
    "months",
    "place",
    "release",
    "release_maps",
    "shapes",
]
RELEASE = text("select told from release_stations(:first)")
ADOPTED = text("select * from adopted_at(:station, :most)")
MOST = 20
# How wide a map is drawn, in its own units.
WIDTH = 640
# So many drawings are kept by a process: outlines are public, and the same for everybody.
MOST_DRAWN = 64
_drawn: dict[tuple[str, date, int], Sequence[Shape]] = {}


def release(session: Session, day: date) -> int:
    """Release the months that are over on `day` and were not released yet; return how many."""
    there = set(session.scalars(select(ReleaseMonth.month)))
    due = [each for each in reversed(whole_months(day)) if each not in there]
    for first in due:
        if session.scalar(RELEASE, {"first": first}) is not None:
            append(session, "release.month", "release_month", str(first))
    return len(due)


def months(session: Session, station_id: int, day: date) -> list[Told]:
    """Return the months of a station with anything to tell, of the last twelve, the latest first; needs no context."""
    rule = (StationRelease.station_id == station_id, StationRelease.month >= whole_months(day)[-1])
    rows = session.scalars(select(StationRelease).where(*rule).order_by(StationRelease.month.desc()))
    return [Told(each.month, each.heard, each.answered, each.adopted) for each in rows]


def adopted(session: Session, station_id: int) -> Sequence[Adopted]:
    """Return what was adopted of what people said at a station, the latest first; needs no context."""
    return [Adopted(*row) for row in session.execute(ADOPTED, {"station": station_id, "most": MOST})]


def release_maps(session: Session, day: date, least: int) -> int:
    """Release of each county the months that are over on `day` and were not; return how many. `least`: fewer are not told."""
    there = {tuple(row) for row in session.execute(select(MapRelease.county, MapRelease.month))}
    made = 0
    for county in queries.counties(session):
        due = [month for month in reversed(whole_months(day)) if (county, month) not in there]
        if not due:
            continue
        cells, kinds = queries.units(session, county, day)
        for month in due:
            found = figures(queries.counted(session, county, month), cells, kinds, least)
            _release_map(session, county, month, found, least)
        made += len(due)
    return made


def mapped(session: Session) -> Sequence[AreaName]:
    """Return the counties of which a month was released, by code; needs no context."""
    return queries.mapped(session)


def place(session: Session, code: str) -> str | None:
    """Return the name of a county or township, None for what is neither."""
    return queries.place(session, code)


def map_months(session: Session, county: str, day: date) -> list[date]:
    """Return the months of a county that everybody may see, the latest first; needs no context."""
    return queries.months(session, county, whole_months(day)[-1])


def map_of(session: Session, county: str, month: date) -> tuple[int, Figures] | None:
    """Return below how many nothing is told, and the figures of a county's month; None when it was not released. Needs no context."""
    return queries.released(session, county, month)


def shapes(session: Session, area: str, day: date) -> Sequence[Shape]:
    """Return the townships of a county, or the cells of a township, as they are drawn; needs no context."""
    at = (area, day, queries.newest_edition(session))
    if at not in _drawn:
        if len(_drawn) >= MOST_DRAWN:
            _drawn.clear()
        _drawn[at] = queries.shapes(session, area, day, WIDTH)
    return _drawn[at]


def _release_map(session: Session, county: str, month: date, found: Figures, least: int) -> None:
    session.execute(insert(MapRelease).values(county=county, month=month, least=least, total=found.total).inline())
    rows: list[tuple[str, str, str | None, int]] = [("town", code, None, n) for code, n in found.towns.items()]
    rows += [("cell", code, town, n) for town, each in found.cells.items() for code, n in each.items()]
    rows += [("category", code, None, n) for code, n in found.categories.items()]
    if rows:
        values = [
            {"county": county, "month": month, "kind": kind, "code": code, "town": town, "n": n}
            for kind, code, town, n in rows
        ]
        session.execute(insert(MapFigure).inline(), values)
    append(session, "release.map", "map_release", f"{county} {month}", area=county)
