"""Counts and tiles over HTTP: right figures, and nothing of the neighbours'."""

from __future__ import annotations

import math
from datetime import date

import pytest
import shapely
from flask.testing import FlaskClient

from backend.db import Database
from backend.hotspots.service.scope import kept_of
from tests.backend.hotspots.conftest import Report
from tests.draw import draw, middle
from tests.make import Browser, Maker

WF, DJ, WJM = "621124100001001", "621124100002001", "621124101001001"
NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}


def tile_of(lon: float, lat: float, z: int) -> tuple[int, int, int]:
    """Return the Web Mercator tile over a place, by the textbook formula."""
    x = (lon + 180) / 360 * 2**z
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**z
    return z, int(x), int(y)


def counts(browser: Browser, **query: str) -> dict[str, int]:
    answer = browser.get("/api/hotspots", query_string=NOVEMBER | query)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return {cell["code"]: cell["count"] for cell in answer.get_json()["cells"]}


def fill(report: Report) -> None:
    """Three in 文峰 (one of environment), one in 东街, two in the neighbouring township, one without cell, one hidden."""
    report(WF, "2026-11-01T00:00:00+08:00")
    report(WF, "2026-11-30T23:59:59+08:00")
    report(WF, "2026-11-10T08:00:00Z", category="environment")
    report(WF, "2026-11-12T08:00:00Z", hidden=True)
    report(WF, "2026-10-31T23:59:59+08:00")
    report(WF, "2026-12-01T00:00:00+08:00")
    report(DJ, "2026-11-20T00:00:00Z")
    report(WJM, "2026-11-20T00:00:00Z", station="LT-WJM")
    report(WJM, "2026-11-21T00:00:00Z", station="LT-WJM")
    report(None, "2026-11-21T00:00:00Z")


def test_every_cell_of_the_township_has_its_figure(county: Maker, report: Report) -> None:
    fill(report)
    body = county.login("head").get("/api/hotspots", query_string=NOVEMBER).get_json()
    assert {cell["code"]: cell["count"] for cell in body["cells"]} == {WF: 3, DJ: 1}
    assert (body["total"], body["unplaced"], body["former"]) == (5, 1, 0)
    assert (body["from"], body["to"], body["measure"]) == ("2026-11-01", "2026-11-30", "count")
    said = dict.fromkeys(("z", "p", "p_sim", "fdr", "class", "trend"))
    cell = body["cells"][0]
    assert cell.pop("smoothed") == 5.0, "the two cells differ no more than chance gives: both have the rate of both"
    assert cell == said | {
        "code": WF, "name": "文峰社区1格", "area_code": "621124100001", "households": 400, "count": 3, "rate": 7.5,
    }  # fmt: skip
    assert (body["channel"], body["computed"], body["reason"]) == (None, None, None)


def test_a_category_and_an_area_narrow(county: Maker, report: Report) -> None:
    fill(report)
    head = county.login("head")
    assert counts(head, category="environment") == {WF: 1, DJ: 0}
    assert counts(head, area="621124100002") == {DJ: 1}
    assert counts(head, area="621124100002", category="environment") == {DJ: 0}


def test_hidden_ones_enter_no_cell_and_their_handlers_count_them_by_village(county: Maker, report: Report) -> None:
    fill(report)
    head = county.login("head").get("/api/hotspots", query_string=NOVEMBER).get_json()
    liaison = county.login("liaison").get("/api/hotspots", query_string=NOVEMBER).get_json()
    assert liaison["cells"] == head["cells"]
    assert liaison["total"] == head["total"]
    assert head["hidden_by_village"] == [], "open hidden matters only, and these reports have none"
    assert liaison["hidden_by_village"] == [{"code": "621124100001", "name": "文峰社区", "count": 1}]
    topic = county.run("select min(topic) from category_topic where category <> 'land'")
    by_topic = county.login("liaison").get("/api/hotspots", query_string=NOVEMBER | {"topic": topic}).get_json()
    assert by_topic["hidden_by_village"] == [], "a topic narrows these too"


def test_figures_of_others_change_nothing_here(county: Maker, report: Report) -> None:
    neighbour = county.login("neighbour")
    before = neighbour.get("/api/hotspots", query_string=NOVEMBER).get_data()
    fill_other = [report(WF, "2026-11-05T00:00:00Z") for _ in range(3)]
    assert len(fill_other) == 3
    assert neighbour.get("/api/hotspots", query_string=NOVEMBER).get_data() == before


def test_what_no_cell_of_today_took_over_is_told_beside_the_map(county: Maker, report: Report) -> None:
    """Editions whose lineage nobody recorded; see tests/backend/cases/service/test_remap.py for those that were imported."""
    report(DJ, "2026-11-05T00:00:00Z")
    county.run("update grid_cell set in_force_to = '2026-11-10'")
    edition = county.edition("621124", "2026-11-10")
    county.cell(edition, WF, "文峰社区1格", "621124100001", draw("AB")["A"], "2026-11-10")
    body = county.login("head").get("/api/hotspots", query_string=NOVEMBER).get_json()
    assert {cell["code"]: cell["count"] for cell in body["cells"]} == {WF: 0}
    assert (body["former"], body["total"]) == (1, 1)


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ({"from": "2026-11-31"}, 422, "from"),
        ({"from": "NaN"}, 422, "from"),
        ({"to": "20261121"}, 422, "to"),
        ({"from": "2026-11-22", "to": "2026-11-21"}, 422, "from"),
        ({"from": "0001-01-01"}, 422, "from"),
        ({"to": "9999-12-31"}, 422, "to"),
        ({"category": "weather"}, 422, "category"),
        ({"category": "lan\x00d"}, 422, "category"),
        ({"measure": "density"}, 422, "measure"),
        ({"channel": "pigeon"}, 422, "channel"),
        ({"area": "6211241000019"}, 422, "area"),
        ({"area": "999999"}, 404, "area"),
        ({"area": "621124101"}, 404, "area"),
        ({"area": "621124"}, 404, "area"),
    ],
)
def test_what_cannot_be_counted_is_refused_by_name(
    county: Maker, query: dict[str, str], status: int, field: str
) -> None:
    answer = county.login("head").get("/api/hotspots", query_string=query)
    assert (answer.status_code, answer.get_json()["field"]) == (status, field)
    assert answer.content_type == "application/problem+json"


def test_an_area_elsewhere_answers_like_one_that_is_not(county: Maker) -> None:
    head = county.login("head")
    answers = [head.get("/api/hotspots", query_string={"area": area}) for area in ("621124101", "621124999")]
    assert answers[0].get_data() == answers[1].get_data()
    assert answers[0].status_code == answers[1].status_code == 404


@pytest.mark.parametrize("path", ["/api/hotspots", "/api/hotspots/frame", "/api/tiles/cells/10/807/404.mvt"])
def test_only_people_with_a_scope_see_the_map(county: Maker, client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 401
    assert county.login("worker").get(path).status_code == 403


def test_the_frame_says_where_to_look_and_what_to_write(county: Maker) -> None:
    body = county.login("head").get("/api/hotspots/frame").get_json()
    west, south, east, north = body["bounds"]
    assert (round(west, 4), round(east, 4)) == (103.80, 103.82)
    assert (round(south, 4), round(north, 4)) == (35.39, 35.40)
    assert [town["name"] for town in body["towns"]] == ["洮阳镇"]
    assert body["areas"] == [{"code": "621124100", "name": "洮阳镇"}]
    assert body["synthetic"] is True
    assert body["categories"][0] == {"code": "neighbours", "name": "邻里关系", "name_en": "Neighbours"}
    assert body["cells_from_zoom"] == 0


def test_a_scope_without_cells_has_no_bounds(county: Maker) -> None:
    body = county.login("far").get("/api/hotspots/frame").get_json()
    assert (body["bounds"], body["towns"]) == (None, [])


@pytest.mark.parametrize("z", [8, 10, 12, 14])
def test_a_tile_carries_the_cells_of_the_scope_and_no_others(county: Maker, decode_tile, z: int) -> None:  # type: ignore[no-untyped-def]
    place = middle(0.9, 0.2)
    answer = county.login("head").get("/api/tiles/cells/{}/{}/{}.mvt".format(*tile_of(place.x, place.y, z)))
    assert (answer.status_code, answer.content_type) == (200, "application/vnd.mapbox-vector-tile")
    found = decode_tile(answer.get_data(), "cells")
    inside = {WF, DJ} if z < 14 else {cell["code"] for cell in found} & {WF, DJ}
    assert {cell["code"] for cell in found} == inside
    assert inside
    assert found[0]["households"] == 400
    assert WJM.encode() not in answer.get_data()


def test_the_shape_in_a_tile_is_the_cell(county: Maker, decode_tile) -> None:  # type: ignore[no-untyped-def]
    place = middle(0, 0)
    z, x, y = tile_of(place.x, place.y, 12)
    answer = county.login("head").get(f"/api/tiles/cells/{z}/{x}/{y}.mvt")
    (cell,) = [cell for cell in decode_tile(answer.get_data(), "cells", (z, x, y)) if cell["code"] == WF]
    assert shapely.hausdorff_distance(cell["geometry"], shapely.from_wkt(draw("A")["A"])) < 1e-4


def test_townships_and_stations_have_layers(county: Maker, decode_tile) -> None:  # type: ignore[no-untyped-def]
    head, place = county.login("head"), middle(0, 0)
    at = tile_of(place.x, place.y, 10)
    areas = decode_tile(head.get("/api/tiles/areas/{}/{}/{}.mvt".format(*at)).get_data(), "areas")
    assert [(area["code"], area["level"]) for area in areas] == [("621124100", "town")]
    near = decode_tile(
        head.get("/api/tiles/areas/{}/{}/{}.mvt".format(*tile_of(place.x, place.y, 12))).get_data(), "areas"
    )
    assert {area["code"] for area in near} == {"621124100", "621124100001", "621124100002"}
    stations = decode_tile(head.get("/api/tiles/stations/{}/{}/{}.mvt".format(*at)).get_data(), "stations")
    assert {station["name"] for station in stations} == {
        "临洮县基层立法联系点",
        "文峰社区信息采集点",
        "东街社区信息采集点",
    }
    county.run("update station set closed_on = current_date where code = 'LT-DJ'")
    left = decode_tile(head.get("/api/tiles/stations/{}/{}/{}.mvt".format(*at)).get_data(), "stations")
    assert {station["name"] for station in left} == {"临洮县基层立法联系点", "文峰社区信息采集点"}, "the day it closes"


def test_who_has_one_village_sees_its_township_only_where_the_village_is(county: Maker, decode_tile) -> None:  # type: ignore[no-untyped-def]
    county.account("east", ("liaison", "621124100002"))
    drawn = []
    for column in (0, 1):
        at = tile_of(middle(column, 0).x, middle(column, 0).y, 17)
        tile = county.login("east").get("/api/tiles/areas/{}/{}/{}.mvt".format(*at)).get_data()
        drawn.append({area["code"] for area in decode_tile(tile, "areas")})
    assert drawn == [set(), {"621124100", "621124100002"}]


def test_a_held_tile_is_not_sent_again_until_the_grid_changes(county: Maker) -> None:
    head, place = county.login("head"), middle(0, 0)
    path = "/api/tiles/cells/{}/{}/{}.mvt".format(*tile_of(place.x, place.y, 12))
    tag = head.get(path).headers["ETag"]
    again = head.get(
        f"{path}?v={head.get('/api/hotspots/frame').get_json()['version']}", headers={"If-None-Match": tag}
    )
    assert (again.status_code, again.get_data(), again.headers["ETag"]) == (304, b"", tag)
    assert "private" in again.headers["Cache-Control"]
    assert county.login("neighbour").get(path).headers["ETag"] != tag
    county.run("update grid_cell set in_force_to = current_date")
    county.run("update grid_edition set in_force_to = current_date")
    changed = head.get(path, headers={"If-None-Match": tag})
    assert (changed.status_code, changed.get_data()) == (200, b"")


@pytest.mark.parametrize(
    "path",
    ["cells/23/0/0.mvt", "cells/1/2/0.mvt", "cells/1/0/2.mvt", "houses/1/0/0.mvt", "cells/-1/0/0.mvt", "cells/1/0.5/0.mvt",
     "cells/99999999999999999999/0/0.mvt"],
)  # fmt: skip
def test_tiles_that_cannot_be(county: Maker, path: str) -> None:
    answer = county.login("head").get(f"/api/tiles/{path}")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


@pytest.mark.parametrize("asked", ["category=%00", "from=x", "category=land", "v=%00", "v=" + "1" * 81])
def test_a_tile_asked_for_with_what_it_does_not_know_is_refused(county: Maker, asked: str) -> None:
    answer = county.login("head").get(f"/api/tiles/cells/12/0/0.mvt?{asked}")
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert answer.get_json()["field"] == asked.partition("=")[0]


def test_a_tile_far_away_is_empty(county: Maker) -> None:
    answer = county.login("head").get("/api/tiles/cells/12/0/0.mvt")
    assert (answer.status_code, answer.get_data()) == (200, b"")


def test_reports_and_tiles_stay_apart(county: Maker, report: Report) -> None:
    """A tile's tag says nothing of what was reported (T14)."""
    head, place = county.login("head"), middle(0, 0)
    path = "/api/tiles/cells/{}/{}/{}.mvt".format(*tile_of(place.x, place.y, 12))
    before = head.get(path)
    report(WF, "2026-11-05T00:00:00Z")
    after = head.get(path)
    assert (before.get_data(), before.headers["ETag"]) == (after.get_data(), after.headers["ETag"])


def test_what_is_kept_of_one_database_is_told_of_no_other(app_database: Database, worker_database: Database) -> None:
    """Two databases number their editions alike, so that the version of a scope tells them not apart."""
    with app_database.transaction() as here, worker_database.transaction() as there:
        kept_of(here).cells["version", date(2026, 11, 1)] = []
        assert kept_of(there).cells == {}
    with app_database.transaction() as again:
        assert kept_of(again).cells == {("version", date(2026, 11, 1)): []}
