"""P4: counts per cell beside a plain GROUP BY. P6: a cell tile beside the bare `ST_AsMVT`."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import date
from statistics import median
from typing import Any

from sqlalchemy import text

from backend.db import Context, Database
from backend.hotspots import queries
from backend.hotspots.domain import Period, Scope, TileNumber
from backend.settings import Settings

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


def run(settings: Settings, seconds: float) -> None:
    """Print P4 and P6; both sides of a row in turn, the middle of fifteen counts. `seconds` has no meaning here."""
    del seconds
    ours, owner = Database(settings.app_database_url), Database(settings.database_url, options="-c statement_timeout=0")
    counted(ours, owner)
    with owner.transaction() as session:
        place = session.execute(
            text("select st_x(m), st_y(m) from (select st_centroid(st_extent(geom)) m from grid_cell) t")
        ).one()
    for z in (9, 11, 12, 13, 14):
        drawn(ours, owner, z, *place)
    ours.engine.dispose()
    owner.engine.dispose()


def counted(ours: Database, owner: Database) -> None:
    """Print P4 for the last thirty days that have reports, one category."""
    with owner.transaction() as session:
        last: date = session.scalar(text("select max(received_at)::date from report"))
        category: str = session.scalar(text("select min(category) from report"))
    span = Period(date.fromordinal(last.toordinal() - 29), last)
    plain = {"category": category, "first": span.first, "last": span.last}
    a = middle(ours, HEAD, lambda s: queries.counts(s, PROVINCE, span, category))
    b = middle(owner, Context(), lambda s: s.execute(PLAIN, plain).all())
    print(f"P4 counts, ours / plain GROUP BY      {a / b:6.3f}   (goal ≤ 0.03; {a:.1f} ms, {b:.1f} ms)")


def drawn(ours: Database, owner: Database, z: int, lon: float, lat: float) -> None:
    """Print P6 for the tile of zoom `z` in the province's middle."""
    x = int((lon + 180) / 360 * 2**z)
    y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**z)
    number, raw = TileNumber(z, x, y), {"z": z, "x": x, "y": y}
    a = middle(ours, HEAD, lambda s: queries.tile(s, "cells", number, PROVINCE, date(2026, 3, 1)))
    b = middle(owner, Context(), lambda s: s.scalar(RAW, raw))
    with owner.transaction() as session:
        size = len(queries.tile(session, "cells", number, PROVINCE, date(2026, 3, 1))) / 1024
    print(
        f"P6 tile z{z:<2} beyond raw ST_AsMVT, ms   {a - b:6.2f}   (goal ≤ 0.8; {a:.1f} ms, {b:.1f} ms, {size:.0f} kB)"
    )


def middle(database: Database, context: Context, work: Callable[[Any], object]) -> float:
    """Return the middle of the times of `work`, in milliseconds, each in a transaction of its own."""
    times = []
    for _ in range(TURNS):
        with database.transaction(context) as session:
            begun = time.perf_counter()
            work(session)
            times.append(time.perf_counter() - begun)
    return median(times) * 1000
