"""The rules over HTTP: kept by who hands matters on, tried out, and what they suggest at the desk."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from backend.cases.domain import working_days_after
from backend.clock import today
from backend.db import Context, Database
from tests.make import Browser, Maker, new_id
from tests.story import Story, offices, people, submit

RULES = "/api/routing-rules"
RULE: dict[str, Any] = {"area_code": "621124100", "channel": "industry"}


@pytest.fixture
def story(make: Maker) -> Story:
    people(make)
    make.account("xian", ("liaison", "621124"))
    return Story(make)


@pytest.fixture
def ids(make: Maker, story: Story) -> dict[str, str]:
    return offices(make)


def made(browser: Browser, **says: Any) -> Any:
    answer = browser.post(RULES, json={"id": new_id()} | RULE | says)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return answer.get_json()


def put(browser: Browser, rule: Any, version: int, **says: Any) -> Any:
    body = {name: value for name, value in rule.items() if name not in {"id", "version", "body_name"}} | says
    return browser.put(f"{RULES}/{rule['id']}", json=body, headers={"If-Match": f'"{version}"'})


def test_rules_are_kept_in_order_each_change_once(make: Maker, story: Story, ids: dict[str, str]) -> None:
    lian, xian = story.who("lian"), story.who("xian")
    first = made(lian, category="land", body_id=int(ids["shui"]), days=5)
    assert (first["position"], first["version"], first["body_name"]) == (1, 1, "县水务局")
    same = {name: value for name, value in first.items() if name not in {"version", "body_name"}}
    assert lian.post(RULES, json=same).get_json() == first, "sent again"
    other = lian.post(RULES, json=same | {"days": 6})
    assert (other.status_code, other.get_json()["field"]) == (409, "id")
    second = made(xian, area_code="621124")
    third = made(lian)
    assert [second["position"], third["position"]] == [2, 3]

    changed = put(lian, first, 1, days=7)
    assert (changed.get_json()["days"], changed.headers["ETag"]) == (7, '"2"')
    assert put(lian, first, 1, days=7).get_json() == changed.get_json(), "sent again"
    assert put(lian, first, 1, days=8).status_code == 412
    taken = put(lian, first, 2, position=3)
    assert (taken.status_code, taken.get_json()["field"]) == (409, "position")

    order = [third["id"], first["id"]]
    turned = lian.post(f"{RULES}/order", json={"ids": order}).get_json()["items"]
    places = [(rule["id"], rule["position"]) for rule in turned]
    assert places == [(third["id"], 1), (second["id"], 2), (first["id"], 3)], "they share out the places they held"
    assert lian.post(f"{RULES}/order", json={"ids": order}).get_json()["items"] == turned, "sent again"
    for body, field in (([new_id()], "ids.0"), ([first["id"], first["id"]], "ids")):
        bad = lian.post(f"{RULES}/order", json={"ids": body})
        assert (bad.status_code, bad.get_json()["field"]) == (422, field)
    for _ in range(2):
        assert lian.delete(f"{RULES}/{first['id']}", headers={"If-Match": '"3"'}).status_code == 204
    actions = make.rows("select action from audit_entry where subject_kind = 'routing_rule' order by id")
    assert [row.action.partition(".")[2] for row in actions] == [
        "added", "added", "added", "changed", "changed", "changed", "removed",
    ]  # fmt: skip


def test_neighbours_read_the_order_they_stand_in_and_change_nothing(
    make: Maker, story: Story, app_database: Database
) -> None:
    lian, bali, fuquan = (story.who(login) for login in ("lian", "bali", "fuquan"))
    rule = made(lian)
    assert [each["id"] for each in bali.get(RULES).get_json()["items"]] == [rule["id"]]
    assert fuquan.get(RULES).get_json()["items"] == []
    assert story.who("wang").get(RULES).status_code == 403, "who hands nothing on reads nothing"
    assert put(bali, rule, 1).status_code == 403
    assert put(fuquan, rule, 1).status_code == 404
    assert bali.delete(f"{RULES}/{rule['id']}", headers={"If-Match": '"1"'}).status_code == 403
    assert bali.post(f"{RULES}/order", json={"ids": [rule["id"]]}).status_code == 403
    for login in ("fuquan", "zhang"):
        assert story.who(login).post(RULES, json={"id": new_id()} | RULE).status_code == 403, login
    neighbour = Context(viewer=1, roles=(("liaison", "621124101"),), areas=("621124101",))
    add = "insert into routing_rule (id, position, area_code, channel) values (gen_random_uuid(), 9, '621124100', 'industry')"
    with pytest.raises(ProgrammingError, match="row-level"), app_database.transaction(neighbour) as session:
        session.execute(text(add))
    with app_database.transaction(neighbour) as session:
        assert session.execute(text("update routing_rule set disabled = true returning id")).all() == []
        assert session.execute(text("delete from routing_rule returning id")).all() == []


def test_what_is_wrong_with_a_rule_is_named_and_nothing_is_kept(make: Maker, story: Story, ids: dict[str, str]) -> None:
    wrong: list[tuple[dict[str, Any], int, str]] = [
        ({"area_code": "621124999"}, 403, "area_code"), ({"area_code": "621124100999"}, 422, "area_code"),
        ({"area_code": "621124101"}, 403, "area_code"), ({"area_code": "621124"}, 403, "area_code"),
        ({"category": "moon"}, 422, "category"), ({"from_day": "2026-12-01", "until_day": "2026-11-01"}, 422, "until_day"),
        ({"from_day": "soon"}, 422, "from_day"), ({"from_hour": 8}, 422, "until_hour"),
        ({"from_hour": 8, "until_hour": 8}, 422, "until_hour"), ({"weekdays": [8]}, 422, "weekdays.0"),
        ({"weekdays": []}, 422, "weekdays"), ({"channel": "both"}, 422, "channel"), ({"body_id": 999999}, 422, "body_id"),
        ({"body_id": int(ids["balitiao"])}, 422, "body_id"), ({"body_id": int(ids["yan"])}, 422, "body_id"),
        ({"channel": "congress", "body_id": int(ids["shui"])}, 422, "body_id"), ({"days": 0}, 422, "days"),
        ({"days": 2**40}, 422, "days"), ({"position": 0}, 422, "position"), ({"position": 1}, 409, "position"),
        ({"position": 10**9}, 422, "position"),
    ]  # fmt: skip
    lian = story.who("lian")
    made(lian)
    for says, status, field in wrong:
        answer = lian.post(RULES, json={"id": new_id()} | RULE | says)
        assert (answer.status_code, answer.get_json().get("field")) == (status, field), answer.get_data(as_text=True)
    assert make.run("select count(*) from routing_rule") == 1


def test_a_rule_is_tried_and_suggested_and_a_person_decides(
    app: Flask, make: Maker, story: Story, ids: dict[str, str]
) -> None:
    lian = story.who("lian")
    made(lian, category="family", body_id=int(ids["tiao"]))
    taker = made(lian, category="land", body_id=int(ids["shui"]), days=5)
    tried = lian.post(f"{RULES}/try", json={"category": "land", "area": "621124100001"}).get_json()
    assert tried["rule"]["id"] == taker["id"]
    assert [passed["why_not"] for passed in tried["passed"]] == ["不是这一类"]
    none = lian.post(f"{RULES}/try", json={"category": "other", "area": "621124100", "at": "2026-11-21T08:30:00Z"})
    assert (none.get_json()["rule"], len(none.get_json()["passed"])) == (None, 2)
    for body, status, field in (
        ({"category": "moon", "area": "621124100"}, 422, "category"), ({"category": "land", "area": "999999"}, 422, "area"),
        ({"category": "land", "area": "621124101"}, 403, "area"), ({"category": "land"}, 422, "area"),
    ):  # fmt: skip
        bad = lian.post(f"{RULES}/try", json=body)
        assert (bad.status_code, bad.get_json().get("field")) == (status, field)

    case = submit(app)["id"]
    assert story.file("lian", case)["suggested"] is None, "not accepted yet"
    story.step("lian", case, "accepted")
    triage = story.step("lian", case, "triage", row="8-1", reason="双方都愿意先谈一谈")
    due = working_days_after(today(), 5).isoformat()
    assert triage["suggested"] == {
        "rule_id": taker["id"], "channel": "industry", "body_id": int(ids["shui"]), "due": due,
    }  # fmt: skip
    assert str(ids["shui"]) in {c["value"] for c in triage["moves"][0]["fields"][0]["choices"]}
    handed = story.step("lian", case, "dispatched", body=ids["zhu"], due=due)
    assert (handed["suggested"], handed["seats"][0]["body_name"]) == (None, "县住房和城乡建设局")
