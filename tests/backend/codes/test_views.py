"""GET /api/codes/{code}."""

from __future__ import annotations

from datetime import date

from flask.testing import FlaskClient

from backend.codes import service
from backend.stations.service import attach
from tests.draw import middle
from tests.make import Maker


def code_of(make: Maker, station: str) -> str:
    """Return the code of a post."""
    with make.owner.transaction() as session:
        return service.issue(
            session, "post", int(str(make.run("select id from station where code = :code", code=station)))
        )


def test_a_code_says_whom_it_stands_for(client: FlaskClient, make: Maker) -> None:
    make.counties()
    code = code_of(make, "LT-WF")
    answer = client.get(f"/api/codes/{code.lower()}")
    assert answer.status_code == 200
    body = answer.get_json()
    assert (body["kind"], body["name"], body["open_drafts"]) == ("post", "文峰社区信息采集点", [])
    assert body["station"]["code"] == "LT-WF"


def test_a_code_names_its_category_and_the_cell_of_its_post(client: FlaskClient, make: Maker) -> None:
    make.counties()
    plain = code_of(make, "LT-WF")
    assert (
        client.get(f"/api/codes/{plain}").get_json() | {"category": None, "cell": None}
        == client.get(f"/api/codes/{plain}").get_json()
    )
    with make.owner.transaction() as session:
        attach(session, date(2026, 3, 1))
        station = int(str(make.run("select id from station where code = 'LT-WF'")))
        land = service.issue(session, "post", station, "land")
    told = client.get(f"/api/codes/{land}").get_json()
    assert told["category"] == {"code": "land", "name": "土地边界", "name_en": "Land boundary"}
    assert told["cell"] == {"code": "621124100001001", "name": "文峰社区1格"}
    assert client.get(f"/api/codes/{plain}").get_json()["category"] is None
    make.run("update category set retired_on = current_date where code = 'land'")
    make.run("update station set mobile = true where code = 'LT-WF'")
    told = client.get(f"/api/codes/{land}").get_json()
    assert (told["category"], told["cell"]) == (None, None)


def test_a_cell_outside_the_post_s_area_is_not_its_own(client: FlaskClient, make: Maker) -> None:
    make.counties()
    code = code_of(make, "LT-WJM")
    place = middle(0, 0).wkt
    make.run("update station set geom = st_geomfromtext(:place, 4326) where code = 'LT-WJM'", place=place)
    with make.owner.transaction() as session:
        attach(session, date(2026, 3, 1))
    assert make.run("select count(*) from station_cell") == 3
    assert client.get(f"/api/codes/{code}").get_json()["cell"] is None


def test_a_deputy_code_names_the_deputy_and_their_station(client: FlaskClient, make: Maker) -> None:
    make.counties()
    deputy = make.run(
        "insert into deputy (code, name, level, area_code, station_id) values ('D1', '马（示例）', 'county', '621124',"
        " (select id from station where code = 'LT')) returning id"
    )
    with make.owner.transaction() as session:
        code = service.issue(session, "deputy", int(str(deputy)))
    body = client.get(f"/api/codes/{code}").get_json()
    assert (body["kind"], body["name"], body["station"]["code"]) == ("deputy", "马（示例）", "LT")


def test_forged_foreign_and_revoked_codes(client: FlaskClient, make: Maker) -> None:
    make.counties()
    code = code_of(make, "LT-WF")
    for wrong in (code[:-1], code + "0", "X" + code[1:], "S" + code[1:], "水渠", "%00", "0" * 400):
        answer = client.get(f"/api/codes/{wrong}")
        assert answer.status_code == 404, wrong
        assert answer.get_json()["code"] == "unknown_code"
        assert answer.mimetype == "application/problem+json"
    with make.owner.transaction() as session:
        service.revoke(session, code, "丢了")
    answer = client.get(f"/api/codes/{code}", headers={"Accept-Language": "en"})
    assert answer.status_code == 410
    assert answer.get_json()["title"].startswith("This code is no longer used")
