"""A part of a matter becomes a case of its own, and every reporter is answered from where their report is (D09)."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.make import Maker, new_id
from tests.story import Story, handle, people, sign, submit


@pytest.fixture
def story(make: Maker) -> Story:
    """Staff of two townships."""
    people(make)
    return Story(make)


def split(story: Story, case: str, login: str = "lian", **body: Any) -> Any:
    return story.who(login).post(f"/api/cases/{case}/children", json={"id": new_id(), **body})


def joined(app: Flask, story: Story) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return two submissions of which the second went into the case of the first."""
    first, second = submit(app, text="三组的水渠堵了"), submit(app, text="水渠堵了，路也塌了")
    number = story.file("lian", first["id"])["number"]
    story.step("lian", second["id"], "joined", into=number)
    return first, second


def said(app: Flask, told: dict[str, Any]) -> list[str]:
    path, code = f"/api/submissions/{told['receipt']}", {"Query-Code": told["query_code"]}
    return [sheet["answer"] for sheet in app.test_client().get(path, headers=code).get_json()["sheets"]]


def test_each_reporter_is_answered_by_the_case_that_holds_the_report(app: Flask, make: Maker, story: Story) -> None:
    first, second = joined(app, story)
    parent, child = first["id"], new_id()
    body = {"id": child, "reports": [second["id"]], "category": "traffic"}
    made = story.who("lian").post(f"/api/cases/{parent}/children", json=body)
    assert made.status_code == 200, made.get_data(as_text=True)
    file = made.get_json()
    assert (file["id"], file["state"], file["category"]["code"], file["parent"]["id"]) == (
        child,
        "pending",
        "traffic",
        parent,
    )
    assert [each["id"] for each in file["reports"]] == [second["id"]]
    assert story.who("lian").post(f"/api/cases/{parent}/children", json=body).get_json() == file, "the same again"
    assert [each["number"] for each in story.file("lian", parent)["children"]] == [file["number"]]
    assert child in [row["id"] for row in story.who("lian").get("/api/cases?cell=621124100001001").get_json()["items"]]

    handle(make, parent)
    waits = sign(story.who("lian"), parent, "水渠已经挖开。")
    assert (waits.status_code, waits.get_json()["field"]) == (422, "evidence.apart")
    version = story.file("lian", parent)["version"]
    answered = story.who("lian").post(
        f"/api/cases/{parent}/answer",
        json={"text": "水渠已经挖开。", "apart": "路另外修"},
        headers={"If-Match": f'"{version}"'},
    )
    assert answered.status_code == 200, answered.get_data(as_text=True)
    handle(make, child)
    assert sign(story.who("lian"), child, "路已经修好了。").status_code == 200
    assert (said(app, first), said(app, second)) == (["水渠已经挖开。"], ["路已经修好了。"])


def test_a_part_in_words_has_its_own_number_and_end(app: Flask, make: Maker, story: Story) -> None:
    parent = submit(app)["id"]
    file = split(story, parent, text="渠边的路灯不亮").get_json()
    assert (file["part"], file["reports"], file["category"]["code"]) == ("渠边的路灯不亮", [], "land")
    assert file["number"] != story.file("lian", parent)["number"]
    (row,) = [each for each in story.who("lian").get("/api/cases").get_json()["items"] if each["id"] == file["id"]]
    assert row["opening"] == "渠边的路灯不亮"
    handle(make, file["id"])
    assert sign(story.who("lian"), file["id"], "路灯已经修好。").get_json()["state"] == "answered", (
        "nobody waits for paper"
    )


def test_what_may_not_be_split_stays_as_it_was(app: Flask, make: Maker, story: Story) -> None:
    first, second = joined(app, story)
    parent = first["id"]
    other = submit(app)["id"]
    for body, field in (
        ({"reports": [first["id"], second["id"]]}, "reports"),
        ({"reports": [other]}, "reports"),
        ({"reports": [second["id"]], "text": "路也塌了"}, "reports"),
        ({"text": "路也塌了", "category": "nothing"}, "category"),
        ({}, "reports"),
    ):
        refused = split(story, parent, **body)
        assert (refused.status_code, refused.get_json()["field"]) == (422, field), refused.get_data(as_text=True)
    assert split(story, parent, "he", text="路也塌了").status_code == 403
    assert split(story, parent, "bali", text="路也塌了").status_code == 404
    taken = story.who("lian").post(f"/api/cases/{parent}/children", json={"id": other, "text": "路也塌了"})
    assert (taken.status_code, taken.get_json()["field"]) == (409, "id")
    assert make.run("select count(*) from cases where parent_id is not null") == 0
