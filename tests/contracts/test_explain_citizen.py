"""How the citizen's statements read: by index, at a volume where it matters, as the application's role."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.db import Context, Database
from backend.front import queries as front
from backend.settings import Settings
from backend.submissions import queries as submissions
from tests.draw import middle
from tests.make import Maker

# 6,400 cells and 6,000 stations around the drawn county.
FILL = """
insert into grid_cell (edition_id, code, name, area_code, households, in_force_from, geom)
select 1, 'G' || x || '-' || y, 'G', '621124101001', 400, '2026-01-01',
  st_multi(st_makeenvelope(104 + x * 0.01, 34 + y * 0.01, 104 + (x + 1) * 0.01, 34 + (y + 1) * 0.01, 4326))
from generate_series(0, 79) x, generate_series(0, 79) y;
insert into station (code, name, kind, area_code, geom)
select 'S' || n, 'S', 'workstation', '621124101001', st_setsrid(st_makepoint(104 + 0.8 * random(), 34 + 0.8 * random()), 4326)
from generate_series(1, 6000) n;
analyze grid_cell; analyze station
"""
SCANS = text(
    "select relname, seq_scan, idx_scan from pg_stat_xact_user_tables where relname in ('grid_cell', 'station') order by relname"
)
ID = UUID("01930000-0000-7000-8000-000000000001")
GUARDED = {"report", "submission", "case_report", "cases", "case_event"}


@pytest.fixture
def session(make: Maker, settings: Settings) -> Iterator[Session]:
    """A citizen's transaction of the application's role, on many cells and stations."""
    make.counties()
    for statement in FILL.split(";"):
        make.run(statement)
    database = Database(settings.app_database_url)
    with database.transaction(Context(receipt=ID, case=ID)) as begun:
        yield begun
    database.engine.dispose()


@pytest.mark.parametrize(
    "way", [{}, {"station_id": 7}, {"scope_area": "621124101"}, {"scope_area": "621124101", "home_id": 7}]
)
def test_the_station_is_found_by_index(session: Session, way: dict[str, Any]) -> None:
    place = middle(1, 0)
    nowhere: dict[str, Any] = {
        "station_id": None,
        "own_why": "scanned",
        "scope_area": None,
        "deputy": None,
        "home_id": None,
    }
    found = submissions.foretell(session, nowhere | way | {"lon": place.x, "lat": place.y})
    assert found is not None
    scans = {name: (seq, idx) for name, seq, idx in session.execute(SCANS)}
    assert scans["grid_cell"][0] == scans["station"][0] == 0, scans
    assert scans["grid_cell"][1] >= 1
    assert scans["station"][1] >= 1


@pytest.mark.parametrize(
    ("room", "name", "values"),
    [
        (submissions, "progress", {"report_id": ID}),
        (submissions, "steps", {"case_id": ID}),
        (front, "stations", {"area": "621124100", "today": "2026-03-01"}),
        (front, "area_standing", {"area": "621124", "today": "2026-03-01"}),
        (front, "is_open", {"id": 7, "today": "2026-03-01"}),
    ],
)
def test_a_reading_has_an_index_to_use(session: Session, room: Any, name: str, values: dict[str, Any]) -> None:
    session.execute(text("set local enable_seqscan = off"))  # the tables are empty: what is left has no index
    (plan,) = session.execute(text(f"explain (format json) {room.SQL[name].text}"), values).scalar_one()
    scanned = {node["Relation Name"] for node in nodes(plan["Plan"]) if node["Node Type"] == "Seq Scan"}
    assert scanned.isdisjoint(GUARDED | {"area", "station"}), json.dumps(plan, indent=1)


def test_every_query_of_the_two_rooms_is_looked_at() -> None:
    # `take_in` and `stored` are the intake, run in tests/backend/submissions; the lists of areas read all stations on purpose.
    rest = {"take_in", "stored", "foretell", "counties", "towns"}
    looked_at = {"progress", "steps", "stations", "area_standing", "is_open"}
    assert set(submissions.SQL) | set(front.SQL) == rest | looked_at


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a plan's nodes."""
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)
