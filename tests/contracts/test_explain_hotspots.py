"""The map's statements at volume, as the application's role under its policies: which index each uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from typing import Any

import psycopg2
import pytest
from sqlalchemy import text

from backend.alerts import queries as alerts
from backend.alerts.domain import Rule
from backend.audit.service import use_key
from backend.db import Context, Database
from backend.grid.domain import Scope
from backend.hotspots import queries
from backend.hotspots.domain import EVERYTHING, About, Period, TileNumber
from tests.conftest import settings_for
from tests.database import clone
from tests.make import Maker

REPORTS = 100_000
TODAY = date(2026, 11, 21)
MONTH = Period(date(2026, 11, 1), date(2026, 11, 30))
GRID = """
insert into area (code, name, level, parent_code)
select '621124' || lpad(t::text, 3, '0'), '镇' || t, 'town', '621124' from generate_series(200, 219) t;
insert into area (code, name, level, parent_code)
select '621124' || lpad(t::text, 3, '0') || lpad(v::text, 3, '0'), '村' || t || v, 'village', '621124' || lpad(t::text, 3, '0')
from generate_series(200, 219) t, generate_series(1, 50) v;
insert into grid_cell (edition_id, code, name, area_code, households, in_force_from, geom)
select (select min(id) from grid_edition), code || '001', name || '1格', code, 400, '2026-01-01',
  st_multi(st_makeenvelope(104 + x * 0.01, 35 + y * 0.01, 104.01 + x * 0.01, 35.01 + y * 0.01, 4326))
from (select code, name, (row_number() over (order by code) - 1) % 40 as x, (row_number() over (order by code) - 1) / 40 as y
  from area where code ~ '^6211242.{5}$') v;
select draw_outlines(array['621124'], '2026-01-01');
"""
FILL = """
insert into report (id, number, kind, author_id, area_code, cell_id, station_id, category, channel, hidden, seen_at, received_at, digest, answer)
select gen_random_uuid(), 'n' || n, 'sighting', (select min(id) from account), c.area_code, c.id, (select min(id) from station),
  (array['land', 'family', 'labour', 'traffic'])[1 + n % 4], 'door', n % 50 = 0, at, at, sha256(n::text::bytea), '{{}}'
from generate_series(1, {reports}) n
join (select id, area_code, row_number() over (order by code) as k, count(*) over () as of from grid_cell) c on c.k = 1 + n % c.of
cross join lateral (select timestamptz '2026-01-01Z' + n * interval '5 minutes' as at) t
"""


@pytest.fixture(scope="module")
def volume(template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """100,000 reports in a thousand cells, vacuumed and analysed; the pool of the application's role."""
    with clone(template) as name:
        settings = settings_for(name, tmp_path_factory.mktemp("var"))
        use_key(settings.audit_key)
        make = Maker(Database(settings.database_url), None)  # type: ignore[arg-type]
        make.counties()
        make.account("worker", ("grid_worker", "621124"))
        make.owner.engine.dispose()
        with closing(psycopg2.connect(settings.database_url)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(GRID)
                cursor.execute(FILL.format(reports=REPORTS))
                cursor.execute("vacuum analyze")
        database = Database(settings.app_database_url)
        yield database
        database.engine.dispose()


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every node of a plan."""
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def explained(database: Database, scope: Scope, call: Callable[[Any], object]) -> tuple[str, list[dict[str, Any]]]:
    """Return the one statement that `call(session)` runs in a town head's context, and the nodes of its plan."""
    with database.transaction(Context(viewer=1, roles=(("town_head", "621124"),), areas=scope.prefixes)) as session:
        ran: list[tuple[Any, Any]] = []
        execute = session.execute

        def noted(statement: Any, values: Any = None, **more: Any) -> Any:
            ran.append((statement, values))
            return execute(statement, values, **more)

        session.execute = noted  # type: ignore[method-assign,assignment]
        session.scalar = lambda statement, values: noted(statement, values).scalar()  # type: ignore[method-assign,assignment,misc]
        call(session)
        ((statement, values),) = ran
        plan = execute(text(f"explain (analyze, format json) {statement.text}"), values).scalar_one()
    return statement.text, list(nodes(plan[0]["Plan"]))


def statements() -> list[tuple[str, set[str], Scope, Callable[[Any], object]]]:
    """Return name, the indexes that have to be used, scope and call; five stations are read faster whole."""
    county, town = Scope(("621124",)), Scope(("621124205",))
    return [
        ("counts_wide", {"report_count_idx"}, county, lambda s: queries.counts(s, county, [MONTH], About("land"))),
        ("counts_wide", {"report_count_idx"}, county, lambda s: queries.counts(s, county, [MONTH], EVERYTHING)),
        ("counts", {"report_area_idx"}, town, lambda s: queries.counts(s, town, [MONTH], EVERYTHING)),
        ("counts", set(), town, lambda s: queries.counts(s, town, [MONTH], About(None, "campus"))),
        ("hidden_counts", {"report_count_idx"}, county, lambda s: queries.hidden_counts(s, county, MONTH, EVERYTHING)),
        ("hidden_counts", {"report_count_idx"}, town, lambda s: queries.hidden_counts(s, town, MONTH, EVERYTHING)),
        ("heirs", set(), county, lambda s: queries.heirs(s, [1, 2, 3], TODAY)),
        ("counts_by_place", {"report_cell_idx"}, county, lambda s: queries.counts_by_place(s, county, [MONTH], EVERYTHING, [1, 2], TODAY)),
        ("cell", {"grid_cell_code_idx"}, county, lambda s: queries.cell(s, county, "621124205001001", TODAY)),
        ("categories_of", {"report_cell_idx"}, town, lambda s: queries.categories_of(s, town, MONTH, EVERYTHING, 250, TODAY)),
        ("cells", {"grid_cell_area_idx"}, town, lambda s: queries.cells(s, town, TODAY)),
        ("towns", {"grid_cell_area_idx"}, town, lambda s: queries.towns(s, town, TODAY)),
        ("bounds", {"grid_cell_area_idx"}, town, lambda s: queries.bounds(s, town, TODAY)),
        ("few", {"grid_cell_area_idx"}, town, lambda s: queries.few(s, town)),
    ]  # fmt: skip


COUNTY, LATELY, BEFORE = Scope(("621124",)), datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 9, 1, tzinfo=UTC)
ALERTS: list[tuple[str, Callable[[Any], object]]] = [
    ("repeat_places", lambda s: alerts.repeat_places(s, Rule(3, 30), LATELY)),
    ("tallies", lambda s: alerts.tallies(s, Rule(5, 7, 56, 1, 1000), LATELY, BEFORE, TODAY)),
]
TILES = [
    ("cells", {"grid_cell_geom_3857_idx"}, "621124", TileNumber(14, 12933, 6465)),
    ("areas", {"area_outline_geom_idx"}, "621124", TileNumber(14, 12933, 6465)),
    ("areas", {"area_outline_geom_idx"}, "621124205001", TileNumber(14, 12933, 6465)),
    ("areas", {"area_outline_geom_idx"}, "621124", TileNumber(10, 808, 404)),
    ("stations", set(), "621124205", TileNumber(12, 3233, 1616)),
]
EXPLAINED = (
    {f"hotspots.tile_{layer}" for layer, *_ in TILES}
    | {f"hotspots.{name}" for name, *_ in statements()}
    | {f"alerts.{name}" for name, _ in ALERTS}
)


@pytest.mark.parametrize(("layer", "wanted", "prefix", "number"), TILES)
def test_a_tile_reads_indexes_by_a_plan_for_all_values_alike(
    volume: Database, layer: str, wanted: set[str], prefix: str, number: TileNumber
) -> None:
    scope, statement = Scope((prefix,)), queries.TILES[layer]
    with volume.transaction(Context(viewer=1, roles=(("town_head", "621124"),), areas=scope.prefixes)) as session:
        session.execute(text("set local plan_cache_mode = force_generic_plan"))
        statement.ready(session.connection().connection)
        plan = session.connection().exec_driver_sql(
            f"explain (analyze, format json) {statement.call}", queries.tile_values(number, scope, TODAY)
        )
        read = list(nodes(plan.scalar_one()[0]["Plan"]))
    assert wanted <= {node.get("Index Name") for node in read}
    assert not {node.get("Relation Name") for node in read if node["Node Type"] == "Seq Scan"} & {
        "grid_cell",
        "area_outline",
    }


def test_the_map_reads_indexes_only(volume: Database) -> None:
    for name, wanted, scope, call in statements():
        ran, plan = explained(volume, scope, call)
        assert ran == queries.SQL[name].text, name
        used = {node["Index Name"] for node in plan if "Index Name" in node}
        scanned = {node["Relation Name"] for node in plan if node["Node Type"] == "Seq Scan"}
        assert wanted <= used, (name, used, scanned)
        assert not scanned & {"report", "grid_cell", "area_outline"}, name
        for index in (
            node for node in plan if node.get("Index Name") in wanted & {"report_count_idx", "report_area_idx"}
        ):
            assert (index["Node Type"], index["Heap Fetches"]) == ("Index Only Scan", 0), name


def test_what_became_of_a_cell_is_found_by_keys(volume: Database) -> None:
    """What `heirs` and others call for each former cell, whose own plan does not tell of it."""
    _, plan = explained(volume, COUNTY, lambda s: s.execute(text("select * from cell_heirs(1, :day)"), {"day": TODAY}))
    assert "grid_cell_pkey" in {node.get("Index Name") for node in plan}


def test_alerts_read_the_days_they_are_about(volume: Database) -> None:
    for name, call in ALERTS:
        ran, plan = explained(volume, COUNTY, call)
        assert ran == alerts.SQL[name].text, name
        assert "report_count_idx" in {node.get("Index Name") for node in plan}, name
        assert "report" not in {node["Relation Name"] for node in plan if node["Node Type"] == "Seq Scan"}, name


def test_counts_grow_with_the_period_not_with_all_reports(volume: Database) -> None:
    """Rows touched for one month stay what the month has, whatever lies outside it."""
    county = Scope(("621124",))
    _, plan = explained(volume, county, lambda s: queries.counts(s, county, [MONTH], About("land")))
    (index,) = [node for node in plan if node.get("Index Name") == "report_count_idx"]
    month = 30 * 24 * 12 // 4  # one report in five minutes, one in four of this category
    assert index["Actual Rows"] + index.get("Rows Removed by Filter", 0) <= month + 1
