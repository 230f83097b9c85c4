"""A new edition of the grid gives a cell another row, not another past: nothing rises because somebody drew the map anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from backend.alerts import tasks
from backend.clock import today
from backend.db import Database
from tests.backend.cases.service.test_remap import DJ, WF, WJM, draw_again, drawn
from tests.draw import middle
from tests.make import Maker

# One a day at a place, in the cell that covered it on the day.
STORE = """
insert into report (id, number, kind, author_id, area_code, cell_id, station_id, category, channel, hidden, seen_at, received_at, digest, answer,
  place, source_crs, accuracy_m)
select u.id, u.id::text, 'sighting', (select id from account where login = 'ma'), c.area_code, c.id, s.id, 'land', 'door', false,
  u.at, u.at, sha256(u.id::text::bytea), '{}', c.place, 'EPSG:4326', 5
from (select gen_random_uuid() as id, now() - make_interval(days => day) as at from unnest(cast(:days as int[])) day) u
cross join station s cross join lateral (
  select c.id, c.area_code, p.place from st_setsrid(st_makepoint(:lon, :lat), 4326) p(place) join grid_cell c on st_covers(c.geom, p.place)
  where c.in_force_from <= china_day(u.at) and (c.in_force_to is null or c.in_force_to > china_day(u.at)) order by c.id limit 1) c
where s.code = 'LT-WF'
"""


@pytest.fixture
def county(make: Maker) -> Maker:
    """Two cells A, A and B, B in force for long, and somebody who reports."""
    make.counties()
    draw_again(make, drawn("AABBC", A=WF, B=DJ, C=WJM), date(2026, 2, 1), "第二版")
    make.account("ma", ("grid_worker", "621124"))
    return make


def reported(make: Maker, column: float, days: Iterable[int]) -> None:
    """Store one report at a place so many days ago, each."""
    at = middle(column, 0)
    make.run(STORE, lon=at.x, lat=at.y, days=list(days))


def rises(make: Maker, worker: Database) -> list[tuple[str, int, float]]:
    """Look, and return where something has risen: the cell, how many, and how many there usually are."""
    tasks.look(worker)
    found = make.rows(
        "select c.code, a.n, a.mean from alert a join grid_cell c on c.id = a.cell_id where a.kind = 'rise' order by 1"
    )
    return [(row.code, row.n, round(row.mean, 1)) for row in found]


@pytest.mark.parametrize("picture", ["AABBC", "XYBBC", "XXXXC"], ids=["the same", "split", "merged"])
def test_what_a_place_always_brought_does_not_rise_with_a_new_edition(
    county: Maker, worker_database: Database, picture: str
) -> None:
    areas = {"A": WF, "X": WF, "Y": WF, "B": DJ, "C": WJM}
    draw_again(county, drawn(picture, **{k: areas[k] for k in picture}), today() - timedelta(days=7), "第三版")
    # seven a week in the west of A and in the east of it, before the edition and after
    reported(county, 0, range(63))
    reported(county, 1, range(63))
    assert county.run("select count(distinct cell_id) from report") > 1, "some were filed in the former cell"
    assert rises(county, worker_database) == []
