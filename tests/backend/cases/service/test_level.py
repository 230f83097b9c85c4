"""How sensitive a matter is: judged at acceptance, raised and lowered, and handed over only with consent (B17, T42)."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.make import Maker
from tests.story import Story, offices, people, sight, submit

WORDS = "工地欠了我三个月工钱"
DUE = "2027-03-01"


@pytest.fixture
def story(make: Maker) -> Story:
    """Staff of two townships, and bodies."""
    people(make)
    return Story(make)


def level(story: Story, login: str, case: str, to: str, reason: str = "当事人怕被报复") -> Any:
    return story.who(login).post(f"/api/cases/{case}/level", json={"level": to, "reason": reason})


def test_a_restricted_matter_goes_to_a_body_with_consent_only(app: Flask, make: Maker, story: Story) -> None:
    body = offices(make)["zhu"]
    case = submit(app, text=WORDS, category="labour")["id"]
    file = story.step("lian", case, "accepted", level="restricted")
    assert (file["level"], file["level_label"], file["hidden"]) == ("restricted", "限办理人员", False)
    assert [each["reason"] for each in file["levels"]] == ["受理"]
    story.step("lian", case, "triage", reason="要主管部门办", row="8-1")
    asked = next(each for each in story.file("lian", case)["moves"] if each["id"] == "A1")
    assert asked["needs"] == ["body", "due", "permission"]
    refused = story.attempt("lian", case, "dispatched", body=body, due=DUE)
    assert (refused.status_code, refused.get_json()["field"]) == (422, "evidence.permission")
    sent = story.step("lian", case, "dispatched", body=body, due=DUE, permission="同意书第3号，11月20日")
    assert ["当事人同意交办的凭据，或者依法应当移送的依据", "同意书第3号，11月20日"] in [
        list(each.values()) for each in sent["timeline"][0]["said"]
    ]
    theirs = story.file("zhu", case)
    assert (theirs["reports"][0]["text"], theirs["cell"]["code"]) == (WORDS, "621124100001001")
    others = story.file("zhang", case)
    assert (others["number"], others["state"], others["cell"], others["reports"]) == (
        file["number"], "dispatched", None, [],
    )  # fmt: skip


def test_an_open_matter_needs_no_consent(app: Flask, make: Maker, story: Story) -> None:
    body = offices(make)["zhu"]
    case = submit(app, text=WORDS)["id"]
    story.step("lian", case, "accepted")
    story.step("lian", case, "triage", reason="要主管部门办", row="8-1")
    refused = story.attempt("lian", case, "dispatched", body=body, due=DUE, permission="同意书")
    assert (refused.status_code, refused.get_json()["code"]) == (422, "unknown_evidence")
    assert story.step("lian", case, "dispatched", body=body, due=DUE)["state"] == "dispatched"


def test_the_station_raises_and_only_the_congress_lowers(app: Flask, make: Maker, story: Story) -> None:
    case = submit(app, text=WORDS)["id"]
    assert level(story, "he", case, "hidden").status_code == 403
    assert level(story, "bali", case, "hidden").status_code == 404
    assert level(story, "zhang", case, "hidden").status_code == 403
    raised = level(story, "lian", case, "hidden").get_json()
    assert (raised["level"], [each["value"] for each in raised["may_level"]]) == ("hidden", [])
    assert level(story, "lian", case, "hidden").status_code == 200, "the same again"
    assert level(story, "lian", case, "open").status_code == 403
    assert story.who("zhang").get(f"/api/cases/{case}").status_code == 404
    assert make.run("select count(*) from case_level") == 1
    assert make.run("select hidden from report where id = :id", id=case) is True
    lowered = level(story, "ren", case, "open", "当事人愿意公开").get_json()
    assert [(each["from_level"], each["to_level"]) for each in lowered["levels"]] == [
        ("hidden", "open"),
        ("open", "hidden"),
    ]
    assert story.file("zhang", case)["reports"][0]["text"] == WORDS
    assert make.run("select count(*) from audit_entry where action = 'case.level'") == 2


def test_what_came_hidden_is_not_opened_at_acceptance_by_the_station(make: Maker, story: Story) -> None:
    case = sight(story.who("wang"), hidden=True)
    refused = story.attempt("lian", case, "accepted", level="open")
    assert (refused.status_code, story.file("lian", case)["state"]) == (403, "pending")
    assert story.step("lian", case, "accepted")["level"] == "hidden"
    wrong = story.attempt("ren", sight(story.who("wang")), "accepted", level="secret")
    assert (wrong.status_code, wrong.get_json()["field"]) == (422, "evidence.level")
