"""Meetings over HTTP: who may plan where, what is refused and changes nothing, what may be sent again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from backend.clock import today
from tests.make import Browser, Maker, new_id
from tests.story import offices, people

TOWN = "621124100"


@pytest.fixture
def lian(make: Maker) -> Browser:
    people(make)
    return make.login("lian")


def body(**more: Any) -> dict[str, Any]:
    return {"id": new_id(), "type": "joint_meeting", "title": "例会", "area_code": TOWN} | more


def test_a_plan_is_made_where_one_convenes_and_once(make: Maker, lian: Browser) -> None:
    ids, plan = offices(make), body(starts_at="2026-12-01T01:30:00Z")
    first, again = (lian.post("/api/activities", json=plan) for _ in range(2))
    assert first.status_code == 200 and first.data == again.data
    other = lian.post("/api/activities", json=plan | {"title": "别的会"})
    assert (other.status_code, other.get_json()["code"]) == (409, "id_taken")
    for wrong, status, field in (
        ({"area_code": "621124101"}, 403, None), ({"area_code": "621124"}, 403, None), ({"area_code": f"{TOWN}999"}, 422, "area_code"),
        ({"type": "party"}, 422, "type"), ({"title": " "}, 422, "title"), ({"bodies": [int(ids["balitiao"])]}, 422, "bodies"),
        ({"starts_at": "2026-12-01T03:00:00Z", "ends_at": "2026-12-01T02:00:00Z"}, 422, "ends_at"), ({"bodies": [10**9]}, 422, "bodies"),
    ):  # fmt: skip
        answer = lian.post("/api/activities", json=body() | wrong)
        assert (answer.status_code, answer.get_json().get("field")) == (status, field), wrong
    for login, status in (("zhang", 403), ("he", 403), ("shui", 403), ("ren", 200)):
        assert make.login(login).post("/api/activities", json=body()).status_code == status, login
    assert make.run("select count(*) from activity") == 2


def test_a_plan_is_changed_as_it_was_read(make: Maker, lian: Browser) -> None:
    ids, plan = offices(make), body()
    lian.post("/api/activities", json=plan)
    path = f"/api/activities/{plan['id']}"
    assert lian.patch(path, json={"place": "二楼"}).status_code == 428
    change = {"place": "二楼", "bodies": [int(ids["shui"]), int(ids["zhu"])]}
    for _ in range(2):
        changed = lian.patch(path, json=change, headers={"If-Match": '"1"'})
        assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"'), "the same again changes nothing"
    stale = lian.patch(path, json={"place": "三楼"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    fewer = lian.patch(path, json={"bodies": [int(ids["zhu"])]}, headers={"If-Match": '"2"'}).get_json()
    assert [each["body_name"] for each in fewer["participants"]] == ["县住房和城乡建设局"]
    assert make.login("shui").get(path).status_code == 404, "no longer invited"
    order = lian.patch(path, json={"agenda": [new_id()]}, headers={"If-Match": '"3"'})
    assert (order.status_code, order.get_json()["field"]) == (422, "agenda")


def test_pages_go_from_what_has_no_day_to_the_oldest(app: Flask, make: Maker, lian: Browser) -> None:
    days = [None, *(f"{today() + timedelta(days=n)}T01:00:00Z" for n in (3, 2, 1))]
    for day in days:
        assert lian.post("/api/activities", json=body(starts_at=day)).status_code == 200
    found, cursor = [], ""
    while cursor is not None:
        page = lian.get(f"/api/activities?limit=1&cursor={cursor}").get_json()
        found += [each["starts_at"] for each in page["items"]]
        cursor = page["next"]
    assert found == days
