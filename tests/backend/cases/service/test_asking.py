"""Asking for more: everybody whose report the case holds is asked, each once for each time."""

from __future__ import annotations

from flask import Flask

from tests.make import Maker
from tests.story import Story, people, sight, submit

ASKED = "请补充是哪一段"


def test_everybody_whose_report_it_holds_is_asked_until_the_same_day(make: Maker, app: Flask) -> None:
    people(make)
    story = Story(make)
    worker, citizen = sight(story.who("wang")), submit(app)
    number = story.file("lian", worker)["number"]
    story.step("lian", citizen["id"], "joined", into=number)
    file = story.step("lian", worker, "lacking", asked=ASKED)
    asks = make.rows("select report_id, author_id is null, receipt, due_on, turn from ask order by receipt nulls first")
    assert [(str(row[0]), row[1], row[2]) for row in asks] == [
        (worker, False, None),
        (citizen["id"], True, citizen["receipt"]),
    ]
    assert {(row.due_on.isoformat(), row.turn) for row in asks} == {(file["due_on"], file["version"])}
    assert make.run("select count(*) from procrastinate_jobs where task_name = 'feedback.push_ask'") == 2
    # the citizen answers first; the worker is asked no more
    code = {"Query-Code": citizen["query_code"]}
    said = {"to": "pending", "evidence": {"more": "桥头那一段"}}
    path = f"/api/submissions/{citizen['receipt']}/transitions"
    assert app.test_client().post(path, json=said, headers=code).status_code == 204
    assert story.who("wang").get("/api/sightings/asked").get_json() == {"items": []}
