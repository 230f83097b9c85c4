"""What staff write down at the desk: a hotline's number once only, a deputy at a reception, a petition that is in court already, the backlog."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient

from backend.clock import today
from tests.make import Browser, Maker, new_id
from tests.pdf import words_of
from tests.story import WATER, Story, handle, lon_lat, people, sign

PHONE = "13800138000"


def written(make: Maker, **more: Any) -> dict[str, Any]:
    """Return a matter as the desk sends it, in the middle of village A; None leaves a field out."""
    lon, lat = lon_lat()
    body = {
        "id": new_id(), "channel": "reception", "came_on": str(today()), "category": "land", "text": WATER, "crs": "wgs84",
        "place": {"type": "Point", "coordinates": [lon, lat]}, "reply": {"way": "receipt"},
        "station_id": make.run("select id from station where code = 'LT-WF'"),
    }  # fmt: skip
    return {name: value for name, value in (body | more).items() if value is not None}


def register(browser: Browser, body: dict[str, Any]) -> Any:
    """Write a matter down; return the answer of the call."""
    return browser.post("/api/registrations", json=body)


def refused(browser: Browser, body: dict[str, Any]) -> tuple[int, str]:
    """Return status and field of a refusal."""
    answer = register(browser, body)
    return answer.status_code, answer.get_json().get("field", "")


def test_a_hotline_order_is_written_down_once_and_its_person_follows_it(make: Maker, client: FlaskClient) -> None:
    people(make)
    story = Story(make)
    lian = story.who("lian")
    form = lian.get("/api/registrations/form?village=621124100001").get_json()
    assert {"reception", "phone", "meeting", "box", "media", "hotline", "letter", "visit"} == {
        each["code"] for each in form["channels"]
    }
    assert [each["code"] for each in form["cells"]] == ["621124100001001"]
    person = {"way": "phone", "name": "王守田", "phone": PHONE}
    body = written(make, channel="hotline", their_number="gd 2026-0088", reply=person, told=True)
    body["came_on"] = str(today() - timedelta(days=3))
    first = register(lian, body)
    assert first.status_code == 201, first.text
    slip = first.get_json()
    assert slip["link"].endswith(f"/t/{slip['receipt']}")
    assert slip["qr"].startswith("<svg")
    again = register(lian, body)
    assert (again.status_code, again.get_json()) == (200, slip)
    # another's id, other words, and the same number in another spelling
    assert refused(story.who("ren"), body) == (409, "id")
    assert refused(lian, body | {"text": "完全是另一件事"}) == (409, "id")
    double = register(story.who("ren"), body | {"id": new_id(), "their_number": "ＧＤ２０２６-0088"})
    assert (double.status_code, double.get_json()["field"]) == (409, "their_number")
    assert slip["number"] in double.get_json()["title"] + double.get_json().get("detail", "")
    # it waits like any other, and says where it came from
    file = story.file("lian", body["id"])
    assert (file["state"], file["reports"][0]["channel"]) == ("pending", "hotline")
    assert file["reports"][0]["contact"] == {"name": "王**", "phone": "138****8000"}
    (came,) = lian.get(f"/api/cases/{body['id']}/registrations").get_json()["items"]
    assert (came["their_number"], came["came_on"], came["by"]) == ("GD2026-0088", body["came_on"], "李联络")
    assert came["station"] == "文峰社区信息采集点"
    for channel, found in (("hotline", [body["id"]]), ("letter", [])):
        rows = lian.get(f"/api/cases?came_by={channel}").get_json()["items"]
        assert [each["id"] for each in rows] == found
    # neither a neighbour nor the contact's words in the tables of others
    assert story.who("bali").get(f"/api/cases/{body['id']}/registrations").status_code == 404
    # the person follows it, sees all of it, and has it erased
    code = {"Query-Code": slip["query_code"]}
    path = f"/api/submissions/{slip['receipt']}"
    told = client.get(f"{path}/export", headers=code).get_json()
    assert (told["came"]["their_number"], told["reply"]["phone"]) == ("GD2026-0088", PHONE)
    assert {each["given"] for each in told["consents"]} == {"phone"}
    handle(make, body["id"])
    assert sign(lian, body["id"]).status_code == 200
    assert "已经挖开" in client.get(path, headers=code).get_json()["sheets"][0]["answer"]
    assert client.delete(f"{path}/contents", headers=code).status_code == 200
    assert story.file("lian", body["id"])["reports"][0]["contact"] == {"name": None, "phone": None}


def test_bad_registrations_name_their_field_and_change_nothing(make: Maker) -> None:
    people(make)
    lian, zhang = make.login("lian"), make.login("zhang")
    there = make.run("select id from station where code = 'LT-WJM'")
    named = {"way": "phone", "name": "王守田", "phone": PHONE}
    for change, field in (
        ({"channel": "scan"}, "channel"),
        ({"came_on": str(today() + timedelta(days=1))}, "came_on"),
        ({"came_on": "1999-01-01"}, "came_on"),
        ({"station_id": there}, "station_id"),
        ({"station_id": None}, "station_id"),
        ({"reply": named}, "told"),
        ({"their_number": "88"}, "their_number"),
        ({"place": None, "crs": None, "village": "621124101001"}, "village"),
        ({"place": None, "crs": None, "cell_code": "9"}, "cell_code"),
        ({"place": None, "crs": None, "cell_code": "621124101001001"}, "place"),
        ({"elsewhere": "litigation"}, "about_it"),
        ({"category": "nothing"}, "category"),
    ):
        assert refused(lian, written(make, **change)) == (422, field), change
    assert register(zhang, written(make)).status_code == 403
    assert make.run("select count(*) from report") == 0


def test_a_village_or_a_cell_is_enough_and_hidden_from_the_first(make: Maker) -> None:
    people(make)
    lian = make.login("lian")
    village = written(make, place=None, crs=None, village="621124100002", level="hidden", told=True)
    cell = written(make, place=None, crs=None, cell_code="621124100002001", level="restricted")
    for body in (village, cell):
        assert register(lian, body).status_code == 201
    heads = [lian.get(f"/api/cases/{body['id']}").get_json() for body in (village, cell)]
    assert [(each["area"]["code"], each["level"]) for each in heads] == [
        ("621124100002", "hidden"),
        ("621124100002", "restricted"),
    ]
    assert heads[1]["cell"]["code"] == "621124100002001"
    assert make.login("zhang").get(f"/api/cases/{village['id']}").status_code == 404
    assert make.run("select count(*) from registration where hidden") == 2


def test_a_deputy_writes_down_at_a_reception_and_answers(make: Maker) -> None:
    people(make)
    account = make.account("ma", ("deputy", "621124100"), name="马代表")
    ma = make.login("ma")
    assert register(ma, written(make, station_id=None)).status_code == 403, "no deputy in office has this account"
    make.run(
        "insert into deputy (code, name, level, area_code, account_id) values ('D1', '马代表', 'county', '621124100', :id)",
        id=account,
    )
    assert refused(ma, written(make, station_id=None, elsewhere="petition", about_it="县信访局"))[1] == "elsewhere"
    body = written(make, station_id=None)
    assert register(ma, body).status_code == 201
    assert [each["id"] for each in ma.get("/api/cases?by_code=1").get_json()["items"]] == [body["id"]]
    (came,) = ma.get(f"/api/cases/{body['id']}/registrations").get_json()["items"]
    assert (came["by"], came["channel"]) == ("马代表", "reception")
    handle(make, body["id"])
    assert sign(ma, body["id"]).status_code == 200


def test_a_petition_that_is_in_court_is_noted_and_not_taken_on_twice(make: Maker) -> None:
    people(make)
    story = Story(make)
    lian, ren = story.who("lian"), story.who("ren")
    person = {"reply": {"way": "phone", "phone": PHONE}, "told": True}
    first = written(make, channel="letter", came_on=str(today() - timedelta(days=40)), **person)
    assert register(lian, first).status_code == 201
    assert story.file("lian", first["id"])["days_left"] < 0, "the days run from the day it came"
    second = written(make, channel="visit", elsewhere="litigation", about_it="（2026）甘1124民初7号", **person)
    assert register(lian, second).status_code == 201
    at = f"/api/cases/{second['id']}"
    standing = lian.get(f"{at}/standing").get_json()
    assert [each["number"] for each in standing["earlier"]] == [story.file("lian", first["id"])["number"]]
    assert standing["procedures"][0]["label"] == "诉讼"
    accept = next(each for each in story.file("lian", second["id"])["moves"] if each["to"] == "accepted")
    assert "登记不重办" in accept["waiting_for"]
    assert story.attempt("lian", second["id"], "accepted").status_code == 409
    # withdrawn from court it may be taken on; back in court it is refused, and answered with the other ways
    assert lian.post(f"{at}/elsewhere", json={"procedure": "none", "reason": "已撤诉"}).status_code == 200
    assert not next(each for each in story.file("lian", second["id"])["moves"] if each["to"] == "accepted")[
        "waiting_for"
    ]
    for _ in range(2):
        noted = ren.post(f"{at}/elsewhere", json={"procedure": "petition", "reason": "县信访局2026-17号"})
    assert len(noted.get_json()["procedures"]) == 3, "the same again is noted once"
    assert story.who("he").post(f"{at}/elsewhere", json={"procedure": "none", "reason": "随便"}).status_code == 403
    story.step("lian", second["id"], "refused", reason="已在信访程序办理", ways="请在原信访渠道查询、申请复查")
    # both are of the backlog: petitioned again; a leader takes charge, and another after
    listed = ren.get("/api/backlog").get_json()["items"]
    assert {each["id"]: each["why"] for each in listed} == {first["id"]: ["重复信访"], second["id"]: ["重复信访"]}
    assert ren.get("/api/backlog?limit=1").get_json()["next"] is not None
    charge = {"id": new_id(), "leader": "张镇长", "reason": "多次来访，镇里包案", "due_on": str(today())}
    charges = f"/api/cases/{first['id']}/charges"
    assert ren.post(charges, json=charge | {"due_on": "2026-01-01"}).status_code == 422
    for _ in range(2):
        assert ren.post(charges, json=charge).status_code == 200
    assert ren.post(charges, json=charge | {"leader": "别人"}).status_code == 409
    assert story.who("zhang").post(charges, json=charge | {"id": new_id(), "leader": "李书记"}).status_code == 200
    assert story.who("he").post(charges, json=charge | {"id": new_id()}).status_code == 403
    kept = ren.get(f"/api/cases/{first['id']}/standing").get_json()["charges"]
    assert [each["leader"] for each in kept] == ["李书记", "张镇长"]
    row = next(each for each in story.who("zhang").get("/api/backlog").get_json()["items"] if each["id"] == first["id"])
    assert (row["leader"], row["overdue"]) == ("李书记", False)
    paper = words_of(ren.get(f"/api/cases/{second['id']}/dossier.pdf").data)
    assert all(word in paper for word in ("来访（人大信访）", "民初7号", "县信访局2026-17号"))
    assert story.who("bali").get("/api/backlog").get_json()["items"] == []
    assert make.run("select count(*) from audit_entry where action = 'case.charged'") == 2
