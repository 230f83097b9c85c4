"""Which station is nearest, against brute force on the sphere; what stands at a place."""

from __future__ import annotations

import json
from datetime import date
from random import Random

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.db import Context, Database
from backend.geo.sphere import distance_m
from backend.stations import service
from tests.draw import NORTH, STEP, WEST, middle
from tests.make import Maker

ON = date(2026, 3, 1)
POINTS = 2000
SCATTER = text(
    "insert into station (code, name, kind, area_code, geom, closed_on)"
    " select 'S' || n, 'S' || n, 'workstation', '621124', st_setsrid(st_makepoint(lon, lat), 4326),"
    " case when shut then date '2026-01-01' end"
    " from jsonb_to_recordset(cast(:rows as jsonb)) as r(n integer, lon float8, lat float8, shut boolean)"
)


def scatter(session: Session, random: Random, count: int) -> dict[str, tuple[float, float]]:
    """Store `count` stations all over the country, one in ten closed; return the places of the open ones."""
    rows = [
        {"n": n, "lon": random.uniform(75, 130), "lat": random.uniform(18, 53), "shut": n % 10 == 0}
        for n in range(count)
    ]
    session.execute(SCATTER, {"rows": json.dumps(rows)})
    return {f"S{row['n']}": (row["lon"], row["lat"]) for row in rows if not row["shut"]}  # type: ignore[misc]


def test_the_nearest_is_the_nearest_on_the_sphere(owner: Database, make: Maker) -> None:
    """No wrong name in 2,000 random places; the three named are the three nearest, in order."""
    make.area("620000", "甘肃省", "province", None)
    make.area("621124", "临洮县", "county", "620000")
    random = Random(20260301)
    with owner.transaction(Context()) as session:
        places = scatter(session, random, 300)
        for _ in range(POINTS):
            here = (random.uniform(75, 130), random.uniform(18, 53))
            best = sorted((distance_m(here, place), code) for code, place in places.items())[:3]
            named = service.nearest(session, *here, on=ON)
            assert [near.code for near in named] == [code for _, code in best]
            assert all(abs(near.distance_m - far) < 0.01 for near, (far, _) in zip(named, best, strict=True))


def test_nearest_within_areas_and_on_its_day(owner: Database, make: Maker) -> None:
    make.counties()
    at = middle(2, 0)
    with owner.transaction(Context()) as session:
        assert [s.code for s in service.nearest(session, at.x, at.y, on=ON, limit=2)] == ["LT-WJM", "LT-DJ"]
        within = service.nearest(session, at.x, at.y, on=ON, within=["621124100"], limit=1)
        assert [s.code for s in within] == ["LT-DJ"]
        assert service.nearest(session, at.x, at.y, on=ON, within=["11"]) == []
        session.execute(text("update station set closed_on = '2026-03-02' where code = 'LT-WJM'"))
        assert service.nearest(session, at.x, at.y, on=ON)[0].code == "LT-WJM"
        assert service.nearest(session, at.x, at.y, on=date(2026, 3, 2))[0].code == "LT-DJ"
        session.execute(text("update station set mobile = true where code = 'LT-DJ'"))
        assert service.nearest(session, at.x, at.y, on=date(2026, 3, 2))[0].code == "LT-WF"


def test_locate_in_a_cell_with_its_post(owner: Database, make: Maker) -> None:
    make.counties()
    at = middle(0.4, 0)
    with owner.transaction(Context()) as session:
        session.execute(text(
            "insert into station_cell select s.id, c.edition_id, c.id, 0 from station s, grid_cell c"
            " where s.code = 'LT-DJ' and c.code = '621124100001001'"
        ))  # fmt: skip
        found = service.locate(session, at.x, at.y, on=ON)
    assert found.cell is not None
    assert (found.cell["code"], found.cell["synthetic"], "id" in found.cell) == ("621124100001001", True, False)
    assert [a.code for a in found.areas] == ["621124100001", "621124100", "621124", "621100", "620000"]
    assert [(s.code, s.of_cell) for s in found.stations] == [("LT-WF", False), ("LT", False), ("LT-DJ", True)]
    far = [distance_m((at.x, at.y), (middle(column, 0).x, middle(column, 0).y)) for column in (0.2, 0, 1)]
    assert all(abs(s.distance_m - meant) < 0.1 for s, meant in zip(found.stations, far, strict=True))


def test_locate_on_an_edge_has_exactly_one_cell(owner: Database, make: Maker) -> None:
    make.counties()
    with owner.transaction(Context()) as session:
        found = service.locate(session, WEST + STEP, NORTH - STEP / 2, on=ON)
        lowest = session.scalar(text("select code from grid_cell order by id limit 1"))
    assert found.cell is not None
    assert found.cell["code"] == lowest


def test_locate_outside_every_cell_knows_the_area_by_its_outline(owner: Database, make: Maker) -> None:
    make.counties()
    outline = "MULTIPOLYGON(((103 35, 105 35, 105 36, 103 36, 103 35)))"
    make.run("update area set geom = st_geomfromtext(:wkt, 4326) where code = '621124'", wkt=outline)
    with owner.transaction(Context()) as session:
        found = service.locate(session, 104.5, 35.5, on=ON)
        assert found.cell is None
        assert [a.code for a in found.areas] == ["621124", "621100", "620000"]
        assert len(found.stations) == 3
        nowhere = service.locate(session, 120.0, 30.0, on=ON)
        assert (nowhere.cell, nowhere.areas) == (None, [])
        assert nowhere.stations[0].code == "FQ-JS"


def test_locate_before_any_edition_names_no_cell(owner: Database, make: Maker) -> None:
    make.counties()
    at = middle(0, 0)
    with owner.transaction(Context()) as session:
        found = service.locate(session, at.x, at.y, on=date(2025, 12, 31))
    assert found.cell is None
    assert found.areas[0].code == "621124100001"


def test_get_and_stations_of(owner: Database, make: Maker) -> None:
    make.counties()
    make.station("LT-X", "无位置", "liaison_point", "621124101", None)
    with owner.transaction(Context()) as session:
        assert [s.code for s in service.stations_of(session, "621124101", on=ON)] == ["LT-WJM", "LT-X"]
        (placed,) = service.stations_of(session, "621124101", on=ON, placed=True)
        assert service.get(session, placed.id) == placed
        assert (placed.phone, placed.lon, placed.lat) == ("0932-000-0000", middle(2, 0).x, middle(2, 0).y)
        assert service.get(session, 999) is None


def test_locate_names_the_successor_of_an_abolished_village(owner: Database, make: Maker) -> None:
    """The grid is not drawn again yet: the cell outlives its village."""
    make.counties()
    make.run("update area set valid_to = '2026-06-01', successor_code = '621124100002' where code = '621124100001'")
    at = middle(0.4, 0)
    with owner.transaction(Context()) as session:
        last = service.locate(session, at.x, at.y, on=date(2026, 5, 31))
        after = service.locate(session, at.x, at.y, on=date(2026, 6, 1))
    assert [a.name for a in last.areas[:2]] == ["文峰社区", "洮阳镇"]
    assert [a.name for a in after.areas[:2]] == ["东街社区", "洮阳镇"]
    assert last.cell == after.cell


def test_locate_outside_every_cell_goes_by_the_outlines_of_the_day(owner: Database, make: Maker) -> None:
    make.counties()
    outline = "MULTIPOLYGON(((103 35, 105 35, 105 36, 103 36, 103 35)))"
    make.run(
        "update area set geom = st_geomfromtext(:wkt, 4326), valid_to = '2026-06-01' where code = '621124101'",
        wkt=outline,
    )
    with owner.transaction(Context()) as session:
        assert service.locate(session, 104.5, 35.5, on=date(2026, 5, 31)).areas[0].name == "八里铺镇"
        assert service.locate(session, 104.5, 35.5, on=date(2026, 6, 1)).areas == []
