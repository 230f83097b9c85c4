"""What becomes of a matter besides its answer (一案多出口): each its own record; the case stays where it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from backend.clock import today
from tests.make import Maker, new_id
from tests.story import Story, deputy_code, offices, people, sight, submit

LATER = (today() + timedelta(days=20)).isoformat()


@pytest.fixture
def story(make: Maker) -> Story:
    people(make)
    return Story(make)


@pytest.fixture
def ids(make: Maker, story: Story) -> dict[str, str]:
    return offices(make)


def derive(story: Story, login: str, case: str, kind: str, **more: Any) -> Any:
    body = {"id": new_id(), "kind": kind, "title": "渠系管护", "text": "全县渠系失修，不止一村"}
    return story.who(login).post(f"/api/cases/{case}/initiatives", json=body | more)


def step(story: Story, login: str, initiative: str, version: int, to: str, **more: Any) -> Any:
    address = f"/api/initiatives/{initiative}/transitions"
    body = {"to": to, "words": "按程序办理"}
    return story.who(login).post(address, json=body | more, headers={"If-Match": f'"{version}"'})


def good(answer: Any) -> Any:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def test_a_topic_of_supervision_goes_its_own_way(app: Flask, make: Maker, story: Story, ids: dict[str, str]) -> None:
    case = submit(app)["id"]
    before = story.file("lian", case)
    body = {"id": new_id(), "topics": ["property", "conduct"]}
    first, again = (good(derive(story, "ren", case, "supervision_topic", **body)) for _ in range(2))
    assert first == again and [each["code"] for each in first["topics"]] == ["conduct", "property"]
    taken = derive(story, "ren", case, "supervision_topic", **body | {"title": "别的"})
    assert (taken.status_code, taken.get_json()["code"]) == (409, "id_taken")
    unknown = derive(story, "ren", case, "supervision_topic", topics=["weather"])
    assert (unknown.status_code, unknown.get_json()["field"]) == (422, "topics")
    assert derive(story, "he", case, "supervision_topic").status_code == 403
    assert derive(story, "bali", case, "legislative_gap").status_code == 404

    made, water = first["id"], int(ids["shui"])
    assert story.who("shui").get("/api/initiatives").get_json()["items"] == [], "not sent to them yet"
    nobody = step(story, "ren", made, 1, "sent", due_on=LATER)
    assert (nobody.status_code, nobody.get_json()["field"]) == (422, "body_id")
    assert step(story, "ren", made, 1, "answered").status_code == 409
    assert step(story, "lian", made, 1, "sent", body_id=water, due_on=LATER).status_code == 403
    for _ in range(2):
        sent = good(step(story, "ren", made, 1, "sent", body_id=water, due_on=LATER))
    assert (sent["version"], len(sent["events"]), sent["due_on"]) == (2, 1, LATER), "once, though sent twice"
    assert step(story, "ren", made, 1, "closed").status_code == 412

    (theirs,) = good(story.who("shui").get("/api/initiatives?kind=supervision_topic&state=sent"))["items"]
    assert theirs["case"] == {
        "id": None, "number": before["number"], "area": {"code": "621124100001", "name": "文峰社区"}, "hidden": False,
    }  # fmt: skip
    assert [each["to"] for each in theirs["steps"]] == ["answered"]
    assert step(story, "zhu", made, 2, "answered").status_code == 404
    good(step(story, "shui", made, 2, "answered", words="已列入明年计划"))
    assert step(story, "shui", made, 3, "closed").status_code == 403
    good(step(story, "ren", made, 3, "closed"))
    (listed,) = good(story.who("lian").get(f"/api/initiatives?case={case}"))["items"]
    assert (listed["label"], listed["case"]["id"]) == ("已结束", case)
    assert story.file("lian", case) == before, "the case has not moved"


def test_each_kind_is_made_by_its_own(app: Flask, make: Maker, story: Story, ids: dict[str, str]) -> None:
    account = make.account("ma", ("deputy", "621124100"))
    own = submit(app, code=deputy_code(make, account))["id"]
    other = submit(app, text="别处的渠也堵了，请来看看")["id"]
    good(derive(story, "ma", own, "deputy_suggestion"))
    assert derive(story, "ma", other, "deputy_suggestion").status_code == 404, "not by the own code"
    assert derive(story, "ma", own, "supervision_topic").status_code == 403
    assert derive(story, "lian", own, "deputy_suggestion").status_code == 403
    assert len(good(story.who("ma").get("/api/initiatives"))["items"]) == 1
    gap = good(derive(story, "lian", other, "legislative_gap", topics=["weak_spot", "narrow_law"]))
    assert [each["code"] for each in gap["topics"]] == ["narrow_law", "weak_spot"]
    (chosen,) = good(story.who("lian").get("/api/initiatives?topic=narrow_law"))["items"]
    assert chosen["id"] == gap["id"]
    clue = good(derive(story, "ren", other, "supervision_clue"))["id"]
    wrong = step(story, "ren", clue, 1, "sent", body_id=int(ids["shui"]), due_on=LATER)
    assert (wrong.status_code, wrong.get_json()["field"]) == (422, "body_id"), "clues go to the supervision commission"
    commission = make.run(
        "insert into body (code, name, kind, area_code) values ('JW', '县监察委员会', 'supervision_commission', '621124') returning id"
    )
    good(step(story, "ren", clue, 1, "sent", body_id=commission, due_on=LATER))

    story.step("lian", other, "accepted")
    story.step("lian", other, "triage", row="8-1", reason="双方都愿意先谈一谈")
    story.step("lian", other, "dispatched", body=ids["tiao"], due=LATER)
    story.step("tiao", other, "mediating", willing="双方当面同意调解")
    story.step("tiao", other, "terminated", reason="谈了三次谈不拢", ways="可以向法院起诉，或申请仲裁")
    assert derive(story, "fa", other, "judicial_suggestion").status_code == 404
    story.step("lian", other, "offered", body=ids["fa"], permission="同意书2026-07号")
    advice = good(derive(story, "fa", other, "judicial_suggestion"))
    assert advice["by"] == "洮阳人民法庭" and [each["to"] for each in advice["steps"]] == ["sent", "closed"]
    assert derive(story, "fa", other, "procuratorial_suggestion").status_code == 403


def test_of_a_hidden_matter_who_is_addressed_reads_number_and_village(
    app: Flask, make: Maker, story: Story, ids: dict[str, str]
) -> None:
    case = sight(story.who("wang"), text="家里的事，外人不好说", hidden=True)
    made = good(derive(story, "ren", case, "supervision_topic"))["id"]
    good(step(story, "ren", made, 1, "sent", body_id=int(ids["zhu"]), due_on=LATER))
    told = story.who("zhu").get("/api/initiatives")
    (seen,) = good(told)["items"]
    assert (seen["case"]["id"], seen["case"]["area"]["name"]) == (None, "文峰社区")
    assert case not in told.get_data(as_text=True)
    assert good(story.who("zhang").get("/api/initiatives"))["items"] == [], "the head handles no hidden matters"
