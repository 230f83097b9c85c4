"""由点及面: many small matters of one kind become one topic of supervision; each of them stays where it is."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.make import Maker, new_id
from tests.scenarios.test_outlets import LATER, derive, good, step
from tests.story import Story, offices, people, sight, submit


@pytest.fixture
def story(make: Maker) -> Story:
    people(make)
    return Story(make)


def change(story: Story, login: str, initiative: str, number: str, *, put: bool, **more: Any) -> Any:
    body = {"id": new_id(), "number": number, "put": put, "reason": "同一条渠"}
    return story.who(login).post(f"/api/initiatives/{initiative}/cases", json=body | more)


def test_what_comes_up_again_and_again_becomes_a_topic(app: Flask, make: Maker, story: Story) -> None:
    ids = offices(make)
    said = ("三组水渠堵了，请来看看", "渠水不通，四组水渠也浇不上", "水渠塌了一段，没人修")
    cases = [submit(app, text=text)["id"] for text in said]
    other = submit(app, text="门口的路灯坏了半个月", category="public_service")["id"]
    hidden = sight(story.who("wang"), text="水渠边上两家动了手，别往外说", hidden=True)
    numbers = {case: story.file("ren", case)["number"] for case in (*cases, other, hidden)}
    for login in ("ren", "lian"):
        (found,) = good(story.who(login).get("/api/case-clusters?least=3"))["items"]
        assert (found["category"]["code"], found["area"]["code"], found["count"]) == ("land", "621124100001", 3)
        assert (found["words"], set(found["cases"])) == (["水渠"], set(cases)), "the hidden one enters no pattern"
    assert good(story.who("bali").get("/api/case-clusters?least=2"))["items"] == []
    assert good(story.who("ren").get("/api/case-clusters?least=2&topic=property"))["items"] == []
    refused = story.who("ren").get("/api/case-clusters?from=2026-05-02&to=2026-05-01")
    assert (refused.status_code, refused.get_json()["field"]) == (422, "from")
    assert story.who("shui").get("/api/case-clusters").status_code == 403

    first, *rest = found["cases"]
    body = {"id": new_id(), "cases": found["cases"], "reason": "三个月里三起"}
    made, again = (good(derive(story, "ren", first, "supervision_topic", **body)) for _ in range(2))
    assert made == again and {each["id"] for each in made["cases"]} == set(rest)
    clue = derive(story, "ren", first, "supervision_clue", cases=rest)
    assert (clue.status_code, clue.get_json()["field"]) == (422, "cases"), "a clue is of one matter"
    topic = made["id"]
    assert change(story, "lian", topic, numbers[other], put=True).status_code == 403, "another's topic"
    for number in (numbers[first], numbers[rest[0]], "2026-999999"):
        wrong = change(story, "ren", topic, number, put=True)
        assert (wrong.status_code, wrong.get_json()["field"]) == (422, "number")
    event = new_id()
    for _ in range(2):
        taken = good(change(story, "ren", topic, numbers[rest[0]], put=False, id=event, reason="其实是另一条渠"))
    assert [each["put"] for each in taken["cases"] if each["id"] == rest[0]] == [False]
    good(change(story, "ren", topic, numbers[other], put=True))
    good(change(story, "ren", topic, numbers[hidden], put=True))
    good(step(story, "ren", topic, 1, "sent", body_id=int(ids["shui"]), due_on=LATER))

    (theirs,) = good(story.who("shui").get("/api/initiatives?waiting=me"))["items"]
    assert {(each["number"], each["id"]) for each in theirs["cases"]} == {
        (numbers[each], None) for each in (*rest, other)
    }, "numbers and villages, nothing of the hidden one"
    assert good(story.who("zhu").get("/api/initiatives?waiting=me"))["items"] == []
    (told,) = good(story.who("shui").get("/api/notices"))["items"]
    assert (told["title"], told["url"]) == (f"送交您单位，待回复：{made['number']}", f"/desk/initiatives/{topic}")
    good(step(story, "shui", topic, 2, "answered", words="已列入明年计划"))
    assert f"已有回复：{made['number']}" in {
        each["title"] for each in good(story.who("ren").get("/api/notices"))["items"]
    }
    (linked,) = good(story.who("lian").get(f"/api/initiatives?case={other}"))["items"]
    assert (linked["id"], linked["state"]) == (topic, "answered"), "linked from each of its cases"
    good(step(story, "ren", topic, 3, "closed"))
    assert change(story, "ren", topic, numbers[rest[0]], put=True).status_code == 409
    assert {story.file("lian", case)["state"] for case in cases} == {"pending"}, "no case has moved"


def test_a_clue_of_public_interest_goes_to_a_procuratorate(app: Flask, make: Maker, story: Story) -> None:
    ids = offices(make)
    case = submit(app, text="化工厂夜里往河里排水")["id"]
    kinds = {each["code"] for each in good(story.who("lian").get(f"/api/cases/{case}/initiatives"))["kinds"]}
    assert kinds == {"legislative_gap", "public_interest_clue"}
    clue = good(derive(story, "lian", case, "public_interest_clue"))
    assert clue["body_kinds"] == ["procuratorate"]
    wrong = step(story, "lian", clue["id"], 1, "sent", body_id=int(ids["shui"]), due_on=LATER)
    assert (wrong.status_code, wrong.get_json()["field"]) == (422, "body_id")
    office = make.run(
        "insert into body (code, name, kind, area_code) values ('JC', '县人民检察院', 'procuratorate', '621124') returning id"
    )
    good(step(story, "lian", clue["id"], 1, "sent", body_id=office, due_on=LATER))
    assert good(story.who("lian").get("/api/initiatives?overdue=1"))["items"] == []
    assert good(story.who("lian").get(f"/api/initiatives/{clue['id']}"))["state"] == "sent"
    assert story.who("bali").get(f"/api/initiatives/{clue['id']}").status_code == 404
