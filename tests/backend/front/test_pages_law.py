"""The directory of public legal services, and the sheet that refers a person there: no login, no script, nothing sent to anybody."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from tests.make import Maker
from tests.story import Story, offices, people, submit

ROWS = (
    "insert into body (code, name, kind, area_code, phone, address) values"
    " ('FL', '临洮县法律援助中心', 'legal_aid', '621124', '12348', '洮阳镇文峰路1号'), ('LS', '临洮一诚律师事务所', 'law_firm', '621124', '', ''),"
    " ('BL', '八里铺镇司法所', 'justice_office', '621124101', '0932-1', '') returning id"
)


def test_whoever_asks_finds_who_helps_by_place_and_kind(make: Maker, client: FlaskClient) -> None:
    make.counties()
    make.run(ROWS)
    whole = client.get("/law/").get_data(as_text=True)
    assert "/law/?area=621124" in whole and "12348" not in whole
    county = client.get("/law/?area=621124").get_data(as_text=True)
    assert 'href="tel:12348"' in county and "临洮一诚律师事务所" in county and "八里铺镇司法所" not in county
    assert "/law/?area=621124101" in county, "and its townships"
    only = client.get("/law/?area=621124&kind=law_firm&lang=en").get_data(as_text=True)
    assert "临洮一诚律师事务所" in only and "法律援助中心" not in only and "Public legal services" in only
    assert "八里铺镇司法所" in client.get("/law/?area=621124101").get_data(as_text=True)
    for wrong in ("area=6211x4", "area=1", "area=621124&kind=court"):
        assert client.get(f"/law/?{wrong}").status_code == 404
    assert client.get("/law/?area=522702").status_code == 200
    assert 'href="/law/"' in client.get("/s/").get_data(as_text=True)


def test_who_was_not_taken_in_gets_a_sheet_to_take_along(make: Maker, app: Flask, client: FlaskClient) -> None:
    people(make)
    offices(make)
    make.run(ROWS)
    story, sent = Story(make), submit(app, way="phone", name="王守田", phone="13800138000")
    path, code = f"/t/{sent['receipt']}", {"query_code": sent["query_code"]}
    assert "还可以找谁" not in client.post(path, data=code).get_data(as_text=True), "it may still be settled here"
    story.step("lian", sent["id"], "refused", reason="不归这里管", ways="可以申请法律援助")
    page = client.post(path, data=code).get_data(as_text=True)
    assert "还可以找谁" in page and "临洮县法律援助中心" in page and "八里铺镇司法所" not in page
    body = make.run("select id from body where code = 'FL'")
    sheet = client.post(path, data=code | {"step": "refer", "body_id": body})
    text = sheet.get_data(as_text=True)
    assert (sheet.status_code, sheet.headers["Cache-Control"]) == (200, "no-store")
    assert "转介单" in text and "洮阳镇文峰路1号" in text and "水渠" in text
    assert "王守田" not in text and "13800138000" not in text
    elsewhere = make.run("select id from body where code = 'BL'")
    assert client.post(path, data=code | {"step": "refer", "body_id": elsewhere}).status_code == 404
    assert client.post(path, data={"query_code": "wrong", "step": "refer", "body_id": body}).status_code == 404
    assert make.run("select count(*) from consent where purpose = 'handover'") == 0, "nothing went to anybody"
