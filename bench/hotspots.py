"""P4: counts per cell beside a plain GROUP BY, and how they grow. P6: a tile beside the bare `ST_AsMVT` of the same cells."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import date
from statistics import median
from typing import Any

from sqlalchemy import text

from backend.db import Context, Database
from backend.grid.domain import Scope
from backend.hotspots import queries
from backend.hotspots.domain import About, Period, TileNumber
from backend.settings import Settings
from bench.figures import tell
from bench.province import QUARTER, beside

PROVINCE = Scope(("99",))
HEAD = Context(viewer=1, roles=(("town_head", "621124"),), areas=PROVINCE.prefixes)
TURNS = 15
# What a competent team first writes: all rows of the table, grouped, then filtered by nothing but what was asked.
PLAIN = text(
    "select c.code, count(*) from report r join grid_cell c on c.id = r.cell_id"
    " where r.category = :category and date_trunc('day', r.received_at) between :first and :last and not r.hidden"
    " group by c.code"
)
RAW = text(
    "select st_asmvt(t.*, 'cells', 4096, 'geom') from (select c.code, c.name, c.area_code, c.households,"
    " st_asmvtgeom(c.geom_3857, st_tileenvelope(:z, :x, :y)) as geom from grid_cell c"
    " where c.geom_3857 && st_tileenvelope(:z, :x, :y)) t"
)
# A database, who looks, and what is done.
Side = tuple[Database, Context, Callable[[Any], Any]]


def run(settings: Settings, seconds: float) -> None:
    """Print P4 and P6; both sides of a row in turn, the middle of fifteen counts. `seconds` has no meaning here."""
    del seconds
    ours, owner = Database(settings.app_database_url), Database(settings.database_url, options="-c statement_timeout=0")
    fewer = Database(beside(settings, QUARTER).app_database_url)
    counted(ours, owner, fewer)
    place = middle_of(settings)
    for z in (11, 12, 13, 14):
        near(ours, owner, number_of(z, *place))
    for z in (8, 9, 10):
        far(ours, owner, number_of(z, *place))
    for each in (ours, owner, fewer):
        each.engine.dispose()


def counted(ours: Database, owner: Database, fewer: Database) -> None:
    """Print P4 for the last thirty days that have reports, one category; `fewer`: the same with a quarter of the reports."""
    with owner.transaction() as session:
        last: date = session.scalar(text("select max(received_at)::date from report"))
        category: str = session.scalar(text("select min(category) from report"))
    span, about = Period(date.fromordinal(last.toordinal() - 29), last), About(category)
    week = Period(date.fromordinal(last.toordinal() - 6), last)
    plain = {"category": category, "first": span.first, "last": span.last}
    sides = [
        (ours, HEAD, lambda s: queries.counts(s, PROVINCE, [span], about)),
        (owner, Context(), lambda s: s.execute(PLAIN, plain).all()),
        (fewer, HEAD, lambda s: queries.counts(s, PROVINCE, [span], about)),
        (ours, HEAD, lambda s: queries.counts(s, PROVINCE, [week], about)),
    ]
    a, b, c, d = middles(sides)
    tell("P4 counts of 30 days, ours / plain GROUP BY", a / b, "≤ 0.03", f"{a:.1f} ms, {b:.1f} ms")
    tell(
        "P4 the same, reports stored / a quarter of them",
        a / c,
        "≤ 1.3",
        f"{a:.1f} ms, {c:.1f} ms; what was added is older",
    )
    print(f"P4 30 days / 7 days, 4.3 times as many counted: {a / d:.2f} ({a:.1f} ms, {d:.1f} ms)")


def middle_of(settings: Settings) -> tuple[float, float]:
    """Return longitude and latitude of the middle of the province."""
    owner = Database(settings.database_url)
    with owner.transaction() as session:
        lon, lat = session.execute(
            text("select st_x(m), st_y(m) from (select st_centroid(st_extent(geom)) m from grid_cell) t")
        ).one()
    owner.engine.dispose()
    return lon, lat


def number_of(z: int, lon: float, lat: float) -> TileNumber:
    """Return the tile of zoom `z` in which a place lies."""
    x = int((lon + 180) / 360 * 2**z)
    y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**z)
    return TileNumber(z, x, y)


def drawn(database: Database, layer: str, number: TileNumber) -> Side:
    """Return a tile of the product as one side of a figure."""
    return database, HEAD, lambda s: queries.tile(s, layer, number, PROVINCE, date(2026, 3, 1))


def raw(database: Database, number: TileNumber) -> Side:
    """Return the bare statement for the same cells in full detail."""
    values = {"z": number.z, "x": number.x, "y": number.y}
    return database, Context(), lambda s: s.scalar(RAW, values)


def near(ours: Database, owner: Database, number: TileNumber) -> None:
    """Print P6 for a tile of cells."""
    a, b = middles([drawn(ours, "cells", number), raw(owner, number)])
    tell(f"P6 tile z{number.z}, ms beyond raw ST_AsMVT", a - b, "≤ 0.8", f"{a:.1f} ms, {b:.1f} ms")


def far(ours: Database, owner: Database, number: TileNumber) -> None:
    """Print P6 for a tile of townships, which stand for the cells when one looks from afar."""
    ahead = drawn(ours, "areas", number)
    a, b = middles([ahead, raw(owner, number)], turns=3)
    size, full = (len(bytes(once(each) or b"")) / 1000 for each in (ahead, raw(owner, number)))
    tell(f"P6 tile z{number.z}, kB", size, "≤ 100", "townships in place of cells")
    tell(f"P6 tile z{number.z}, bytes / raw full detail", size / full, "≤ 0.12", f"raw {full:.0f} kB")
    tell(f"P6 tile z{number.z}, time / raw full detail", a / b, "≤ 0.12", f"{a:.0f} ms, {b:.0f} ms")


def once(side: Side) -> Any:
    """Do one side once and return what it gave."""
    database, context, work = side
    with database.transaction(context) as session:
        return work(session)


def middles(sides: list[Side], turns: int = TURNS) -> list[float]:
    """Return the middle of the times of each side, in milliseconds, in turn, each in a transaction of its own."""
    times: list[list[float]] = [[] for _ in sides]
    for _ in range(turns):
        for (database, context, work), taken in zip(sides, times, strict=True):
            with database.transaction(context) as session:
                begun = time.perf_counter()
                work(session)
                taken.append(time.perf_counter() - begun)
    return [median(each) * 1000 for each in times]
