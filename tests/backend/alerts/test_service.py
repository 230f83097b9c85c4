"""Alerts are raised once each, reach the nearest heads and liaisons, count nothing hidden, and are judged by people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from backend.alerts import queries, service, tasks
from backend.clock import now, today
from backend.db import Database
from backend.jobs.registry import everywhere
from backend.settings import Settings
from tests.errands import run_errands
from tests.make import Maker
from tests.push_service import PushService
from tests.story import Story, people, sight, submit


def listed(story: Story, login: str) -> list[dict[str, Any]]:
    """Return the alerts as somebody reads them."""
    found: list[dict[str, Any]] = story.who(login).get("/api/alerts").get_json()["items"]
    return found


def told(story: Story, login: str) -> list[str]:
    """Return the messages about alerts."""
    found = story.who(login).get("/api/notices").get_json()["items"]
    return [each["title"] for each in found if "预警" in each["title"]]


@pytest.fixture
def story(make: Maker) -> Story:
    """A township and its neighbour."""
    people(make)
    return Story(make)


def test_what_repeats_at_a_place_is_raised_once_and_told_to_the_nearest(
    make: Maker, story: Story, worker_database: Database, ours: Settings, pushes: PushService
) -> None:
    assert story.who("zhang").post("/api/push/subscriptions", json=pushes.subscription("z")).status_code == 201
    cases = [sight(story.who("wang")) for _ in range(2)]
    sight(story.who("wang"), category="family", text="又吵起来了")
    hidden = [sight(story.who("wang"), category="family", text="夜里哭声", hidden=True) for _ in range(3)]
    tasks.look(worker_database)
    assert listed(story, "lian") == [], "two of one kind are no repetition, and hidden ones do not count"
    cases.append(sight(story.who("wang")))
    for _ in range(2):
        tasks.look(worker_database)
    (alert,) = listed(story, "zhang")
    assert alert["words"] == "文峰社区1格同一处附近，30天内有3条“土地边界”反映"
    assert {each["id"] for each in alert["cases"]} == set(cases)
    assert not {each["id"] for each in alert["cases"]} & set(hidden)
    assert (alert["may_note"], alert["may_urge"]) == (True, False)
    assert told(story, "zhang") == told(story, "lian") == ["有新的预警：文峰社区"]
    assert told(story, "bali") == told(story, "he") == []
    assert listed(story, "bali") == []
    run_errands(ours)
    assert [each.said["body"] for each in pushes.arrived] == ["点开查看"]

    path = f"/api/alerts/{alert['id']}"
    assert story.who("he").post(f"{path}/note", json={"note": "看过了"}).status_code == 403
    assert story.who("bali").post(f"{path}/note", json={"note": "看过了"}).status_code == 404
    assert story.who("zhang").post(f"{path}/urges", json={"note": "抓紧"}).status_code == 403
    assert story.who("lian").post(f"{path}/urges", json={"note": " "}).status_code == 422
    urged = [story.who("lian").post(f"{path}/urges", json={"note": "三户同一条渠，一起办"}) for _ in range(2)]
    assert [(each.status_code, each.get_json()["state"]) for each in urged] == [(200, "acted")] * 2
    assert [len(story.file("lian", case)["urges"]) for case in cases] == [1, 1, 1]
    assert story.who("zhang").post(f"{path}/note", json={"note": "看过了"}).status_code == 409
    assert [each["state"] for each in listed(story, "zhang")] == ["acted"]

    raised = story.who("ren").post(f"/api/cases/{cases[0]}/level", json={"level": "restricted", "reason": "涉及隐私"})
    assert raised.status_code == 200
    assert listed(story, "zhang") == listed(story, "lian") == [], "it counted what others may not know of now"


def test_who_writes_again_heaps_and_rises_are_raised(
    app: Flask, make: Maker, story: Story, worker_database: Database
) -> None:
    for n in range(3):
        category = ("land", "family", "labour")[n]
        submit(app, category=category, text=f"第{n + 1}次来反映", way="phone", name="王守田", phone="13900139000")
    tasks.look(worker_database)
    (again,) = listed(story, "lian")
    assert (again["words"], again["area_name"]) == ("同一位反映人90天内反映了3次", "洮阳镇")
    assert "13900139000" not in str(make.rows("select alert::text from alert"))

    # four weeks ago one report, so that there is a past to compare with; now eight
    make.unwatched("update report set received_at = now() - interval '28 days' where category = 'labour'")
    for n in range(8):
        sight(story.who("wang"), category="traffic", text=f"校门口又堵了{n}")
    make.run("update cases set due_on = :late where category = 'traffic'", late=today() - timedelta(days=3))
    tasks.look(worker_database)
    words = {each["kind"]: each["words"] for each in listed(story, "lian")}
    assert words["overdue"].endswith("手里有8件逾期")
    assert words["rise"].startswith("文峰社区1格7天内有8条“道路交通”反映，以往同样长的日子平均不超过1.0条")
    seen = listed(story, "lian")
    tasks.look(worker_database)
    assert listed(story, "lian") == seen, "each is raised once"
    noted = story.who("zhang").post(f"/api/alerts/{again['id']}/note", json={"note": "老上访户，已约谈"})
    assert (noted.status_code, noted.get_json()["label"]) == (200, "已知悉")


def test_what_is_made_hidden_before_its_alert_is_stored_stands_in_none(
    make: Maker, story: Story, worker_database: Database
) -> None:
    cases = [sight(story.who("wang")) for _ in range(3)]
    with worker_database.transaction(everywhere("alerts.look")) as session:
        rule = queries.rules(session)["repeat_place"]
        (found,) = service.find(session, "repeat_place", rule, now())
        judged = story.who("ren").post(
            f"/api/cases/{cases[0]}/level", json={"level": "restricted", "reason": "涉及隐私"}
        )
        assert judged.status_code == 200
        service.raise_one(session, found, rule)
    assert listed(story, "zhang") == listed(story, "lian") == [], "it counts what others may not know of"
    assert told(story, "zhang") == []
    assert [row.state for row in make.rows("select state from alert")] == ["withdrawn"]


def test_hidden_restricted_and_corrected_matters_raise_nothing(
    app: Flask, make: Maker, story: Story, worker_database: Database
) -> None:
    """Each look in turn leaves out what it should, and finds all four kinds once nothing is left out."""
    for category in ("land", "family", "labour"):
        submit(app, category=category, text=f"为{category}又来反映", way="phone", name="王守田", phone="13900139000")
    for n in range(8):
        sight(story.who("wang"), category="traffic", text=f"校门口又堵了{n}")
    make.unwatched("update report set received_at = now() - interval '28 days' where category = 'labour'")
    make.unwatched("update cases set due_on = :late, hidden = true", late=today() - timedelta(days=3))

    def raised() -> set[str]:
        tasks.look(worker_database)
        return {row.kind for row in make.rows("select kind from alert")}

    make.unwatched("update report set hidden = true")
    assert raised() == set(), "hidden"
    make.unwatched("update report set hidden = false, corrects_id = (select min(id::text)::uuid from report)")
    assert raised() == set(), "what puts another right is no report of its own"
    make.unwatched("update cases set hidden = false, restricted = true")
    assert raised() == set(), "restricted"
    make.unwatched("update cases set restricted = false, state = 'answered'")
    assert raised() == set(), "answered in time or late, it lies no more"
    make.unwatched("update cases set state = 'accepted'")
    make.unwatched("update report set corrects_id = null")
    assert raised() == {"repeat_place", "repeat_person", "overdue", "rise"}
