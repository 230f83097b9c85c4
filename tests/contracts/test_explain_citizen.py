"""Which station gets it: found by index whatever way the citizen came, as the application's role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.db import Context, Database
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
