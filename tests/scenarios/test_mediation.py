"""Mediation (人民调解): a boundary dispute from a worker's sighting to an agreement that a court confirms; and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from backend.cases.domain import is_working_day
from backend.clock import today
from backend.db import Context, Database
from backend.settings import Settings
from tests.errands import run_errands
from tests.make import Maker, days_on, new_id
from tests.pdf import words_of
from tests.story import (
    LATER,
    Story,
    both_parties,
    mediating,
    note,
    offices,
    party,
    people,
    sat_together,
    sight,
    sign,
    submit,
)

SAID = "双方到地头指认老界石，同意以界石为准重新丈量。"
ROWS = (
    "select (select count(*) from mediation_party) + (select count(*) from mediation_record) + (select count(*) from mediation_text)"
    " + (select count(*) from mediation_follow_up) + (select count(*) from mediation_confirmation)"
    " + (select count(*) from mediation_ruling) + (select count(*) from contact)"
)


@pytest.fixture
def story(make: Maker) -> Story:
    people(make)
    return Story(make)


@pytest.fixture
def ids(make: Maker, story: Story) -> dict[str, str]:
    return offices(make)


def record(**more: Any) -> dict[str, Any]:
    held = datetime.now(UTC).isoformat()
    return {"id": new_id(), "held_at": held, "place": "三组地头", "led_by": "田调解", "said": SAID} | more


def read(story: Story, login: str, case: str) -> Any:
    return story.who(login).get(f"/api/cases/{case}/mediation").get_json()


def noted(story: Story, case: str, what: str, **body: Any) -> Any:
    """Note something twice, as a phone without signal does; return the answer, which is the same."""
    first, again = (note(story, case, what, **body) for _ in range(2))
    assert first.status_code == 201, first.get_data(as_text=True)
    assert (again.status_code, again.data) == (201, first.data)
    return first.get_json()


def agreed(story: Story, case: str, effective_on: str | None = None) -> None:
    words = "以老界石为准，双方各让半尺，月底前埋好水泥界桩"
    story.step("tiao", case, "agreed", agreement=words, effective_on=effective_on or days_on(), perform_by=LATER)


def test_a_boundary_dispute_ends_in_an_agreement_that_a_court_confirms(
    make: Maker, settings: Settings, story: Story, ids: dict[str, str]
) -> None:
    case = sight(story.who("wang"), text="王家和李家为地边争吵")
    mediating(story, ids, case)
    assert read(story, "tiao", case)["may"] == ["party", "record"]
    alone = note(story, case, "records", **record())
    assert (alone.status_code, alone.get_json()["code"]) == (409, "parties_needed")
    first = noted(story, case, "parties", **party("claimant", "王守田"))
    assert (first["side_label"], first["name"], first["phone"]) == ("申请人", "王**", "138****8000")
    wrong = noted(story, case, "parties", **party("respondent", "李长何", relation="西邻"))
    right = noted(story, case, "parties", **party("respondent", "李长河", relation="西邻", corrects_id=wrong["id"]))
    noted(story, case, "parties", **party("other", "赵村长", phone=None, relation="村委会"))
    sat = noted(story, case, "records", **record())
    noted(story, case, "records", **record(said=SAID + "更正：丈量由村委会做。", corrects_id=sat["id"]))
    agreed(story, case)

    asked = {
        "id": new_id(), "applied_on": days_on(), "court_id": int(ids["fa"]), "number": "（2026）甘1124民特12号",
        "applicants": [first["id"], right["id"]],
    }  # fmt: skip
    told = noted(story, case, "confirmations", **asked)
    assert told["court_name"] == "洮阳人民法庭"
    story.step("tiao", case, "verifying", handling="水泥界桩已浇筑，双方签字")
    kept = {"id": new_id(), "made_on": days_on(), "outcome": "kept", "note": "界桩在原处，两家没有再吵"}
    assert noted(story, case, "follow-ups", **kept)["outcome_label"] == "已履行"
    ruling = {"result": "confirmed", "decided_on": days_on()}
    assert noted(story, case, f"confirmations/{asked['id']}/ruling", **ruling)["result_label"] == "裁定调解协议有效"
    story.step("he", case, "answering", check="到现场看过界桩")
    assert sign(story.who("lian"), case).status_code == 200
    (message,) = story.who("wang").get("/api/notices").get_json()["items"]
    story.who("wang").post(f"/api/notices/{message['id']}/read", json={})
    run_errands(settings)
    assert story.file("lian", case)["state"] == "answered", "who filed it has read the answer"

    seen = read(story, "ren", case)
    assert (len(seen["parties"]), len(seen["records"]), seen["may"]) == (4, 2, [])
    assert seen["records"][1]["corrects_id"] == sat["id"], "the old one stays, and the new one names it"
    assert seen["agreement"]["stands"] is True
    last = today() + timedelta(days=30)
    while not is_working_day(last):
        last += timedelta(days=1)
    assert seen["agreement"]["window"] == {"last": last.isoformat(), "days_left": (last - today()).days}
    assert seen["confirmations"][0]["ruling"]["decided_on"] == days_on()
    assert "李长河" not in str(seen) and "13800138000" not in str(seen), "names are masked for who reads"
    assert story.who("bali").get(f"/api/cases/{case}/mediation").status_code == 404
    dossier = words_of(story.who("ren").get(f"/api/cases/{case}/dossier.pdf").data)
    for said in (
        "王家和李家为地边争吵",
        "以老界石为准",
        SAID,
        "界桩在原处",
        "裁定调解协议有效",
        "到现场看过界桩",
        "王**",
        "138****8000",
    ):
        assert said in dossier, said
    assert "李长河" not in dossier and "13800138000" not in dossier
    assert story.who("bali").get(f"/api/cases/{case}/dossier.pdf").status_code == 404
    stored = str(make.rows("select t::text from mediation_party t union all select t::text from mediation_text t"))
    assert "李长河" not in stored and "13800138000" not in stored


def test_names_are_shown_for_a_reason_and_each_time_is_in_the_record(
    app: Flask, make: Maker, story: Story, ids: dict[str, str]
) -> None:
    case = submit(app)["id"]
    mediating(story, ids, case)
    one, _ = both_parties(story, case)
    sat = noted(story, case, "records", **record())["id"]
    revealed = "select count(*) from audit_entry where action = 'contact.revealed'"
    path = f"/api/cases/{case}/mediation/parties/{one}/contact"
    assert story.who("tiao").post(path, json={"reason": " "}).status_code == 422
    assert story.who("ren").post(path, json={"reason": "想看看是谁"}).status_code == 403
    assert story.who("bali").post(path, json={"reason": "想看看是谁"}).status_code == 404
    assert make.run(revealed) == 0
    shown = story.who("tiao").post(path, json={"reason": "约双方到场"})
    assert shown.get_json() == {"name": "王守田", "phone": "13800138000"}

    sheets = f"/api/cases/{case}/mediation"
    assert story.who("tiao").get(f"{sheets}/agreement/sheet").status_code == 404, "nothing is agreed on yet"
    agreed(story, case)
    for path, words in ((f"{sheets}/agreement/sheet", "各让半尺"), (f"{sheets}/records/{sat}/sheet", SAID)):
        paper = story.who("tiao").get(path).get_data(as_text=True)
        assert all(each in paper for each in (words, "王**", "调解员签名", "洮阳镇人民调解委员会"))
        assert "王守田" not in paper
    assert make.run(revealed) == 1
    full = story.who("tiao").get(f"{sheets}/agreement/sheet?names=1").get_data(as_text=True)
    assert "王守田" in full and "李长河" in full and make.run(revealed) == 3
    assert make.run("select count(*) from audit_entry where action = 'mediation.printed'") == 1
    assert story.who("ren").get(f"{sheets}/agreement/sheet?names=1").status_code == 403
    app.extensions["zhitong.settings"] = replace(app.extensions["zhitong.settings"], reveals_a_day=3)
    assert story.who("tiao").get(f"{sheets}/agreement/sheet?names=1").status_code == 429
    assert make.run(revealed) == 3


def test_what_is_wrong_is_named_and_nothing_is_stored(
    app: Flask, make: Maker, story: Story, ids: dict[str, str]
) -> None:
    case, other = (submit(app, text=text)["id"] for text in ("两家争地边，越吵越凶", "另一件，也是地边"))
    for each in (case, other):
        mediating(story, ids, each)
    early = note(story, case, "follow-ups", id=new_id(), made_on=days_on(), outcome="kept", note="没有协议")
    assert (early.status_code, early.get_json()["code"]) == (409, "not_now")
    one, two = both_parties(story, case)
    foreign, _ = both_parties(story, other)
    sat = noted(story, case, "records", **record())["id"]
    agreed(story, case, (today() - timedelta(days=5)).isoformat())
    far = str(make.run(
        "insert into body (code, name, kind, area_code) values ('FQ', '福泉市人民法院', 'court', '522702') returning id"
    ))  # fmt: skip
    asked = {"applied_on": days_on(), "court_id": int(ids["fa"]), "number": "民特12号", "applicants": [one, two]}
    before = make.run(ROWS)

    def refused(what: str, status: int, field: str | None, login: str = "tiao", **body: Any) -> None:
        answer = note(story, case, what, login, **({"id": new_id()} | body))
        told = answer.get_json()
        assert (answer.status_code, told.get("field")) == (status, field), (what, body, told)
        assert make.run(ROWS) == before, (what, body)

    for key, wrong in (
        ("applied_on", days_on(1)), ("applied_on", days_on(-6)), ("applied_on", "下周"),
        ("court_id", int(far)), ("court_id", int(ids["tiao"])), ("court_id", 2**60), ("number", "  "),
    ):  # fmt: skip
        refused("confirmations", 422, key, **asked | {key: wrong})
    for applicants in ([one], [two], [one, foreign], [one, new_id()]):
        refused("confirmations", 422, "applicants", **asked | {"applicants": applicants})
    for key, wrong in (("said", " \n "), ("place", ""), ("led_by", "。"), ("held_at", f"{days_on(1)}T23:59:00Z"), ("held_at", "2020-01-01T00:00:00Z")):  # fmt: skip
        refused("records", 422, key, **record(**{key: wrong}))
    refused("records", 422, "corrects_id", **record(corrects_id=one))
    refused("records", 409, "id", **record(id=sat, said="同一个编号，别的话"))
    for key, wrong in (("name", "  "), ("phone", "12345"), ("side", "judge"), ("relation", ""), ("corrects_id", foreign)):  # fmt: skip
        refused("parties", 422, key, **party("other", "赵某") | {key: wrong})
    refused("parties", 409, "id", **party("claimant", "王守田", id=one, phone="13800138001"))
    refused("parties", 409, "id", **party("claimant", "王守田", id=foreign))
    follow_up = {"made_on": days_on(), "outcome": "kept", "note": "界桩在原处"}
    for key, wrong in (("made_on", days_on(1)), ("made_on", "2026-01-01"), ("outcome", "fine"), ("note", " ")):
        refused("follow-ups", 422, key, **follow_up | {key: wrong})
    for login, status in (("balitiao", 404), ("bali", 404), ("zhu", 404), ("lian", 403), ("ren", 403), ("he", 403)):
        for what, body in (("parties", party("other", "赵某")), ("records", record()), ("follow-ups", follow_up), ("confirmations", asked)):  # fmt: skip
            refused(what, status, None, login, **body)


def test_the_time_for_a_court_passes_and_is_the_offices_own(
    app: Flask, make: Maker, story: Story, ids: dict[str, str]
) -> None:
    case = submit(app)["id"]
    mediating(story, ids, case)
    parties = sat_together(story, case)
    agreed(story, case, (today() - timedelta(days=45)).isoformat())
    asked = {
        "id": new_id(),
        "applied_on": days_on(),
        "court_id": int(ids["fa"]),
        "number": "民特12号",
        "applicants": parties,
    }
    late = note(story, case, "confirmations", **asked)
    assert (late.status_code, late.get_json()["field"], late.get_json()["code"]) == (422, "applied_on", "too_late")
    assert read(story, "tiao", case)["may"] == ["party", "record", "follow_up"]
    make.run("update case_limit set days = 60 where name = 'confirmation'")
    assert note(story, case, "confirmations", **asked).status_code == 201
    twice = note(story, case, "confirmations", **asked | {"id": new_id()})
    assert (twice.status_code, twice.get_json()["code"]) == (409, "asked_already")
    ruling = {"result": "refused", "decided_on": days_on()}
    for body, field in ((ruling, "reason"), (ruling | {"decided_on": days_on(-1)}, "decided_on")):
        answer = note(story, case, f"confirmations/{asked['id']}/ruling", **body)
        assert (answer.status_code, answer.get_json()["field"]) == (422, field)
    assert note(story, case, f"confirmations/{new_id()}/ruling", **ruling).status_code == 404
    noted(story, case, f"confirmations/{asked['id']}/ruling", **ruling | {"reason": "协议内容不明确"})
    story.step("tiao", case, "verifying", handling="水泥界桩已浇筑，双方签字")
    story.step("he", case, "redoing", reason="界桩被挪了")
    story.step("tiao", case, "mediating")
    assert read(story, "tiao", case)["agreement"]["stands"] is False, "it is mediated anew"


def test_what_ends_without_agreement_is_handed_on_and_who_else_helps_is_named(
    app: Flask, make: Maker, story: Story, ids: dict[str, str]
) -> None:
    make.run(
        "insert into body (code, name, kind, area_code, phone) values ('XF', '县信访局', 'petition_office', '621124', '0932-1'),"
        " ('FL', '临洮县法律援助中心', 'legal_aid', '621124', '12348'), ('BL', '八里铺镇司法所', 'justice_office', '621124101', '0')"
    )
    xin = make.account("xin")
    office = make.run("select id from body where code = 'XF'")
    make.run("insert into body_member (body_id, account_id, from_day) values (:body, :who, china_today())", body=office, who=xin)  # fmt: skip
    case = submit(app)["id"]
    mediating(story, ids, case)
    both_parties(story, case)
    noted(story, case, "records", **record(said="谈了三次，一方不再到场。"))
    story.step("tiao", case, "terminated", reason="谈不拢", ways="可以向法院起诉，或找法律援助")
    assert read(story, "tiao", case)["may"] == ["record"]
    area = story.file("lian", case)["area"]["code"]
    elsewhere = story.who("tiao").get(f"/api/bodies?services=1&area={area}").get_json()["items"]
    assert {(each["name"], each["phone"]) for each in elsewhere} == {
        ("洮阳镇人民调解委员会", "0932-0000000"), ("临洮县法律援助中心", "12348"),
    }  # fmt: skip
    story.step("lian", case, "offered", body=str(office), permission="同意书2026-07号")
    assert [each["name"] for each in read(story, "xin", case)["parties"]] == ["王**", "李**"]
    assert note(story, case, "records", "xin", **record()).status_code == 403
    assert story.step("xin", case, "linked", their_number="信2026-118")["state"] == "linked"


def test_names_and_words_go_with_those_of_the_case(
    app: Flask, make: Maker, story: Story, ids: dict[str, str], worker_database: Database
) -> None:
    case = submit(app)["id"]
    mediating(story, ids, case)
    both_parties(story, case)
    noted(story, case, "records", **record())
    erase = "insert into erasure (report_id, what, cause, area_code, hidden) select id, :what, 'retention', area_code, hidden from report"
    for what in ("contacts", "words"):
        with worker_database.transaction(Context.of_service("retention", ("621124",))) as session:
            session.execute(text(erase), {"what": what})
    seen = read(story, "lian", case)
    assert [(each["name"], each["phone"], each["relation"]) for each in seen["parties"]] == [(None, None, "")] * 2
    assert seen["records"][0]["said"] == "", "that they sat together is kept, what was said is not"
