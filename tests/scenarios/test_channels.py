"""The two channels (双通道): mediation and departments; the congress. Each body sees what is in its hands, and acts there alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from backend.clock import today
from backend.settings import Settings
from tests.make import Maker
from tests.story import Story, move, offices, people, sat_together, sign, submit

LATER = (today() + timedelta(days=20)).isoformat()
MUCH_LATER = (today() + timedelta(days=40)).isoformat()


@pytest.fixture
def story(make: Maker) -> Story:
    people(make)
    return Story(make)


@pytest.fixture
def ids(make: Maker, story: Story) -> dict[str, str]:
    return offices(make)


def sort_to(story: Story, case: str, row: str) -> None:
    story.step("lian", case, "accepted")
    story.step("lian", case, "triage", row=row, reason="双方都愿意先谈一谈")


def dispatched(story: Story, ids: dict[str, str], case: str, to: str) -> Any:
    return story.step("lian", case, "dispatched", body=ids[to], due=LATER)


def test_a_mediation_from_signing_to_the_answer(app: Flask, make: Maker, story: Story, ids: dict[str, str]) -> None:
    case = submit(app)["id"]
    sort_to(story, case, "8-1")
    assert story.who("tiao").get(f"/api/cases/{case}").status_code == 404, "not in their hands yet"
    (hand,) = [m for m in story.file("lian", case)["moves"] if m["id"] == "A1"]
    assert {c["label"] for c in hand["fields"][0]["choices"]} == {
        "洮阳镇人民调解委员会",
        "县住房和城乡建设局",
        "县水务局",
    }
    file = dispatched(story, ids, case, "tiao")
    assert (file["label"], file["channel"], file["promised_on"]) == ("待签收", "industry", LATER)
    assert [(s["seat"], s["body_name"], s["role_label"]) for s in file["seats"]] == [
        ("handler", "洮阳镇人民调解委员会", "调解员")
    ]
    assert story.waiting("tiao") == [case] and story.waiting("zhu") == [] and story.waiting("balitiao") == []
    assert story.file("tiao", case)["reports"][0]["text"], "who handles it reads what was said"
    assert story.attempt("zhu", case, "handling").status_code == 404

    signed = story.step("tiao", case, "mediating", willing="双方当面同意调解")
    assert signed["due_on"] == LATER
    story.step("tiao", case, "extending", reason="一方外出务工", due=MUCH_LATER)
    both = story.attempt("ren", case, "mediating")
    assert (both.status_code, both.get_json()["field"]) == (422, "move"), (
        "granting or refusing: it has to be said which"
    )
    assert story.step("ren", case, "mediating", row="A6-2-1")["due_on"] == MUCH_LATER
    terms = {"agreement": "以老界石为准，双方各让半尺", "effective_on": str(today()), "perform_by": LATER}
    unsaid = story.attempt("tiao", case, "agreed", **terms)
    assert (unsaid.status_code, unsaid.get_json()["title"]) == (409, "先记下双方当事人和调解笔录，再记协议")
    sat_together(story, case)
    done = story.step("tiao", case, "agreed", **terms)
    assert done["due_on"] == LATER, "by when it is to be performed"
    story.step("tiao", case, "verifying", handling="界桩已埋，双方签字")
    assert story.step("he", case, "redoing", reason="一方说界桩又被挪了")["redos"] == 1
    assert [m["id"] for m in story.file("tiao", case)["moves"]] == ["exit-redoing-2"], "back to where work stood"
    assert story.attempt("zhu", case, "handling").status_code == 404
    story.step("tiao", case, "mediating")
    story.step("tiao", case, "agreed", agreement="界桩改用水泥浇筑", effective_on=str(today()), perform_by=LATER)
    story.step("tiao", case, "verifying", handling="水泥界桩已浇筑，双方签字")
    story.step("he", case, "answering", check="到现场看过界桩")
    assert sign(story.who("lian"), case).get_json()["state"] == "answered"


@pytest.mark.parametrize(
    ("evidence", "field"),
    [
        ({"body": "999999", "due": LATER}, "body"), ({"body": "水务局", "due": LATER}, "body"), ({"due": LATER}, "body"),
        ({"body": "balitiao", "due": LATER}, "body"), ({"body": "yan", "due": LATER}, "body"),
        ({"body": "shui", "due": "2026-01-01"}, "due"), ({"body": "shui", "due": "下周"}, "due"),
        ({"body": "shui", "due": "9999-12-31"}, "due"), ({"body": "shui"}, "due"),
        ({"body": "shui", "due": LATER, "letter": "1"}, "letter"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_handing_over_is_named_and_nothing_moves(
    app: Flask, make: Maker, story: Story, ids: dict[str, str], evidence: dict[str, str], field: str
) -> None:
    case = submit(app)["id"]
    sort_to(story, case, "8-1")
    given = evidence | ({"body": ids.get(evidence["body"], evidence["body"])} if "body" in evidence else {})
    refused = story.attempt("lian", case, "dispatched", **given)
    assert (refused.status_code, refused.get_json()["field"]) == (422, f"evidence.{field}")
    assert story.file("lian", case)["state"] == "triage"
    assert make.run("select count(*) from case_seat") == 0


def test_who_gives_it_back_loses_sight_and_the_second_time_is_told_on(
    app: Flask, make: Maker, settings: Settings, story: Story, ids: dict[str, str]
) -> None:
    case = submit(app)["id"]
    sort_to(story, case, "8-1")
    for body, told in (("zhu", 0), ("shui", 1)):
        dispatched(story, ids, case, body)
        blank = story.attempt(body, case, "returned", reason="  ", suggested="水务局")
        assert (blank.status_code, blank.get_json()["field"]) == (422, "reason")
        assert story.step(body, case, "returned", reason="不归我们管", suggested="另一个局")["state"] == "returned"
        assert story.who(body).get(f"/api/cases/{case}").status_code == 404
        assert make.run("select count(*) from case_event where move = 'A2'") == 1 + told
        story.step("lian", case, "triage")
    dispatched(story, ids, case, "shui")
    make.run("update cases set due_on = china_today() - 1")
    late = story.attempt("shui", case, "returned", reason="不归我们管", suggested="住建局")
    assert (late.status_code, late.get_json()["code"]) == (409, "waiting"), "the time for it has passed"
    story.step("lian", case, "triage", reason="派错了")
    assert story.who("shui").get(f"/api/cases/{case}").status_code == 404, "taken back"


def test_what_mediation_did_not_mend_goes_to_a_court_with_consent(
    app: Flask, make: Maker, story: Story, ids: dict[str, str]
) -> None:
    told = submit(app)
    case = told["id"]
    sort_to(story, case, "8-1")
    dispatched(story, ids, case, "tiao")
    story.step("tiao", case, "mediating", willing="双方当面同意调解")
    story.step("tiao", case, "terminated", reason="谈了三次谈不拢", ways="可以向法院起诉，或申请仲裁")
    progress = app.test_client().get(f"/api/submissions/{told['receipt']}", headers={"Query-Code": told["query_code"]})
    assert "可以向法院起诉" in progress.get_data(as_text=True), "the other ways are named to who spoke"
    refused = story.attempt("lian", case, "offered", body=ids["fa"])
    assert (refused.status_code, refused.get_json()["field"]) == (422, "evidence.permission")
    assert story.who("fa").get(f"/api/cases/{case}").status_code == 404, "nothing is shown without consent"
    story.step("lian", case, "offered", body=ids["fa"], permission="同意书2026-07号")
    linked = story.step("fa", case, "linked", their_number="（2026）甘1124民初88号")
    assert linked["timeline"][0]["evidence"]["their_number"] == "（2026）甘1124民初88号"
    story.step("lian", case, "answering")
    assert story.who("fa").get(f"/api/cases/{case}").status_code == 404


def test_the_long_way_through_the_congress(app: Flask, make: Maker, story: Story, ids: dict[str, str]) -> None:
    first, second = (submit(app, text=text)["id"] for text in ("三组水渠堵了，请来看看", "渠水不通，四组也浇不上"))
    for case in (first, second):
        sort_to(story, case, "8-2")
        nothing = story.attempt("lian", case, "to_report", basis="big")
        assert (nothing.status_code, nothing.get_json()["field"]) == (422, "evidence.basis")
        sent = story.step("lian", case, "to_report", basis="system,wide")
        assert {"label": "上报依据", "text": "牵涉面广、需从制度机制上解决"} in sent["timeline"][0]["said"]
        story.step("lian", case, "sent_up", body=ids["yan"], summary="全县渠系失修，不止一村")
    story.step("yan", first, "to_report", reason="缺现场照片")
    assert story.who("yan").get(f"/api/cases/{first}").status_code == 404
    story.step("lian", first, "sent_up", body=ids["yan"], summary="补了现场照片和四至")
    for case in (first, second):
        story.step("yan", case, "sorting")
    number = story.file("yan", second)["number"]
    alone = story.attempt("yan", first, "studying", body=ids["gong"], report="渠系管护两件", together="2026-999999")
    assert (alone.status_code, alone.get_json()["field"]) == (422, "evidence.together")
    story.step("yan", first, "studying", body=ids["gong"], report="渠系管护两件", together=number)
    assert sorted(story.waiting("gong")) == sorted([first, second]), "several cases in one report"

    early = story.attempt("gong", first, "forwarded", body=ids["fu"], letter="转办1号", due=LATER)
    assert early.status_code == 409, "nothing is forwarded before it is passed"
    story.step("gong", first, "tabled", body=ids["hui"], agenda="渠系管护", together=number)
    unsaid = story.attempt("hui", first, "approved", minutes="（2026）9号", met_on="2099-01-01")
    assert (unsaid.status_code, unsaid.get_json()["field"]) == (422, "evidence.met_on")
    story.step("hui", second, "not_approved", reason="另案已办", minutes="（2026）9号", met_on=str(today()))
    story.step("hui", first, "approved", minutes="（2026）9号", met_on=str(today()))
    assert story.attempt("hui", first, "forwarded", body=ids["fu"], letter="1", due=LATER).status_code == 403
    story.step("gong", first, "forwarded", body=ids["fu"], letter="转办1号", due=LATER)
    assert story.step("fu", first, "organ_signed")["due_on"] == LATER
    story.step("fu", first, "organ_handling")
    story.step("fu", first, "organ_replied", result="已列入灌区改造计划，先行疏通")
    again = story.step("gong", first, "redoing", reason="没有写明完工日期")
    assert (again["redos"], again["channel"]) == (1, "congress")
    story.step("fu", first, "organ_handling")
    story.step("fu", first, "organ_replied", result="十二月底前完工，先行疏通三组四组")
    story.step("gong", first, "verifying")
    story.step("he", first, "answering", check="到现场看过，已疏通")
    assert sign(story.who("lian"), first).get_json()["state"] == "answered"
    for login in ("gong", "yan", "hui", "ren"):
        assert story.attempt(login, first, "closed", consent="群众满意").status_code == 403, login
    story.step("ren", second, "triage")
    assert story.file("ren", second)["channel"] == "industry"


def test_a_body_that_sends_again_what_it_lost_the_case_by_is_answered_again_and_sees_no_more(
    app: Flask, make: Maker, story: Story, ids: dict[str, str]
) -> None:
    case = submit(app)["id"]
    sort_to(story, case, "8-1")
    version = dispatched(story, ids, case, "zhu")["version"]
    back = {"reason": "不归我们管", "evidence": {"suggested": "水务局"}}
    first, again = (move(story.who("zhu"), case, "returned", version=version, **back) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200), again.text
    told = again.get_json()
    assert (told["state"], told["version"], told["moves"], told["reports"]) == ("returned", version + 1, [], [])
    assert make.run("select count(*) from case_event where move = 'A2'") == 1
    for other, to, had in (
        ("shui", "returned", version),
        ("zhu", "handling", version),
        ("zhu", "returned", version - 1),
    ):
        assert move(story.who(other), case, to, version=had, **back).status_code == 404
    story.step("lian", case, "triage")
    gone = move(story.who("zhu"), case, "returned", version=version, **back)
    assert gone.status_code == 404, "what comes after is nobody's business who has left"
