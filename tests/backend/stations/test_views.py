"""GET /api/locate and GET /api/field-area."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.geo.crs import NAMES, Crs, from_wgs84
from backend.settings import Settings
from tests.draw import middle
from tests.make import Maker

HERE = middle(0.4, 0)


def url(**values: object) -> str:
    """Return the address of a look-up at `HERE`, with changes; None leaves a value out."""
    given = {"lon": HERE.x, "lat": HERE.y, "crs": "wgs84", "on": "2026-03-01"} | values
    return "/api/locate?" + "&".join(f"{name}={value}" for name, value in given.items() if value is not None)


def test_locate_answers_cell_areas_and_stations(client: FlaskClient, make: Maker) -> None:
    make.counties()
    answer = client.get(url())
    assert answer.status_code == 200
    body = answer.get_json()
    assert body["cell"] == {
        "code": "621124100001001", "name": "文峰社区1格", "kind": "base", "area_code": "621124100001", "households": 400,
        "edition": "测试版", "synthetic": True, "attribution": "",
    }  # fmt: skip
    assert [area["level"] for area in body["areas"]] == ["village", "town", "county", "city", "province"]
    nearest = body["stations"][0]
    assert {name: nearest[name] for name in ("code", "name", "kind", "open", "why")} == {
        "code": "LT-WF", "name": "文峰社区信息采集点", "kind": "collection_post", "open": True, "why": "离这里最近的站点",
    }  # fmt: skip
    assert nearest["distance_m"] == pytest.approx(181.3, abs=0.2)
    assert [station["why"] for station in body["stations"][1:]] == ["离这里第2近的站点", "离这里第3近的站点"]


def test_why_is_told_in_the_callers_language_and_names_the_post_of_the_cell(client: FlaskClient, make: Maker) -> None:
    make.counties()
    make.run(
        "insert into station_cell select s.id, c.edition_id, c.id, 0 from station s, grid_cell c"
        " where s.code in ('LT-WF', 'LT-DJ') and c.code = '621124100001001'"
    )
    stations = client.get(url(lang="en")).get_json()["stations"]
    assert [station["why"] for station in stations] == [
        "The collection post of this grid cell, and the nearest",
        "Number 2 by distance",
        "The collection post of this grid cell",
    ]


@pytest.mark.parametrize("crs", NAMES)
def test_every_system_leads_to_the_same_cell(client: FlaskClient, make: Maker, crs: Crs) -> None:
    make.counties()
    lon, lat = from_wgs84(HERE.x, HERE.y, crs)
    body = client.get(url(lon=f"{lon:.12f}", lat=f"{lat:.12f}", crs=crs)).get_json()
    assert body["cell"]["code"] == "621124100001001"
    assert body["stations"][0]["distance_m"] == pytest.approx(181.3, abs=0.2)


def test_outside_every_cell_is_answered_with_the_nearest_stations(client: FlaskClient, make: Maker) -> None:
    make.counties()
    body = client.get(url(lon=104.5)).get_json()
    assert (body["cell"], body["areas"], len(body["stations"])) == (None, [], 3)


BAD: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("lon", ("", "NaN", "nan", "inf", "-Infinity", "1e400", "1e2", "1_0", "１０３", "0x1", "181", "9" * 3000, "a", None, "-0", "%00", "103;35")),
    ("lat", ("", "NaN", "91", "-90.5", "1e1", None)),
    ("crs", (None, "", "WGS84", "EPSG:4326", "gcj", "%F0%9F%97%BA", "wgs84%00")),
    ("on", ("", "2026-02-30", "20260301", "2026-W10-1", "today", "0000-01-01", "2026-3-1")),
)  # fmt: skip


def test_bad_input_is_a_problem_that_names_the_field(client: FlaskClient) -> None:
    """Not finite, not plain digits, off the globe, missing, given twice, unnamed or unknown system, no day."""
    asked = [(url(**{field: bad}), field) for field, values in BAD for bad in values]
    asked += [(f"{url()}&{name}=1", name) for name in ("lon", "lat", "crs", "on")]
    for address, field in asked:
        answer = client.get(address)
        told = (answer.status_code, answer.content_type, answer.get_json().get("field"))
        assert told == (422, "application/problem+json", field), address[:200]


def test_outside_china_is_refused(client: FlaskClient) -> None:
    for lon, lat in ((0, 0), (-0.12, 51.5), (139.7, 35.7), (103.8, 1.35)):
        answer = client.get(url(lon=lon, lat=lat))
        assert (answer.status_code, answer.get_json()["field"]) == (422, "lon")
        assert answer.get_json()["title"] == "这个位置不在中国境内"
    swapped = client.get(url(lon=HERE.y, lat=HERE.x))
    assert (swapped.status_code, swapped.get_json()["field"]) == (422, "lat")


def test_every_day_there_is_can_be_asked(client: FlaskClient, make: Maker) -> None:
    make.counties()
    for day in ("0001-01-01", "9999-12-31"):
        assert client.get(url(on=day)).status_code == 200
    assert client.get(url(on=None)).get_json()["cell"]["code"] == "621124100001001"


def test_too_often_is_refused_with_a_time_to_wait(app: Flask, settings: Settings, make: Maker) -> None:
    make.counties()
    app.extensions["zhitong.settings"] = replace(settings, locate_minute=2)
    statuses = [app.test_client().get(url()).status_code for _ in range(6)]
    # a minute may turn while the test runs: at most two are let through in each
    assert statuses.count(429) >= 2
    answers = [app.test_client().get(url()) for _ in range(5)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert 1 <= int(refused[0].headers["Retry-After"]) <= 60


def worker(make: Maker, *cells: str):  # type: ignore[no-untyped-def]
    """Return the phone of a grid worker of 文峰社区."""
    make.counties()
    make.account("wang", ("grid_worker", "621124100001"), name="王网格", cells=cells)
    return make.login("wang")


def test_field_area_holds_the_township_and_nothing_else(make: Maker) -> None:
    answer = worker(make, "621124100001001").get("/api/field-area")
    assert answer.status_code == 200
    body = answer.get_json()
    assert body["account"]["name"] == "王网格"
    assert body["areas"] == [{"code": "621124100", "name": "洮阳镇"}]
    own = {f["properties"]["code"]: f["properties"]["own"] for f in body["cells"]["features"]}
    assert own == {"621124100001001": True, "621124100002001": False}
    assert [station["name"] for station in body["stations"]] == [
        "临洮县基层立法联系点",
        "东街社区信息采集点",
        "文峰社区信息采集点",
    ]
    assert {"code", "name", "name_en", "near_m", "near_days"} == set(body["categories"][0])
    assert (body["tasks"], body["synthetic"], body["attribution"]) == ([], True, "")
    ring = body["cells"]["features"][0]["geometry"]["coordinates"][0][0]
    assert sorted(map(tuple, ring[:4])) == [(103.8, 35.39), (103.8, 35.4), (103.81, 35.39), (103.81, 35.4)]
    assert "王家磨" not in json.dumps(body, ensure_ascii=False)


def test_the_countys_own_stations_serve_the_township_too(make: Maker) -> None:
    browser = worker(make, "621124100001001")
    make.station("LT-X", "县直联系点", "contact_point", "621124", "POINT(103.9 35.4)")
    make.station("LT-OTHER", "八里铺镇工作站", "workstation", "621124101", "POINT(103.9 35.4)")
    make.station("GS", "甘肃省基层立法联系点", "contact_point", "620000", "POINT(103.9 35.4)")
    names = [station["name"] for station in browser.get("/api/field-area").get_json()["stations"]]
    assert "县直联系点" in names
    assert "八里铺镇工作站" not in names
    assert "甘肃省基层立法联系点" not in names


def test_without_cells_by_name_the_role_area_is_own(make: Maker) -> None:
    body = worker(make).get("/api/field-area").get_json()
    own = {f["properties"]["code"]: f["properties"]["own"] for f in body["cells"]["features"]}
    assert own == {"621124100001001": True, "621124100002001": False}


def test_cells_given_in_another_township_bring_that_township(make: Maker) -> None:
    body = worker(make, "621124101001001").get("/api/field-area").get_json()
    assert [area["code"] for area in body["areas"]] == ["621124100", "621124101"]
    assert [f["properties"]["code"] for f in body["cells"]["features"] if f["properties"]["own"]] == ["621124101001001"]


def test_the_version_is_the_etag_and_changes_with_the_content(make: Maker) -> None:
    phone = worker(make, "621124100001001")
    first = phone.get("/api/field-area")
    tag = first.headers["ETag"]
    assert tag == f'"{first.get_json()["version"]}"'
    again = phone.get("/api/field-area", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    make.run("update station set name = '新名' where code = 'LT-WF'")
    changed = phone.get("/api/field-area", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_field_area_is_for_people_in_the_field(client: FlaskClient, make: Maker) -> None:
    assert client.get("/api/field-area").status_code == 401
    make.counties()
    make.account("head", ("town_head", "621124100"))
    assert make.login("head").get("/api/field-area").status_code == 403
