"""Urging: by itself when it is late, by people as far as their role goes; who has it in hand hears of it once."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from backend.cases import tasks
from backend.cases.domain import latest_due, working_days_after
from backend.clock import today
from backend.db import Database
from backend.settings import Settings
from tests.errands import run_errands
from tests.make import Maker
from tests.push_service import PushService
from tests.story import Story, handle, offices, people, sign, submit


def told(story: Story, login: str) -> list[str]:
    return [each["title"] for each in story.who(login).get("/api/notices").get_json()["items"]]


def test_what_is_late_is_urged_level_by_level_and_who_has_it_in_hand_is_told(
    app: Flask, make: Maker, worker_database: Database
) -> None:
    people(make)
    ids, story = offices(make), Story(make)
    case = submit(app)["id"]
    number = story.file("lian", case)["number"]
    story.step("lian", case, "accepted")
    story.step("lian", case, "triage", row="8-1", reason="归水务局管")
    story.step("lian", case, "dispatched", body=ids["shui"], due="2027-01-05")
    assert told(story, "shui") == [f"交您单位办理：{number}"]
    for days, level in ((0, 0), (1, 1), (7, 3)):
        make.run("update cases set due_on = :due", due=latest_due(today(), days))
        for _ in range(2):
            tasks.urge(worker_database)
        assert story.file("lian", case)["urged"] == level
    assert [each["level"] for each in story.file("lian", case)["urges"]] == [3, 1], "each level once"
    assert told(story, "shui")[0] == told(story, "zhang")[0] == f"请尽快办理：{number}"
    assert told(story, "bali") == []
    assert story.step("shui", case, "handling")["urged"] == 0, "it has moved on"


def test_each_role_urges_as_far_as_it_may_and_only_what_is_due(app: Flask, make: Maker) -> None:
    people(make)
    offices(make)
    story, case = Story(make), submit(app)["id"]

    def urge(login: str, level: object, note: str = "请抓紧办") -> int:
        answer = story.who(login).post(f"/api/cases/{case}/urges", json={"level": level, "note": note})
        return int(answer.status_code)

    assert [urge("lian", 1), urge("lian", 1), urge("ren", 2), urge("ren", 3), urge("lian", 2)] == [
        200,
        200,
        200,
        403,
        403,
    ]
    assert [urge("he", 1), urge("bali", 1), urge("lian", 4), urge("lian", 1, "  ")] == [403, 404, 422, 422]
    file = story.file("ren", case)
    assert (file["urged"], file["may_urge"], len(file["urges"]), file["version"]) == (2, 2, 2, 1)
    assert [each["label"] for each in file["urges"]] == ["督办", "催办"]
    handle(make, case)
    sign(story.who("lian"), case)
    assert urge("lian", 1, "再催一次") == 409
    assert story.file("lian", case)["may_urge"] == 0


def test_who_has_it_in_hand_is_told_once_ahead_of_the_deadline(
    app: Flask, make: Maker, worker_database: Database, ours: Settings, pushes: PushService
) -> None:
    people(make)
    ids, story = offices(make), Story(make)
    case = submit(app)["id"]
    number = story.file("lian", case)["number"]
    story.step("lian", case, "accepted")
    story.step("lian", case, "triage", row="8-1", reason="归水务局管")
    later = str(working_days_after(today(), 30))
    story.step("lian", case, "dispatched", body=ids["shui"], due=later)
    assert story.who("shui").post("/api/push/subscriptions", json=pushes.subscription("s")).status_code == 201
    tasks.forewarn(worker_database)
    assert told(story, "shui") == [f"交您单位办理：{number}"], "there is time yet"

    make.run("update cases set due_on = :due", due=working_days_after(today(), 2))
    assert [row["urgency"] for row in story.who("shui").get("/api/cases?soon=1").get_json()["items"]] == ["soon"]
    assert story.who("bali").get("/api/cases?soon=1").get_json()["items"] == []
    for _ in range(2):
        tasks.forewarn(worker_database)
    assert told(story, "shui") == [f"快到期限，请抓紧办理：{number}", f"交您单位办理：{number}"]
    assert not {f"快到期限，请抓紧办理：{number}"} & {*told(story, "zhu"), *told(story, "he"), *told(story, "bali")}
    run_errands(ours)
    (news,) = pushes.arrived
    assert (news.said["title"], news.said["url"]) == ("有事等您看", "/desk/messages")
    assert number not in str(news.said)

    story.step("shui", case, "handling")
    make.run("update notice set created_at = created_at - interval '1 day'")
    make.run("update cases set due_on = :due", due=working_days_after(today(), 1))
    tasks.forewarn(worker_database)
    assert told(story, "shui")[0] == f"快到期限，请抓紧办理：{number}", "another state, another deadline"

    make.run("update cases set due_on = :due", due=today() - timedelta(days=1))
    assert story.who("shui").get("/api/cases?soon=1").get_json()["items"] == [], "it is late now, no longer near"
    assert story.file("shui", case)["urgency"] == "overdue"
