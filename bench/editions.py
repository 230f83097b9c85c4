"""P7: all reports of the province re-mapped to a new edition against the naive UPDATE; 100 cells redrawn against all of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.db import Context, Database
from backend.editions import queries
from backend.grid import queries as grid
from backend.settings import Settings
from bench.figures import tell

DAY = date(2027, 1, 1)
COUNTY = "999001"
REDRAWN = 100
# Of how many reports the naive way changes one; what it takes is told of all.
PART = 10
# A place for each report, at random in its cell.
PLACES = text(
    "update report r set place = st_setsrid(st_makepoint(st_xmin(c.geom) + random() * 0.01, st_ymin(c.geom) + random() * 0.01), 4326), source_crs = 'wgs84'"
    " from grid_cell c where c.id = r.cell_id"
)
EDITION = text(
    "insert into grid_edition (area_code, name, in_force_from, synthetic, source, source_crs)"
    " values (:county, :name, :day, true, 'bench', 'EPSG:4326') returning id"
)
# Every cell a third of a cell to the east and north of where one was …
SHIFTED = text(
    "insert into grid_cell (edition_id, code, name, area_code, households, in_force_from, geom)"
    " select :edition, code, name, area_code, households, :day, st_translate(geom, 0.0033, 0.0033) from grid_cell where edition_id <> :edition"
)
# … or as they were, but for some that are halved.
HALVED = text(
    "insert into grid_cell (edition_id, code, name, area_code, households, in_force_from, geom)"
    " select :edition, code || part.mark, name, area_code, households, :day, part.geom from ("
    "  select c.*, row_number() over (order by c.id) <= :redrawn as redrawn from grid_cell c where c.edition_id <> :edition) c"
    " cross join lateral (select '' as mark, c.geom where not c.redrawn union all"
    "  select mark, st_multi(st_intersection(c.geom, st_makeenvelope(west, st_ymin(c.geom), west + 0.005, st_ymax(c.geom), 4326)))"
    "  from (values ('a', st_xmin(c.geom)), ('b', st_xmin(c.geom) + 0.005)) half(mark, west) where c.redrawn) part(mark, geom)"
)
# As a competent team first writes it.
NAIVE = text(
    "update report r set cell_id = (select c.id from grid_cell c where st_covers(c.geom, r.place) and c.edition_id = :edition order by c.id limit 1)"
    " where abs(hashtext(r.number)) % :part = 0"
)


def run(settings: Settings, seconds: float) -> None:
    """Print both; each is done once and taken back. `seconds` has no meaning here."""
    del seconds
    owner = Database(settings.database_url, options="-c statement_timeout=0")
    with owner.transaction() as session:
        # A report is never changed here; the naive way does.
        session.connection().exec_driver_sql("alter table report disable trigger user")
        session.execute(PLACES)
    with owner.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("vacuum full report")
        connection.exec_driver_sql("vacuum analyze report")
    whole, all_moved = counted(owner, SHIFTED, {}, ours)
    few, moved = counted(owner, HALVED, {"redrawn": REDRAWN}, ours)
    tell(
        "P7 all cells / 100 cells redrawn",
        whole / few,
        "≥ 200",
        f"{whole:.2f} s, {few * 1e3:.1f} ms; {moved} reports moved by the 100",
    )
    part, _ = counted(
        owner, SHIFTED, {}, lambda session, edition: session.execute(NAIVE, {"edition": edition, "part": PART})
    )
    naive = part * PART
    tell(
        "P7 all reports re-mapped, naive UPDATE / ours",
        naive / whole,
        "≥ 15",
        f"{naive:.0f} s, of which one in {PART} was run; {whole:.2f} s, {all_moved} moved",
    )
    with owner.transaction() as session:
        session.connection().exec_driver_sql("alter table report enable trigger user")
    owner.engine.dispose()


def ours(session: Session, edition: int) -> None:
    """Re-map as the product does."""
    queries.count_moves(session, edition, DAY, DAY)


def counted(
    owner: Database, draw: object, more: dict[str, int], work: Callable[[Session, int], object]
) -> tuple[float, int]:
    """Draw an edition, time `work` on it, and return how long it took and how many reports it moved; all is taken back."""
    with owner.transaction(Context(service="bench")) as session:
        edition = session.execute(EDITION, {"county": COUNTY, "name": "第二版", "day": DAY}).scalar_one()
        session.execute(draw, {"edition": edition, "day": DAY} | more)  # type: ignore[call-overload]
        grid.end_former_cells(session, edition, COUNTY, DAY)
        grid.record_changes(session, edition, COUNTY, DAY)
        session.connection().exec_driver_sql("analyze grid_cell, cell_change")
        begun = time.perf_counter()
        work(session, edition)
        took = time.perf_counter() - begun
        moved = session.execute(text("select coalesce(sum(reports), 0) from edition_move")).scalar_one()
        session.rollback()
    return took, moved
