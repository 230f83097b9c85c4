"""Templates are the area's own, versioned; chosen at signing they come filled in, and what was signed is what was sent."""

from __future__ import annotations

from typing import Any

from flask import Flask

from tests.make import Browser, Maker, new_id
from tests.story import Story, handle, people, sign, submit

BODY = "您反映的事（{{ number }}）已由{{ body }}办好：{{ handling }}。"


def wanted(**more: object) -> dict[str, Any]:
    """Return a template as it is sent."""
    return {"id": new_id(), "area_code": "621124100", "kind": "done", "title": "镇里的答复", "body": BODY} | more


def put(browser: Browser, template: dict[str, Any], version: int, **more: object) -> Any:
    """Change a template that was read at `version`."""
    body = {key: template[key] for key in ("area_code", "kind", "title", "body")} | more
    return browser.put(f"/api/reply-templates/{template['id']}", json=body, headers={"If-Match": f'"{version}"'})


def test_a_template_is_the_area_s_own_and_each_change_is_a_version(make: Maker) -> None:
    people(make)
    lian, mine = make.login("lian"), wanted()
    made = [lian.post("/api/reply-templates", json=mine) for _ in range(2)]
    assert [(each.status_code, each.get_json()["version"]) for each in made] == [(201, 1)] * 2
    assert lian.post("/api/reply-templates", json=mine | {"title": "别的"}).status_code == 409
    unknown = lian.post("/api/reply-templates", json=wanted(body="您好，{{ phone }}"))
    assert (unknown.status_code, unknown.get_json()["field"]) == (422, "body")
    assert "{{number}}" in unknown.get_json()["title"]
    assert lian.post("/api/reply-templates", json=wanted(area_code="621124101")).status_code == 403
    assert make.login("zhang").post("/api/reply-templates", json=wanted()).status_code == 403

    changed = [put(lian, mine, 1, title="改过的") for _ in range(2)]
    assert [(each.status_code, each.get_json()["version"]) for each in changed] == [(200, 2)] * 2
    assert put(make.login("ren"), mine, 1, title="又改").status_code == 412
    assert put(lian, mine, 2, area_code="621124101").status_code == 403
    assert put(make.login("bali"), mine, 2, title="邻镇改的").status_code == 404
    titles = make.rows("select title from reply_template where id = :id order by version", id=mine["id"])
    assert [row[0] for row in titles] == ["镇里的答复", "改过的"], "earlier versions are kept"
    listed = lian.get("/api/reply-templates").get_json()
    shipped = [each for each in listed["items"] if each["area_code"] is None]
    assert {each["kind"] for each in shipped} == {each["key"] for each in listed["kinds"]}, "a default for each kind"
    assert put(lian, shipped[0] | {"area_code": "621124100"}, 1).status_code == 403
    assert mine["id"] not in str(make.login("bali").get("/api/reply-templates").get_json())


def test_chosen_at_signing_it_is_filled_in_for_the_case(app: Flask, make: Maker) -> None:
    people(make)
    story, case = Story(make), submit(app, way="phone", name="王守田", phone="13900139000")["id"]
    lian = story.who("lian")
    assert lian.post("/api/reply-templates", json=wanted()).status_code == 201
    path = f"/api/cases/{case}/reply-templates"
    assert "（请填办理情况）" in str(lian.get(path).get_json()), "what is not there yet is asked for"
    handle(make, case)
    filled = lian.get(path).get_json()["items"]
    number = story.file("lian", case)["number"]
    station = story.file("lian", case)["station"]["name"]
    assert filled[0]["text"] == f"您反映的事（{number}）已由{station}办好：已请施工队挖开水渠。"
    assert [each["fits"] for each in filled[:2]] == [True, True], "the own one, then the shipped one of the kind"
    assert not any(each["fits"] for each in filled[2:])
    assert "王守田" not in str(filled)
    assert "13900139000" not in str(filled)
    assert story.who("bali").get(path).status_code == 404
    assert sign(lian, case, filled[1]["text"]).status_code == 200

    refused = submit(app, text="想问天上的事")["id"]
    story.step("lian", refused, "refused", reason="不归这里管", ways="请到气象局窗口问")
    story.step("lian", refused, "answering")
    first = lian.get(f"/api/cases/{refused}/reply-templates").get_json()["items"][0]
    assert first["kind_label"] == "不予受理"
    assert "请到气象局窗口问" in first["text"]
