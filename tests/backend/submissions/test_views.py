"""POST /api/submissions and GET /api/submissions/{receipt}: once, at the right station, told to who holds the codes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.codes import service as codes
from backend.geo.crs import from_wgs84
from backend.stations.service import attach
from tests.draw import middle
from tests.make import Maker, new_id

TEXT = "水渠上个月被填了，一下雨水就流进院子"


@pytest.fixture(autouse=True)
def county(make: Maker) -> Maker:
    """Two counties on the map."""
    make.counties()
    return make


def body(**more: Any) -> dict[str, Any]:
    """Return a submission in the middle of 文峰's cell; `more` changes it, None leaves a field out."""
    place = middle(0, 0)
    made = {
        "id": new_id(), "category": "land", "text": TEXT, "crs": "wgs84", "reply": {"way": "receipt"},
        "place": {"type": "Point", "coordinates": [place.x, place.y]}, "accuracy_m": 18.0,
    }  # fmt: skip
    return {name: value for name, value in (made | more).items() if value is not None}


def at(column: float) -> dict[str, Any]:
    """Return a place in the given square."""
    place = middle(column, 0)
    return {"type": "Point", "coordinates": [place.x, place.y]}


def code_of(make: Maker, station: str) -> str:
    """Return the code of a post."""
    with make.owner.transaction() as session:
        return codes.issue(
            session, "post", int(str(make.run("select id from station where code = :code", code=station)))
        )


def deputy_of(make: Maker, area: str, station: str | None) -> str:
    """Return the code of a deputy of `area` who belongs to `station`."""
    deputy = make.run(
        "insert into deputy (code, name, level, area_code, station_id) values ('D1', '马（示例）', 'town', :area,"
        " (select id from station where code = :station)) returning id", area=area, station=station,
    )  # fmt: skip
    with make.owner.transaction() as session:
        return codes.issue(session, "deputy", int(str(deputy)))


def test_it_is_stored_once_with_all_that_hangs_on_it(client: FlaskClient, county: Maker) -> None:
    sent = body(reply={"way": "phone", "name": "老王", "phone": "13800138000"}, place_words="水渠东头")
    answer = client.post("/api/submissions", json=sent)
    assert answer.status_code == 201, answer.get_json()
    got = answer.get_json()
    assert got["station"]["name"] == "临洮县基层立法联系点" and "管这个地方的站点里它离得最近" in got["station"]["why"]
    assert len(got["receipt"]) == 12 and len(got["query_code"]) == 8
    rows = county.rows(
        "select r.area_code, r.cell_id is not null, t.body, t.place_words, s.receipt, s.reply_way, c.state, c.number = r.number,"
        " c.station_id = r.station_id, c.due_on is not null, l.case_id = r.id, k.phone_sealed is not null, r.source_crs"
        " from report r join report_text t on t.report_id = r.id join submission s on s.report_id = r.id"
        " join case_report l on l.report_id = r.id join cases c on c.id = l.case_id join contact k on k.id = s.contact_id"
    )
    assert rows == [
        (
            "621124100001",
            True,
            TEXT,
            "水渠东头",
            got["receipt"],
            "phone",
            "pending",
            True,
            True,
            True,
            True,
            True,
            "wgs84",
        )
    ]
    assert county.run("select action from audit_entry where subject_id = :id", id=sent["id"]) == "submission.received"


def test_a_resend_gets_the_same_bytes_and_a_change_the_fixed_conflict(client: FlaskClient, county: Maker) -> None:
    sent = body()
    first, again = (client.post("/api/submissions", json=sent) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.data == again.data
    refusals = [
        client.post("/api/submissions", json=sent | change)
        for change in ({"text": TEXT + "！"}, {"category": "family"}, {"place": at(1)}, {"reply": {"way": "door"}})
    ]
    assert {answer.status_code for answer in refusals} == {409}
    assert len({answer.data for answer in refusals}) == 1
    assert county.run("select count(*) from report") == 1


def test_a_resend_after_its_code_was_revoked_gets_the_same_bytes(client: FlaskClient, county: Maker) -> None:
    code = code_of(county, "LT-WF")
    sent = body(code=code)
    first = client.post("/api/submissions", json=sent)
    with county.owner.transaction() as session:
        codes.revoke(session, code, "海报丢了")
    again = client.post("/api/submissions", json=sent)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.data == again.data
    assert client.post("/api/submissions", json=sent | {"text": TEXT + "！"}).status_code == 409
    fresh = client.post("/api/submissions", json=body(code=code))
    assert (fresh.status_code, fresh.get_json()["field"]) == (422, "code")


def test_what_nobody_sees_is_no_text_and_is_not_stored(client: FlaskClient, county: Maker) -> None:
    nothing = client.post("/api/submissions", json=body(text="\u200b" * 10))
    assert (nothing.status_code, nothing.get_json()["field"]) == (422, "text")
    sent = body(text=f"\u202e{TEXT}\x1b\x07\u200b", place_words="\u2066水渠\ufeff东头")
    first, again = client.post("/api/submissions", json=sent), client.post("/api/submissions", json=sent)
    plain = client.post("/api/submissions", json=sent | {"text": TEXT})
    assert [each.status_code for each in (first, again, plain)] == [201, 200, 200]
    assert first.data == again.data == plain.data
    assert county.rows("select body, place_words from report_text") == [(TEXT, "水渠东头")]


def test_the_id_of_a_sighting_is_another_s(client: FlaskClient, county: Maker) -> None:
    county.account("wang", ("grid_worker", "621124100001"))
    sighting = {
        "id": new_id(), "seen_at": "2026-11-21T08:00:00Z", "category": "land", "noticed_by": "door_visit", "hidden": False,
        "risk": "low", "text": TEXT, "place": at(0), "crs": "wgs84", "accuracy_m": 5, "fixed_at": None, "attachments": [],
    }  # fmt: skip
    assert county.login("wang").post("/api/sightings", json=sighting).status_code == 201
    answer = client.post("/api/submissions", json=body(id=sighting["id"]))
    assert answer.status_code == 409
    assert answer.get_json()["field"] == "id"


def test_many_resends_at_once_make_one_row(app: Flask, county: Maker) -> None:
    sent = body()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: app.test_client().post("/api/submissions", json=sent), range(24)))
    assert {answer.status_code for answer in answers} <= {200, 201}
    assert len({answer.data for answer in answers}) == 1
    assert [
        county.run(f"select count(*) from {name}") for name in ("report", "cases", "submission", "report_text")
    ] == [1] * 4
    assert county.run("select count(*) from audit_entry where action = 'submission.received'") == 1


@pytest.mark.parametrize(
    ("column", "station", "why"),
    [
        (0, "文峰社区信息采集点", "您扫的是它的码"),
        (1, "文峰社区信息采集点", "您扫的是它的码"),  # the same township
        (2, "王家磨村信息采集点", "管这个地方的站点里它离得最近"),
        (None, "文峰社区信息采集点", "您扫的是它的码"),
    ],
)
def test_which_station_a_post_s_code_reaches(
    client: FlaskClient, county: Maker, column: float | None, station: str, why: str
) -> None:
    place = {"place": None, "crs": None, "accuracy_m": None} if column is None else {"place": at(column)}
    got = client.post("/api/submissions", json=body(code=code_of(county, "LT-WF"), **place)).get_json()
    assert got["station"]["name"] == station
    assert why in got["station"]["why"]


@pytest.mark.parametrize(
    ("column", "station", "why"),
    [
        (None, "文峰社区信息采集点", "您扫的是它的码"),
        (0, "文峰社区信息采集点", "您扫的是它的码"),
        (1, "文峰社区信息采集点", "您扫的是它的码"),  # the same township
        (2, "王家磨村信息采集点", "管这个地方的站点里它离得最近"),
    ],
)
def test_which_station_a_mobile_post_s_code_reaches(
    client: FlaskClient, county: Maker, column: float | None, station: str, why: str
) -> None:
    county.run("update station set mobile = true, geom = null where code = 'LT-WF'")
    place = {"place": None, "crs": None, "accuracy_m": None} if column is None else {"place": at(column)}
    answer = client.post("/api/submissions", json=body(code=code_of(county, "LT-WF"), **place))
    assert answer.status_code == 201
    got = answer.get_json()
    assert got["station"]["name"] == station
    assert why in got["station"]["why"]
    assert county.run(
        "select count(*) from report where station_id = (select id from station where name = :name)", name=station
    )


CELL = {"place": None, "crs": None, "accuracy_m": None, "cell_code": "621124100001001"}
STORED = (
    "select c.code, r.area_code, s.code, r.place is null and r.source_crs is null and r.accuracy_m is null and r.fixed_at is null,"
    " k.cell_id = r.cell_id from report r join cases k on k.id = r.id join station s on s.id = r.station_id"
    " left join grid_cell c on c.id = r.cell_id"
)


def attached(make: Maker) -> None:
    """Attach the posts to their cells."""
    with make.owner.transaction() as session:
        attach(session, date(2026, 3, 1))


def test_the_cell_of_the_scanned_post_is_kept_without_a_point(client: FlaskClient, county: Maker) -> None:
    attached(county)
    # The post belongs to the township itself; what is stored is the village of the cell.
    county.run("update station set area_code = '621124100' where code = 'LT-WF'")
    sent = body(code=code_of(county, "LT-WF"), **CELL)
    answer = client.post("/api/submissions", json=sent)
    assert answer.status_code == 201, answer.get_json()
    assert "您扫的是它的码" in answer.get_json()["station"]["why"]
    assert county.rows(STORED) == [("621124100001001", "621124100001", "LT-WF", True, True)]
    again = client.post("/api/submissions", json=sent)
    assert (again.status_code, again.data) == (200, answer.data)
    other = client.post("/api/submissions", json=sent | {"cell_code": None})
    assert other.status_code == 409


def test_the_cell_of_an_abolished_village_counts_for_the_one_that_took_over(client: FlaskClient, county: Maker) -> None:
    attached(county)
    county.run("update area set valid_to = current_date, successor_code = '621124100002' where code = '621124100001'")
    answer = client.post("/api/submissions", json=body(code=code_of(county, "LT-WF"), **CELL))
    assert answer.status_code == 201, answer.get_json()
    assert county.rows(STORED) == [("621124100001001", "621124100002", "LT-WF", True, True)]


def test_a_resend_finds_its_cell_though_the_post_was_moved(client: FlaskClient, county: Maker) -> None:
    attached(county)
    sent = body(code=code_of(county, "LT-WF"), **CELL)
    first = client.post("/api/submissions", json=sent)
    county.run("delete from station_cell")
    again = client.post("/api/submissions", json=sent)
    assert (first.status_code, again.status_code, again.data) == (201, 200, first.data)


def test_a_point_goes_before_the_cell_that_was_said(client: FlaskClient, county: Maker) -> None:
    attached(county)
    sent = body(code=code_of(county, "LT-WF"), place=at(1), cell_code="621124100001001")
    assert client.post("/api/submissions", json=sent).status_code == 201
    assert county.run("select c.code from report r join grid_cell c on c.id = r.cell_id") == "621124100002001"


@pytest.mark.parametrize(
    "change",
    [
        "update station set mobile = true where code = 'LT-WF'", "delete from station_cell",
        "update grid_cell set in_force_to = current_date where code = '621124100001001'",
        "update station_cell set cell_id = (select id from grid_cell where code = '621124101001001')",
    ],
)  # fmt: skip
def test_no_other_cell_can_be_said(client: FlaskClient, county: Maker, change: str) -> None:
    attached(county)
    code = code_of(county, "LT-WF")
    wrong = client.post("/api/submissions", json=body(code=code, **CELL | {"cell_code": "621124100002001"}))
    assert (wrong.status_code, wrong.get_json()["field"]) == (422, "cell_code")
    county.run(change)
    gone = client.post("/api/submissions", json=body(code=code, **CELL))
    assert (gone.status_code, gone.get_json()["field"]) == (422, "cell_code")
    foreign = client.post("/api/submissions", json=body(code=deputy_of(county, "621124100", "LT"), **CELL))
    assert (foreign.status_code, foreign.get_json()["field"]) == (422, "cell_code")
    assert county.run("select count(*) from report") == 0


def test_a_deputy_s_code_reaches_the_deputy_and_the_nearest_station_of_their_area(
    client: FlaskClient, county: Maker
) -> None:
    code = deputy_of(county, "621124100", "LT")
    # 王家磨 is nearer, but not in the deputy's township.
    got = client.post("/api/submissions", json=body(code=code, place=at(2))).get_json()
    assert got["station"]["name"] == "东街社区信息采集点"
    assert "马（示例）代表的履职范围" in got["station"]["why"]
    placeless = body(code=code, place=None, crs=None, accuracy_m=None)
    assert client.post("/api/submissions", json=placeless).get_json()["station"]["name"] == "临洮县基层立法联系点"
    assert county.run("select count(*) from submission where deputy_id is not null and code_id is not null") == 2


def test_a_closed_station_gets_nothing(client: FlaskClient, county: Maker) -> None:
    code = code_of(county, "LT-WF")
    county.run("update station set closed_on = current_date - 1 where code in ('LT-WF', 'LT')")
    got = client.post("/api/submissions", json=body(code=code)).get_json()
    assert got["station"]["name"] == "东街社区信息采集点"
    lost = client.post("/api/submissions", json=body(code=code, place=None, crs=None, accuracy_m=None))
    assert (lost.status_code, lost.get_json()["field"]) == (422, "place")


def test_outside_every_cell_it_is_stored_as_unplaced(client: FlaskClient, county: Maker) -> None:
    got = client.post("/api/submissions", json=body(place=at(-3)))
    assert got.status_code == 201
    assert county.rows("select cell_id, place is not null, area_code from report") == [(None, True, "621124100001")]


@pytest.mark.parametrize("crs", ["wgs84", "cgcs2000", "gcj02", "bd09"])
def test_every_named_system_lands_in_the_same_cell(client: FlaskClient, county: Maker, crs: Any) -> None:
    here = middle(1.4, 0)
    lon, lat = from_wgs84(here.x, here.y, crs)
    sent = body(crs=crs, place={"type": "Point", "coordinates": [lon, lat]})
    assert client.post("/api/submissions", json=sent).status_code == 201
    assert county.run("select c.code from report r join grid_cell c on c.id = r.cell_id") == "621124100002001"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": "no"}, "id"), ({"id": None}, "id"), ({"category": "nonsense"}, "category"), ({"category": None}, "category"),
        ({"text": "水"}, "text"), ({"text": "水" * 1001}, "text"), ({"text": None}, "text"), ({"text": "有\0个坏字符在里面"}, "text"),
        ({"crs": None}, "crs"), ({"crs": "epsg:3857"}, "crs"), ({"place": {"type": "Point", "coordinates": []}}, "place"),
        ({"place": {"type": "Point", "coordinates": [2.35, 48.85]}}, "place"), ({"place": "here"}, "place"),
        ({"accuracy_m": -1}, "accuracy_m"), ({"fixed_at": "yesterday"}, "fixed_at"), ({"fixed_at": "2026-11-21T08:00:00"}, "fixed_at"),
        ({"reply": {"way": "pigeon"}}, "reply.way"), ({"reply": {"way": "phone"}}, "reply.phone"), ({"reply": None}, "reply"),
        ({"reply": {"way": "door", "phone": "12"}}, "reply.phone"), ({"attachments": ["zz"]}, "attachments.0"),
        ({"attachments": ["a" * 64, "a" * 64]}, "attachments"), ({"code": "P1XXXXXXXXXXXXXXXX"}, "code"),
        ({"author_id": 1}, "author_id"), ({"state": "closed"}, "state"), ({"hidden": True}, "hidden"),
        ({"place": None, "crs": None, "accuracy_m": None}, "place"),
    ],
)  # fmt: skip
def test_bad_input_names_the_field_and_stores_nothing(
    client: FlaskClient, county: Maker, change: dict[str, Any], field: str
) -> None:
    answer = client.post("/api/submissions", json=body(**change))
    assert answer.status_code == 422, answer.get_json()
    assert answer.get_json()["field"] == field
    assert [county.run(f"select count(*) from {name}") for name in ("report", "cases", "contact")] == [0, 0, 0]


@pytest.mark.parametrize("shift", [timedelta(days=4000), timedelta(days=-40000)])
def test_future_and_ancient_times_are_kept_beside_ours(client: FlaskClient, county: Maker, shift: timedelta) -> None:
    fixed = datetime(2026, 11, 21, 8, tzinfo=UTC) + shift
    sent = body(fixed_at=fixed.isoformat().replace("+00:00", "Z"))
    assert client.post("/api/submissions", json=sent).status_code == 201
    assert county.rows("select fixed_at, received_at between now() - interval '1 minute' and now() from report") == [
        (fixed, True)
    ]


def test_progress_for_who_holds_both_numbers_only(client: FlaskClient) -> None:
    got = client.post("/api/submissions", json=body()).get_json()
    path = f"/api/submissions/{got['receipt']}"
    shown = client.get(path, headers={"Query-Code": f"{got['query_code'][:4]}-{got['query_code'][4:].lower()}"})
    assert shown.status_code == 200
    assert shown.get_json()["words"] == "已收到，等待受理"
    assert shown.get_json()["station"] == "临洮县基层立法联系点"
    wrong = client.get(path, headers={"Query-Code": "00000000"})
    none = client.get("/api/submissions/000000000000", headers={"Query-Code": got["query_code"]})
    bare = client.get(path)
    assert {answer.status_code for answer in (wrong, none, bare)} == {404}
    assert len({answer.data for answer in (wrong, none, bare)}) == 1


def test_the_owner_gets_in_during_an_attack(client: FlaskClient) -> None:
    got = client.post("/api/submissions", json=body()).get_json()
    path = f"/api/submissions/{got['receipt']}"
    guesses = [client.get(path, headers={"Query-Code": f"{n:08}"}) for n in range(40)]
    assert {answer.status_code for answer in guesses} == {404, 429}
    assert guesses[-1].status_code == 429 and int(guesses[-1].headers["Retry-After"]) > 0
    assert client.get(path, headers={"Query-Code": got["query_code"]}).status_code == 200


def test_the_query_code_stands_nowhere_in_the_database(client: FlaskClient, county: Maker) -> None:
    got = client.post("/api/submissions", json=body()).get_json()
    for (table,) in county.rows("select tablename from pg_tables where schemaname = 'public'"):
        assert got["query_code"] not in str(county.rows(f'select * from "{table}"')), table


def test_what_comes_from_an_abolished_village_belongs_to_its_successor(client: FlaskClient, county: Maker) -> None:
    """The cell and the post are not moved yet: both count for the village that took over, in the next township."""
    county.run("update area set valid_to = '2026-01-02', successor_code = '621124101001' where code = '621124100001'")
    assert client.post("/api/submissions", json=body(code=code_of(county, "LT-WF"))).status_code == 201
    assert (
        client.post(
            "/api/submissions", json=body(place=None, crs=None, accuracy_m=None, code=code_of(county, "LT"))
        ).status_code
        == 201
    )
    found = county.rows(
        "select r.area_code, c.area_code, s.code from report r join cases c on c.id = r.id join station s on s.id = r.station_id"
    )
    assert sorted(tuple(row) for row in found) == [
        ("621124101001", "621124101001", "LT"),
        ("621124101001", "621124101001", "LT-WF"),
    ]
