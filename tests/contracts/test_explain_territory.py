"""EXPLAIN of the territory's named queries as the application's role, on a province: the index each must use."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.db import Context, Database
from backend.db.sql import NamedSql
from backend.geo.sphere import unit
from backend.grid import queries as grid
from backend.settings import Settings
from backend.stations import queries as stations
from tests.conftest import settings_for
from tests.database import clone

# 316 x 316 cells of about a kilometre in 100 towns of 10 villages, and 20,000 stations among them.
FILL = """
insert into area (code, name, level, parent_code) values ('620000', '甘肃省', 'province', null), ('621124', '临洮县', 'county', '620000');
insert into area (code, name, level, parent_code) select '621124' || lpad(t::text, 3, '0'), '镇' || t, 'town', '621124' from generate_series(100, 199) t;
insert into area (code, name, level, parent_code)
select '621124' || lpad(t::text, 3, '0') || lpad(v::text, 3, '0'), '村' || v, 'village', '621124' || lpad(t::text, 3, '0')
from generate_series(100, 199) t, generate_series(0, 9) v;
update area set geom = st_multi(st_makeenvelope(100, 32, 104, 36, 4326)) where code = '621124';
insert into grid_edition (area_code, name, in_force_from, synthetic, source, source_crs) values ('621124', '测试', '2026-01-01', true, 'x', 'x');
insert into grid_cell (edition_id, code, name, area_code, households, in_force_from, geom)
select 1, 'G' || x || '-' || y, 'G', '621124' || lpad((100 + (x * 316 + y) % 100)::text, 3, '0') || lpad(((x + y) % 10)::text, 3, '0'), 400, '2026-01-01',
  st_multi(st_makeenvelope(100 + x * 0.0125, 32 + y * 0.0125, 100 + (x + 1) * 0.0125, 32 + (y + 1) * 0.0125, 4326))
from generate_series(0, 315) x, generate_series(0, 315) y;
insert into station (code, name, kind, area_code, geom)
select 'S' || n, 'S', 'workstation', '621124' || lpad((100 + n % 100)::text, 3, '0'), st_setsrid(st_makepoint(100 + 4 * random(), 32 + 4 * random()), 4326)
from generate_series(1, 20000) n;
analyze area; analyze grid_edition; analyze grid_cell; analyze station; analyze station_cell; analyze cell_worker
"""
LON, LAT = 102.3456, 34.5678
X, Y, Z = unit(LON, LAT)
PLACE = {"lon": LON, "lat": LAT, "x": X, "y": Y, "z": Z, "on": date(2026, 3, 1), "most": 3}
EVERY = pytest.mark.parametrize(
    ("room", "name", "values", "indexes"),
    [
        (stations, "locate", PLACE, {"station_unit_idx", "grid_cell_geom_idx"}),
        (stations, "nearest", PLACE | {"within": []}, {"station_unit_idx"}),
        (stations, "nearest", PLACE | {"within": ["621124100"]}, {"station_unit_idx"}),
        (stations, "stations_of", PLACE | {"prefix": "621124100", "placed": True}, {"station_area_idx"}),
        (stations, "stations_at", PLACE | {"codes": ["621124100001"]}, {"station_area_idx"}),
        (stations, "field_cells", PLACE | {"viewer": 1, "prefixes": ["621124100001"], "towns": ["621124100"]}, {"grid_cell_area_idx"}),
        (stations, "station", {"id": 7}, {"station_pkey"}),
        (stations, "cell_of_post", PLACE | {"station_id": 7}, {"station_pkey"}),
        (stations, "post_coverage", PLACE | {"low": "621124100", "high": "621124100~", "prefixes": ["621124100"]}, {"grid_cell_area_idx"}),
        (grid, "cell_at", PLACE, {"grid_cell_geom_idx"}),
        (grid, "cell_by_code", PLACE | {"code": "G7-7"}, {"grid_cell_code_idx"}),
        (grid, "areas_up", {"code": "621124100001", "on": PLACE["on"]}, {"area_pkey"}),
    ],
)  # fmt: skip

EXPLAINED = {f"{room.__name__.split('.')[1]}.{name}" for room, name, *_ in EVERY.args[1]}


@pytest.fixture(scope="module")
def province(template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A database of 99,856 cells and 20,000 stations, made once."""
    with clone(template) as name:
        settings = settings_for(name, tmp_path_factory.mktemp("var"))
        owner = Database(settings.database_url, options="-c statement_timeout=300000")
        with owner.transaction() as session:
            for statement in FILL.split(";"):
                session.execute(text(statement))
        owner.engine.dispose()
        yield settings


@pytest.fixture
def app_session(province: Settings) -> Iterator[Session]:
    """A transaction of the application's role."""
    database = Database(province.app_database_url)
    with database.transaction(Context(viewer=1)) as session:
        yield session
    database.engine.dispose()


def plan_of(session: Session, sql: NamedSql, name: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return the executed plan of a named statement."""
    (plan,) = session.execute(text(f"explain (analyze, timing off, format json) {sql[name].text}"), values).scalar_one()
    found: dict[str, Any] = plan["Plan"]
    return found


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a plan's nodes."""
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


@EVERY
def test_the_index_is_used(
    app_session: Session, room: Any, name: str, values: dict[str, Any], indexes: set[str]
) -> None:
    plan = plan_of(app_session, room.SQL, name, values)
    used = {node["Index Name"] for node in nodes(plan) if "Index Name" in node}
    assert indexes <= used, json.dumps(plan, indent=1)
    scanned = {node["Relation Name"] for node in nodes(plan) if node["Node Type"] == "Seq Scan"}
    assert scanned.isdisjoint({"grid_cell", "station"}), json.dumps(plan, indent=1)


def test_locate_touches_few_rows(app_session: Session) -> None:
    """The nearest come out of the index in order: not one station more is read than named."""
    plan = plan_of(app_session, stations.SQL, "locate", PLACE)
    read = {node["Index Name"]: node["Actual Rows"] for node in nodes(plan) if "Index Name" in node}
    assert read["station_unit_idx"] <= 4
    assert read["grid_cell_geom_idx"] <= 4
