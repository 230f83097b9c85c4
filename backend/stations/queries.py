"""Typed callers of this room's SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from backend.db import NamedSql, Prepared, Trip, past, run
from backend.geo.sphere import unit
from backend.grid.domain import AreaRef
from backend.stations.domain import CellPosts, Located, Move, Node, Picture, PostCell, StationNear, StationRef, Stood
from backend.stations.domain.duties import Duty, StationCard, chain
from backend.stations.domain.facts import Fact, Said, Term
from backend.stations.model import StationTerm

SQL = NamedSql.beside(__file__)
# How many stations a place is told. The number stands in the text: a plan for any number would sort all stations.
NAMED = 3
LOCATE = Prepared(
    "zhitong_locate", SQL["locate"].text.replace(":most", str(NAMED)),
    lon="float8", lat="float8", x="float8", y="float8", z="float8", on="date",
)  # fmt: skip


def _spot(lon: float, lat: float) -> dict[str, float]:
    x, y, z = unit(lon, lat)
    return {"lon": lon, "lat": lat, "x": x, "y": y, "z": z}


def locate(where: Session | Trip, lon: float, lat: float, on: date) -> Located:
    """Return what is at a place `on` a day, with the NAMED nearest stations; one trip.

    `lon`, `lat`: degrees in EPSG:4326 (WGS-84). Areas from village to province; distances in great-circle metres.
    """
    ((cell, areas, stations),) = run(where, LOCATE, {**_spot(lon, lat), "on": on})
    return Located(cell, [AreaRef(*area) for area in areas], [StationNear(**station) for station in stations])


def nearest(session: Session, lon: float, lat: float, on: date, within: Sequence[str], most: int) -> list[StationNear]:
    """Return the `most` nearest stations in operation `on`, whose area begins with one of `within` (empty: any).

    `lon`, `lat`: degrees in EPSG:4326 (WGS-84). Nearest first, with great-circle metres.
    """
    values = {**_spot(lon, lat), "on": on, "within": list(within), "most": most}
    return [StationNear(*row) for row in session.execute(SQL["nearest"], values)]


def station(session: Session, station_id: int) -> StationRef | None:
    """Return a station by id."""
    row = session.execute(SQL["station"], {"id": station_id}).one_or_none()
    return StationRef(*row) if row else None


def cell_of_post(session: Session, station_id: int, on: date) -> PostCell | None:
    """Return the cell that a fixed post stands for `on` a day, None when it has none."""
    row = session.execute(SQL["cell_of_post"], {"station_id": station_id, "on": on}).one_or_none()
    return PostCell(*row) if row else None


def stations_of(session: Session, prefix: str, on: date, *, placed: bool) -> list[StationRef]:
    """Return the stations in operation `on` below `prefix`; with `placed` only those whose place is known."""
    rows = session.execute(SQL["stations_of"], {"prefix": prefix, "on": on, "placed": placed})
    return [StationRef(*row) for row in rows]


def stations_at(session: Session, codes: Iterable[str], on: date) -> list[StationRef]:
    """Return the stations in operation `on` of the areas `codes` themselves, not of those below; with a place."""
    rows = session.execute(SQL["stations_at"], {"codes": sorted(set(codes)), "on": on})
    return [StationRef(*row) for row in rows]


def tree_around(session: Session, codes: Iterable[str]) -> list[Node]:
    """Return those of `codes` that exist, all that stands above them, and what stands directly below them."""
    return [Node(*row) for row in session.execute(SQL["tree_around"], {"codes": sorted(set(codes))})]


def outside_outline(session: Session, rows: list[dict[str, Any]]) -> Sequence[Row[Any]]:
    """Return those of `rows` (n, code, area_code, lon, lat) that lie outside their area's outline."""
    return session.execute(SQL["outside_outline"], {"rows": _json(rows)}).all()


def upsert_stations(session: Session, rows: list[dict[str, Any]]) -> tuple[int, int]:
    """Store stations whose parents are stored; return how many were added and how many changed."""
    added, changed = session.execute(SQL["upsert_stations"], {"rows": _json(rows)}).one()
    return added, changed


def attach_posts(session: Session, edition: int, prefix: str) -> None:
    """Attach every post below `prefix` to one cell of `edition`."""
    session.execute(SQL["attach_posts"], {"edition": edition, "prefix": prefix})


def detach_posts(session: Session) -> None:
    """Take what is no post with a place any more out of its cells, and a post out of those of areas that it left."""
    session.execute(SQL["detach_posts"])


def moved_posts(session: Session, edition: int) -> list[Move]:
    """Return the posts whose cell in `edition` has another code than in the editions whose cells it ended."""
    rows = session.execute(SQL["moved_posts"], {"edition": edition})
    return [Move(*row) for row in rows]


def far_posts(session: Session, edition: int, farthest_m: float) -> list[tuple[str, str, float]]:
    """Return code, cell and metres of the posts that lie farther than that from their cell in an edition."""
    rows = session.execute(SQL["far_posts"], {"edition": edition, "farthest_m": farthest_m})
    return [(row.code, row.cell, row.distance_m) for row in rows]


def unattached_posts(session: Session, prefix: str) -> list[tuple[str, str]]:
    """Return code and name of posts without a place below `prefix`."""
    return [(row.code, row.name) for row in session.execute(SQL["unattached_posts"], {"prefix": prefix})]


def post_coverage(session: Session, prefixes: Sequence[str], on: date) -> list[CellPosts]:
    """Return the cells of the areas below `prefixes` in force on a day, by code, with how many open posts each has."""
    scope = {"low": min(prefixes), "high": past(prefixes), "prefixes": list(prefixes)}
    return [CellPosts(*row) for row in session.execute(SQL["post_coverage"], scope | {"on": on})]


def open_editions(session: Session, on: date) -> list[tuple[int, str]]:
    """Return id and prefix of the editions in force on or after a day."""
    return [(row.id, row.prefix) for row in session.execute(SQL["open_editions"], {"on": on})]


def field_towns(session: Session, viewer: int, prefixes: Sequence[str], on: date) -> list[tuple[str, str]]:
    """Return code and name of the townships of a worker."""
    values = {"viewer": viewer, "prefixes": list(prefixes), "on": on}
    return [(row.code, row.name) for row in session.execute(SQL["field_towns"], values)]


def field_cells(
    session: Session, viewer: int, prefixes: Sequence[str], towns: Sequence[str], on: date
) -> Sequence[Row[Any]]:
    """Return the cells of `towns`, each with `own`: whether it is the worker's."""
    values = {"viewer": viewer, "prefixes": list(prefixes), "towns": list(towns), "on": on}
    return session.execute(SQL["field_cells"], values).all()


def _json(rows: Sequence[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, default=str)


def duties(session: Session, area: str) -> list[Duty]:
    """Return what each post answers for at `area`: of each the newest version of the nearest area that has one."""
    return [Duty(*row) for row in session.execute(SQL["duties"], {"chain": chain(area)})]


def duty_versions(session: Session, area: str, post: str) -> list[Duty]:
    """Return every version of what a post answers for in one area, the newest first."""
    return [Duty(*row) for row in session.execute(SQL["duty_versions"], {"area": area, "post": post})]


def write_duty(session: Session, new: dict[str, Any]) -> bool:
    """Store a version; False when somebody else was first, or the id is taken."""
    return session.execute(SQL["write_duty"], new).one_or_none() is not None


def cards(session: Session, area: str, prefix: str, today: date) -> list[StationCard]:
    """Return the stations at work in and above `area`, whose codes begin with `prefix`, the highest level first."""
    asked = {"chain": chain(area), "prefix": prefix, "past": past([prefix]), "today": today}
    return [StationCard(*row) for row in session.execute(SQL["cards"], asked)]


def terms(session: Session) -> list[Term]:
    """Return what facts of each kind may say, in the office's order."""
    wanted = select(StationTerm.kind, StationTerm.value, StationTerm.name, StationTerm.name_en)
    return [Term(*row) for row in session.execute(wanted.order_by(StationTerm.kind, StationTerm.position))]


def facts(session: Session, station_id: int) -> list[Fact]:
    """Return what stands of a station: of each fact its last version."""
    return [_fact(row) for row in session.execute(SQL["facts"], {"station": station_id})]


def fact_versions(session: Session, station_id: int, fact_id: UUID) -> list[Fact]:
    """Return every version of one fact of a station, the newest first."""
    return [_fact(row) for row in session.execute(SQL["fact_versions"], {"station": station_id, "id": fact_id})]


def write_fact(session: Session, new: dict[str, Any]) -> bool:
    """Store a version of a fact; False when somebody else was first."""
    return session.execute(SQL["write_fact"], new).one_or_none() is not None


def _fact(row: Row[Any]) -> Fact:
    said = Said(**{name: getattr(row, name) for name in Said.__dataclass_fields__})
    return Fact(row.id, row.version, said, row.name, row.name_en, row.written_by, row.written_name, row.written_at)


def network(session: Session, prefix: str, today: date) -> list[Stood]:
    """Return the stations at work below `prefix` and what each stands under, the highest kinds first."""
    rows = session.execute(SQL["network"], {"prefix": prefix, "past": past([prefix]), "today": today})
    return [Stood(*row) for row in rows]


def grown(session: Session, prefix: str, today: date) -> list[tuple[int, int]]:
    """Return how many contact points and workstations there were below `prefix` at the end of each year of change."""
    rows = session.execute(SQL["grown"], {"prefix": prefix, "past": past([prefix]), "today": today})
    return [(row.year, row.stations) for row in rows]


def picture(session: Session, station_id: int, today: date, width: int) -> Picture | None:
    """Return the cells around a station as a drawing `width` units wide or high, None where there is none to draw."""
    rows = session.execute(SQL["picture"], {"station": station_id, "today": today, "width": width}).all()
    if not rows:
        return None
    first = rows[0]
    paths = tuple((row.path, bool(row.own)) for row in rows)
    return Picture(first.wide, first.high, first.x, first.y, paths, first.attribution)
