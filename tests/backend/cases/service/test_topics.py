"""Topics of supervision that a case carries: lists and the map go by them, hidden ones enter no figure."""

from __future__ import annotations

from typing import Any

from flask import Flask

from tests.make import Maker
from tests.story import Story, people, sight, submit


def good(answer: Any) -> Any:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def test_a_case_carries_topics_and_lists_and_map_go_by_them(app: Flask, make: Maker) -> None:
    people(make)
    story = Story(make)
    road, estate = submit(app)["id"], submit(app, text="物业不修电梯，半年了", category="property")["id"]
    hidden = sight(story.who("wang"), text="校门口有人欺负孩子", hidden=True)
    path = f"/api/cases/{road}/topics"
    assert story.who("he").put(path, json={"topics": ["campus"]}).status_code == 403
    unknown = story.who("lian").put(path, json={"topics": ["weather"]})
    assert (unknown.status_code, unknown.get_json()["field"]) == (422, "topics")
    for case in (road, hidden):
        for _ in range(2):
            tagged = good(story.who("lian").put(f"/api/cases/{case}/topics", json={"topics": ["campus"]}))
        assert [each["code"] for each in tagged["items"] if each["on"]] == ["campus"]
    assert make.run("select count(*) from audit_entry where action = 'case.tagged'") == 2

    def listed(login: str, topic: str) -> set[str]:
        return {each["id"] for each in good(story.who(login).get(f"/api/cases?topic={topic}"))["items"]}

    def counted(topic: str) -> int:
        return sum(each["count"] for each in good(story.who("zhang").get(f"/api/hotspots?topic={topic}"))["cells"])

    assert listed("lian", "campus") == {road, hidden} and listed("zhang", "campus") == {road}
    assert listed("zhang", "property") == {estate}, "by its category"
    assert (counted("campus"), counted("property"), counted("customs")) == (1, 1, 0), "the hidden one enters no figure"
    wrong = story.who("zhang").get("/api/hotspots?topic=weather")
    assert (wrong.status_code, wrong.get_json()["field"]) == (422, "topic")
    good(story.who("lian").put(path, json={"topics": []}))
    assert listed("zhang", "campus") == set()
