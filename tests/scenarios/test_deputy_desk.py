"""A deputy at the desk: what came by the own code is read, answered directly, or passed on; never closed."""

from __future__ import annotations

from typing import Any

from flask import Flask

from tests.make import Browser, Maker
from tests.story import deputy_code, move, people, sign, submit

WHY = "这条水渠归水管所管，请站点协调"


def inbox(browser: Browser, **query: str) -> list[dict[str, Any]]:
    """Return what came by one's own code."""
    answer = browser.get("/api/cases", query_string={"by_code": "1", **query})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    items: list[dict[str, Any]] = answer.get_json()["items"]
    return items


def progress(app: Flask, sent: dict[str, Any]) -> dict[str, Any]:
    """Return what the person reads behind the receipt."""
    shown = (
        app.test_client()
        .get(f"/api/submissions/{sent['receipt']}", headers={"Query-Code": sent["query_code"]})
        .get_json()
    )
    assert shown["number"] == sent["number"]
    found: dict[str, Any] = shown
    return found


def test_a_deputy_passes_on_and_answers_what_came_by_the_own_code(make: Maker, app: Flask) -> None:
    people(make)
    make.account("li", ("deputy", "621124100"), name="李代表")
    code = deputy_code(make, make.account("ma", ("deputy", "621124100"), name="马代表"))
    land, road, _others = submit(app, code=code), submit(app, code=code, category="traffic"), submit(app)
    ma, li, lian = make.login("ma"), make.login("li"), make.login("lian")
    assert {row["id"] for row in inbox(ma, waiting="me")} == {land["id"], road["id"]}
    assert inbox(ma)[0]["opening"].startswith("水渠") and inbox(li) == []
    assert inbox(lian) == [], "a liaison has no code"
    assert [row["id"] for row in inbox(ma, limit="1")] == [road["id"]]

    # passed on: for what the station has to do, with a reason that the person reads too
    bare = move(ma, land["id"], "pending", evidence={"forwarded_to": "mayor", "forward_note": WHY})
    assert (bare.status_code, bare.get_json()["field"]) == (422, "evidence.forwarded_to")
    due = ma.get(f"/api/cases/{land['id']}").get_json()["due_on"]
    given = {"forwarded_to": "town_congress", "forward_note": WHY}
    passed = move(ma, land["id"], "pending", version=1, evidence=given)
    assert passed.status_code == 200, passed.get_data(as_text=True)
    again = move(ma, land["id"], "pending", version=1, evidence=given)
    assert again.get_json()["version"] == passed.get_json()["version"] == 2
    assert (passed.get_json()["state"], passed.get_json()["due_on"]) == ("pending", due), "it stands where it stood"
    assert [row["id"] for row in inbox(ma, waiting="me")] == [road["id"]] and len(inbox(ma)) == 2
    at_station = lian.get(f"/api/cases/{land['id']}").get_json()["timeline"][0]
    assert (at_station["label"], at_station["actor_name"], at_station["role_label"]) == ("转交", "马代表", "代表")
    assert {each["text"] for each in at_station["said"]} == {"镇人大", WHY}
    assert [each["text"] for each in progress(app, land)["told"]] == [WHY]
    for who in ("lian", "ren"):
        titles = [each["title"] for each in make.login(who).get("/api/notices").get_json()["items"]]
        assert f"代表转交了一件事：{land['number']}" in titles, who
    assert move(lian, land["id"], "accepted").status_code == 200, "the station takes it on as before"

    # answered directly where the category is not verified first; elsewhere a verifier looks, then the deputy signs
    said = {"handling": "当面问过交警，下周一划线"}
    refused = move(ma, road["id"], "closed", evidence={"consent": "群众满意"})
    assert refused.status_code in {403, 409}
    assert move(li, road["id"], "answering", version=1, evidence=said).status_code == 404
    assert move(ma, road["id"], "answering", evidence=said).status_code == 200
    signed = sign(ma, road["id"], "下周一就去划线，请您看着。")
    assert signed.status_code == 200, signed.get_data(as_text=True)
    assert (signed.get_json()["state"], progress(app, road)["state"]) == ("answered", "answered")
    assert move(ma, road["id"], "closed", evidence={"consent": "群众满意"}).status_code == 403
    wall = submit(app, code=code)
    assert move(ma, wall["id"], "answering", evidence=said).status_code == 409, "this category is verified first"
    assert move(ma, wall["id"], "verifying", evidence=said).status_code == 200
    assert move(make.login("he"), wall["id"], "answering", evidence={"check": "到现场看过"}).status_code == 200
    assert [row["id"] for row in inbox(ma, waiting="me")] == [wall["id"]]
    assert sign(ma, wall["id"], "邻居已经把墙退回来了。").status_code == 200
    assert inbox(ma, waiting="me") == []


def test_whose_term_has_ended_reads_nothing_that_came_by_the_code(make: Maker, app: Flask) -> None:
    people(make)
    account = make.account("ma", ("deputy", "621124100"), name="马代表")
    submit(app, code=deputy_code(make, account))
    assert len(inbox(make.login("ma"))) == 1
    make.run("update account_role set until_day = from_day - 1 where account_id = :id", id=account)
    assert make.login("ma").get("/api/cases?by_code=1").get_json()["items"] == []
