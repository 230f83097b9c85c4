"""走访任务: an alert sends a grid worker there; the result comes back once, also without signal; others neither see nor touch it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from backend.alerts import tasks
from backend.clock import today
from backend.db import Database
from backend.settings import Settings
from tests.errands import run_errands
from tests.make import Maker, new_id
from tests.push_service import PushService
from tests.story import Story, people, sight

VILLAGE, CELL = "621124100001", "621124100001001"


@pytest.fixture
def story(make: Maker) -> Story:
    """A township, its neighbour, and a grid worker who answers for a cell."""
    people(make)
    make.run(f"insert into cell_worker (account_id, cell_code) select id, '{CELL}' from account where login = 'wang'")
    make.account("zhao", ("collector", "621124100"), name="赵采集")
    return Story(make)


def inbox(story: Story, login: str) -> list[str]:
    """Return the messages about visits."""
    found = story.who(login).get("/api/notices").get_json()["items"]
    return [each["title"] for each in found if "走访" in each["title"]]


def raised(story: Story, worker_database: Database) -> dict[str, Any]:
    """Report one thing three times, look for alerts; return the one that is there."""
    for _ in range(3):
        sight(story.who("wang"))
    tasks.look(worker_database)
    (alert,) = story.who("zhang").get("/api/alerts?state=open").get_json()["items"]
    assert isinstance(alert, dict)
    return alert


def test_an_alert_becomes_a_visit_and_its_result_comes_back(
    app: Flask, make: Maker, story: Story, worker_database: Database, ours: Settings, pushes: PushService
) -> None:
    wang, zhang, bali = (story.who(each) for each in ("wang", "zhang", "bali"))
    assert wang.post("/api/push/subscriptions", json=pushes.subscription("w")).status_code == 201
    alert = raised(story, worker_database)
    assert (alert["may_task"], alert["task"], alert["cell_code"]) == (True, None, CELL)
    found = zhang.get(f"/api/visit-workers?area={VILLAGE}&cell={CELL}").get_json()["items"]
    assert [(each["name"], each["of_cell"]) for each in found] == [("wang", True), ("赵采集", False)]
    assert bali.get(f"/api/visit-workers?area={VILLAGE}&cell={CELL}").get_json()["items"] == []
    run_errands(ours)
    pushes.arrived.clear()

    due = today() + timedelta(days=3)
    asked = {
        "id": new_id(),
        "what": "到三组看水渠，问清几户受影响",
        "priority": "high",
        "worker_id": found[0]["id"],
        "due_on": str(due),
    }
    path = f"/api/alerts/{alert['id']}/task"
    late = zhang.post(path, json=asked | {"due_on": str(today() - timedelta(days=1))})
    assert (late.status_code, late.get_json()["field"]) == (422, "due_on")
    stranger = make.run("select id from account where login = 'lian'")
    wrong = zhang.post(path, json=asked | {"worker_id": stranger})
    assert (wrong.status_code, wrong.get_json()["field"]) == (422, "worker_id")
    assert [bali.post(path, json=asked).status_code, story.who("he").post(path, json=asked).status_code] == [404, 403]
    assert make.rows("select from visit_task") == [], "what was refused changed nothing"
    given = [zhang.post(path, json=asked) for _ in range(2)]
    assert [(each.status_code, each.get_json()["state"], each.get_json()["label"]) for each in given] == [
        (200, "tasked", "已派走访")
    ] * 2
    assert zhang.post(path, json=asked | {"id": new_id()}).status_code == 409, "somebody was first"
    assert inbox(story, "wang") == ["有走访任务：文峰社区1格"]
    run_errands(ours)
    assert [each.said["body"] for each in pushes.arrived] == ["点开查看"]
    (mine,) = wang.get("/api/visit-tasks/mine").get_json()["items"]
    assert (mine["id"], mine["why"], mine["due"]) == (asked["id"], alert["words"], "later")

    # Found without signal, sent twice; what was written down on the way names the visit.
    body = {
        "id": new_id(), "seen_at": "2026-11-21T08:30:00Z", "category": "land", "noticed_by": "door_visit", "hidden": False, "risk": "low",
        "text": "渠口被石头堵住", "crs": "wgs84", "cell_code": CELL, "visit_id": asked["id"],
    }  # fmt: skip
    assert wang.post("/api/sightings", json=body).status_code == 201
    result = {
        "id": new_id(),
        "made_at": "2026-11-21T09:00:00Z",
        "found": "watch",
        "households": 7,
        "note": "七户浇不上水，约好周五一起清渠",
    }
    at = f"/api/visit-tasks/{asked['id']}"
    assert [story.who(each).post(f"{at}/done", json=result).status_code for each in ("zhang", "zhao", "bali")] == [
        403,
        404,
        404,
    ]
    done = [wang.post(f"{at}/done", json=result) for _ in range(2)]
    assert [each.status_code for each in done] == [200, 200]
    assert done[0].get_json() == done[1].get_json()
    assert wang.post(f"{at}/done", json=result | {"note": "又想了想"}).status_code == 409
    assert wang.get("/api/visit-tasks/mine").get_json()["progress"] == {"households": 7, "tasks": 1, "goal": None}
    (alert,) = zhang.get("/api/alerts").get_json()["items"]
    told = alert["task"]
    assert (told["state"], told["worker_name"], told["found_label"], told["households"], told["sightings"]) == (
        "done",
        "wang",
        "需要继续关注",
        7,
        1,
    )
    assert [step["kind"] for step in told["steps"]] == ["given", "done"]
    assert inbox(story, "zhang") == ["走访任务已完成：文峰社区1格"]
    assert [
        each.get_json()["items"] for each in (bali.get("/api/visit-tasks"), story.who("fuquan").get("/api/visit-tasks"))
    ] == [[], []]
    assert bali.get(at).status_code == 404
    assert make.run("select count(*) from audit_entry where action in ('visit.given', 'visit.done')") == 2


def test_tasks_are_given_freely_found_called_off_and_outlive_an_edition(
    make: Maker, story: Story, worker_database: Database
) -> None:
    lian, zhao = story.who("lian"), story.who("zhao")
    person = make.run("select id from account where login = 'zhao'")
    task = {
        "id": new_id(),
        "area_code": VILLAGE,
        "cell_code": None,
        "what": "回访低保户%",
        "why": "换季",
        "worker_id": person,
        "due_on": str(today()),
    }
    for wrong, field in (
        ({"area_code": "621124100999"}, "area_code"),
        ({"cell_code": "没有"}, "cell_code"),
        ({"surprise": 1}, "surprise"),
    ):
        answer = lian.post("/api/visit-tasks", json=task | wrong)
        assert (answer.status_code, answer.get_json()["field"]) == (422, field)
    assert story.who("bali").post("/api/visit-tasks", json=task).status_code == 403
    assert [lian.post("/api/visit-tasks", json=task).status_code for _ in range(2)] == [200, 200]
    assert lian.post("/api/visit-tasks", json=task | {"what": "另一件事"}).status_code == 409
    make.run("update visit_task set due_on = due_on - 1")
    ways = ("due=overdue", "q=低保户%25", "q=赵采集", f"area={VILLAGE}&state=open")
    assert [len(lian.get(f"/api/visit-tasks?{way}").get_json()["items"]) for way in ways] == [1, 1, 1, 1]
    assert [lian.get(f"/api/visit-tasks?{way}").get_json()["items"] for way in ("due=today", "q=_", "state=done")] == [
        [],
        [],
        [],
    ]
    at = f"/api/visit-tasks/{task['id']}"
    assert [lian.post(f"{at}/cancel", json={"reason": "人已外出"}).get_json()["state"] for _ in range(2)] == [
        "cancelled"
    ] * 2
    result = {
        "id": new_id(),
        "made_at": "2026-11-21T09:00:00Z",
        "found": "nothing",
        "households": 1,
        "note": "已经见到人",
    }
    assert zhao.post(f"{at}/done", json=result).get_json()["state"] == "done", "what was done meanwhile counts"
    assert lian.post("/api/visit-goals", json={"area_code": "621124100", "households": 40}).status_code == 200
    assert zhao.get("/api/visit-tasks/mine").get_json()["progress"]["goal"] == 40

    # The alert's cell is gone in a new edition: somebody can be sent all the same, to the village.
    alert = raised(story, worker_database)
    make.run("update grid_cell set in_force_to = china_today() where code = :cell", cell=CELL)
    sent = {"id": new_id(), "what": "去看一看", "worker_id": person, "due_on": str(today())}
    answer = lian.post(f"/api/alerts/{alert['id']}/task", json=sent)
    assert answer.status_code == 200, answer.text
    assert (answer.get_json()["task"]["cell_code"], answer.get_json()["task"]["place"]) == (None, "文峰社区")
    # What the alert counted is restricted: nobody is told of it any more, and nobody goes.
    case = alert["cases"][0]["id"]
    assert (
        story.who("ren")
        .post(f"/api/cases/{case}/level", json={"level": "restricted", "reason": "涉及隐私"})
        .status_code
        == 200
    )
    gone = zhao.get(f"/api/visit-tasks/{sent['id']}").get_json()
    assert (gone["state"], gone["why"]) == ("cancelled", "")
