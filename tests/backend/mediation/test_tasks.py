"""Who mediated is told once that an agreement is to be performed by now, unless they asked already."""

from __future__ import annotations

from flask import Flask

from backend.clock import today
from backend.db import Database
from backend.mediation import tasks
from tests.make import Maker, new_id
from tests.story import Story, mediating, note, offices, people, sat_together, submit

AGREED = {"agreement": "以老界石为准，双方各让半尺", "effective_on": str(today())}


def told(story: Story, login: str) -> list[str]:
    found = story.who(login).get("/api/notices").get_json()["items"]
    return [each["title"] for each in found if "回访" in each["title"]]


def test_the_day_of_performance_reminds_until_somebody_has_asked(
    app: Flask, make: Maker, worker_database: Database
) -> None:
    people(make)
    ids, story = offices(make), Story(make)
    due, later, asked = (submit(app, text=text)["id"] for text in ("到期的一件", "没到期的一件", "问过的一件"))
    for case, by in ((due, today()), (later, today().replace(year=today().year + 1)), (asked, today())):
        mediating(story, ids, case)
        sat_together(story, case)
        story.step("tiao", case, "agreed", **AGREED, perform_by=str(by))
    done = note(story, asked, "follow-ups", id=new_id(), made_on=str(today()), outcome="kept", note="已经埋好界桩")
    assert done.status_code == 201
    for _ in range(2):
        tasks.remind(worker_database)
    number = story.file("lian", due)["number"]
    assert told(story, "tiao") == [f"到了履行期限，请回访：{number}"]
    assert told(story, "balitiao") == told(story, "lian") == []

    story.step("tiao", due, "verifying", handling="界桩已埋，双方签字")
    story.step("he", due, "redoing", reason="一方说界桩又被挪了")
    story.step("tiao", due, "mediating")
    story.step("tiao", due, "agreed", **AGREED, perform_by=str(today()))
    make.run("update notice set created_at = created_at - interval '1 hour', read_at = now()")
    tasks.remind(worker_database)
    assert make.run("select count(*) from notice where kind = 'mediation.follow_up' and read_at is null") == 1, "anew"
