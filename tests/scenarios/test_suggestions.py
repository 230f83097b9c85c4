"""A deputy's suggestion: made of no case, handed over by the congress, extended once, answered with a class, sent back, ended by the deputy."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from backend.clock import today
from backend.db import Database
from backend.initiatives import tasks
from backend.initiatives.domain import months_after
from tests.make import Browser, Maker, new_id
from tests.pdf import words_of
from tests.story import deputy_code, offices, people

LATE = "2026-01-02"


def step(
    who: Browser, one: str, version: int, to: str, mark: str = "", words: str = "按程序办理", **more: Any
) -> TestResponse:
    """Go a step."""
    said = {"to": to, "words": words, "mark": mark} | more
    answer: TestResponse = who.post(
        f"/api/initiatives/{one}/transitions", json=said, headers={"If-Match": f'"{version}"'}
    )
    return answer


def marks(answer: TestResponse) -> list[str]:
    """Return the steps somebody may go now, by label."""
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return [each["label"] for each in answer.get_json()["steps"]]


def test_a_suggestion_goes_from_the_deputy_by_the_congress_to_its_answer_and_back(
    make: Maker, app: Flask, worker_database: Database
) -> None:
    people(make)
    ids = offices(make)
    deputy_code(make, make.account("ma", ("deputy", "621124100"), name="马代表"))
    make.account("li", ("deputy", "621124100"), name="李代表")
    ma, li, ren, lian, bali, shui, zhu = (
        make.login(name) for name in ("ma", "li", "ren", "lian", "bali", "shui", "zhu")
    )
    said = {"id": new_id(), "title": "关于增加农村电动充电桩覆盖率的建议", "text": "村里电动车多了，充电要跑十里路。"}
    for nobody in (li, lian, shui):
        assert nobody.post("/api/suggestions", json=said).status_code == 403
    for _ in range(2):
        made = ma.post("/api/suggestions", json=said)
        assert marks(made) == ["撤回建议"]
    assert ma.post("/api/suggestions", json=said | {"title": "另一件建议"}).get_json()["code"] == "id_taken"
    one, body = said["id"], int(ids["shui"])
    assert (made.get_json()["case"]["id"], made.get_json()["by"]) == (None, "代表")
    assert [who.get(f"/api/initiatives/{one}").status_code for who in (bali, li, shui)] == [404, 404, 404]

    # 联名: asked by who leads it, each signs by the own account until it is handed over
    fellow = make.account("tian", ("deputy", "621124100"), name="田代表")
    other = make.run(
        "insert into deputy (code, name, level, area_code, account_id) values ('D2', '田代表', 'county', '621124100', :a) returning id",
        a=fellow,
    )
    far = make.run(
        "insert into deputy (code, name, level, area_code, account_id) values ('D3', '远代表', 'county', '621124101', :a) returning id",
        a=make.account("yuan", ("deputy", "621124101")),
    )
    tian, yuan, signers, own_hand = (
        make.login("tian"),
        make.login("yuan"),
        f"/api/initiatives/{one}/signers",
        f"/api/initiatives/{one}/signature",
    )
    assert [each["name"] for each in ma.get(signers).get_json()["items"]] == ["田代表"]
    assert tian.get(f"/api/initiatives/{one}").status_code == 404
    assert ma.post(signers, json={"deputy_id": far}).get_json()["field"] == "deputy_id"
    assert [who.post(signers, json={"deputy_id": other}).status_code for who in (ren, ma, ma)] == [403, 200, 200]
    assert any("联名" in each["title"] for each in tian.get("/api/notices").get_json()["items"])
    assert [who.put(own_hand, json={"signed": True}).status_code for who in (yuan, ren, tian, tian)] == [
        404,
        403,
        200,
        200,
    ]
    assert tian.put(own_hand, json={"signed": False}).get_json()["signers"][1]["state"] == "withdrawn"
    signed = tian.put(own_hand, json={"signed": True}).get_json()
    assert [(each["name"], each["label"]) for each in signed["signers"]] == [("马代表", "领衔"), ("田代表", "已联名")]
    assert signed["steps"] == [], "who signs with others does not go its steps"

    # handed over by the congress alone, with three months for the answer
    assert step(ma, one, 1, "sent", body_id=body).status_code == 403
    assert step(lian, one, 1, "sent", body_id=body).status_code == 403
    handed = step(ren, one, 1, "sent", body_id=body)
    assert marks(handed) == ["催办"] and handed.get_json()["due_on"] == str(months_after(today(), 3))
    assert marks(shui.get(f"/api/initiatives/{one}")) == ["申请延期", "书面答复"]
    late = (ma.post(signers, json={"deputy_id": other}), tian.put(own_hand, json={"signed": False}))
    assert [each.get_json()["code"] for each in late] == ["over"] * 2
    with pytest.raises(DBAPIError, match="until it is handed over"):
        make.run("update initiative_signer set state = 'withdrawn'")
    assert marks(ma.get(f"/api/initiatives/{one}")) == [] and zhu.get(f"/api/initiatives/{one}").status_code == 404
    assert step(ren, one, 2, "sent", "urged", "请抓紧办").status_code == 200
    assert step(ren, one, 3, "answered", "A").status_code == 403, "the congress does not answer for the government"

    # extended once, when it was asked for, to a later day
    later = {"due_on": str(months_after(today(), 5))}
    assert step(ren, one, 3, "sent", "extended", **later).get_json()["code"] == "unknown_mark"
    assert step(shui, one, 3, "sent", "extension_asked", "要等省里批复").status_code == 200
    assert step(ren, one, 4, "sent", "extended", due_on=str(today())).get_json()["field"] == "due_on"
    extended = step(ren, one, 4, "sent", "extended", **later)
    assert extended.get_json()["due_on"] == later["due_on"]
    assert marks(shui.get(f"/api/initiatives/{one}")) == ["书面答复"]

    # answered with a class; sent back once, with new time; then ended by the deputy
    assert step(shui, one, 5, "answered", "").get_json()["field"] == "mark"
    answered = step(shui, one, 5, "answered", "C", "电网容量不够，暂时建不了")
    assert answered.get_json()["events"][-1]["label"] == "C类：留作参考，作出说明"
    assert any("已有回复" in each["title"] for each in tian.get("/api/notices").get_json()["items"]), (
        "told to all who signed"
    )
    assert step(ren, one, 6, "closed", "satisfied").status_code == 403
    assert marks(ma.get(f"/api/initiatives/{one}")) == ["对答复满意，办结建议", "不满意，退回重办"]
    assert step(ma, one, 6, "closed", "").get_json()["field"] == "mark"
    assert step(ma, one, 6, "sent", "dissatisfied", "邻村同样条件已经建了").get_json()["due_on"] == str(
        months_after(today(), 3)
    )
    assert any("待回复" in each["title"] for each in shui.get("/api/notices").get_json()["items"])

    # late: told once
    make.run(
        "set local session_replication_role = replica; update initiative set due_on = :day where id = :id",
        day=LATE,
        id=one,
    )
    assert [each["id"] for each in ren.get("/api/initiatives?overdue=1").get_json()["items"]] == [one]
    for _ in range(2):
        tasks.late(worker_database)
    for who in (shui, ren):
        titles = [each["title"] for each in who.get("/api/notices").get_json()["items"]]
        assert sum(title.startswith("回复逾期了") for title in titles) == 1
    assert step(shui, one, 7, "answered", "B", "列入明年农网改造").status_code == 200
    for _ in range(2):
        closed = step(ma, one, 8, "closed", "fair", "可以，请按计划办")
        assert (closed.status_code, closed.get_json()["state"]) == (200, "closed")

    # it stands in the performance file: for the deputy and the congress alone, of the days asked for
    deputy = make.run("select id from deputy where code = 'D1'")
    path = f"/api/deputies/{deputy}/performance"
    for who, whole in ((ma, True), (ren, True), (lian, False), (li, False), (bali, False), (shui, False)):
        read = who.get(path)
        assert (read.status_code, who.get(f"{path}.pdf").status_code) == ((200, 200) if whole else (404, 404))
    assert ma.get("/api/performance").get_json() == ren.get(path).get_json()
    part = next(each for each in ren.get(path).get_json()["parts"] if each["section"] == "suggestion")
    assert (part["n"], part["more"]) == (1, ["满意或基本满意1件"]), part
    assert part["entries"][0]["note"] == "已结束·B类：列入计划解决·基本满意"
    counted = {each["section"]: each["n"] for each in tian.get("/api/performance").get_json()["parts"]}
    assert (counted["signed"], counted["suggestion"]) == (1, 0)
    assert all(each["n"] == 0 for each in ma.get(f"{path}?year=2001").get_json()["parts"])
    for wrong, field in (
        ("from=2026-05-01&to=2026-04-01", "from"),
        ("year=2026&from=2026-01-01", "year"),
        ("year=9", "year"),
    ):
        refused = [ma.get(f"{path}{end}?{wrong}") for end in ("", ".pdf")]
        assert [(each.status_code, each.get_json()["field"]) for each in refused] == [(422, field)] * 2
    assert "关于增加农村电动充电桩覆盖率的建议" in words_of(ren.get(f"{path}.pdf?year={today().year}").data)
    assert make.run("select count(*) from audit_entry where action = 'performance.taken'") == 3

    # the database refuses the same by itself
    with pytest.raises(DBAPIError, match="goes along its steps"):
        make.run("update initiative set state = 'sent', version = version + 1 where id = :id", id=one)
    with pytest.raises(DBAPIError, match="initiative_event_step"):
        make.run(
            "insert into initiative_event (initiative_id, version, actor_id, actor_name, from_state, to_state, words, mark)"
            " values (:id, 99, 1, '某', 'sent', 'answered', '不写类别', 'D')", id=one,
        )  # fmt: skip


def test_two_belong_together_longer_than_one_activity(make: Maker) -> None:
    people(make)
    ids = offices(make)
    deputy_code(make, make.account("ma", ("deputy", "621124100"), name="马代表"))
    deputy, he = (make.run(sql) for sql in ("select id from deputy", "select id from account where login = 'he'"))
    lian, ma, he_self, bali, shui = (make.login(name) for name in ("lian", "ma", "he", "bali", "shui"))
    sides = {"kind": "department_oversight", "area_code": "621124100", "first": int(ids["shui"]), "second": deputy}
    new = {"id": new_id(), "purpose": "每季度看一次农村供水", "from_day": str(today()), "until_day": None} | sides
    for wrong, field in (
        ({"second": 9999}, "second"),
        ({"first": 9999}, "first"),
        ({"kind": "x"}, "kind"),
        ({"until_day": "2001-01-01"}, "until_day"),
    ):
        refused = lian.post("/api/pairings", json=new | {"id": new_id()} | wrong)
        assert (refused.status_code, refused.get_json()["field"]) == (422, field), refused.get_json()
    assert [who.post("/api/pairings", json=new).status_code for who in (bali, ma, lian, lian)] == [403, 403, 200, 200]
    assert lian.post("/api/pairings", json=new | {"id": new_id()}).get_json()["code"] == "paired_already"
    guide = {"kind": "mentoring", "first": make.run("select id from account where login = 'lian'"), "second": he}
    assert (
        lian.post("/api/pairings", json=new | guide | {"id": new_id(), "second": guide["first"]}).get_json()["code"]
        == "same"
    )
    assert lian.post("/api/pairings", json=new | guide | {"id": new_id()}).status_code == 200
    seen = {
        name: len(who.get("/api/pairings").get_json()["items"])
        for name, who in (("lian", lian), ("ma", ma), ("he", he_self), ("shui", shui), ("bali", bali))
    }
    assert seen == {"lian": 2, "ma": 1, "he": 2, "shui": 1, "bali": 0}

    # what they do together hangs on it; it ends once, for a reason, and may begin again
    visit = {"id": new_id(), "type": "department_oversight", "title": "看供水", "area_code": "621124100"}
    assert lian.post("/api/activities", json=visit).status_code == 200
    path = f"/api/pairings/{new['id']}"
    assert lian.post(f"{path}/activities", json={"activity_id": new_id()}).get_json()["field"] == "activity_id"
    assert [
        who.post(f"{path}/activities", json={"activity_id": visit["id"]}).status_code for who in (bali, ma, lian, lian)
    ] == [404, 403, 200, 200]
    assert [
        each["title"]
        for each in lian.get("/api/pairings?kind=department_oversight").get_json()["items"][0]["activities"]
    ] == ["看供水"]
    own = {each["section"]: each for each in ma.get("/api/performance").get_json()["parts"]}["pairing"]
    assert (own["n"], own["entries"][0]["title"]) == (1, "县水务局")
    over = {"until_day": str(today()), "reason": "部门职能调整"}
    assert lian.post(f"{path}/end", json=over | {"until_day": "2001-01-01"}).get_json()["field"] == "until_day"
    assert [who.post(f"{path}/end", json=over).status_code for who in (ma, lian, lian)] == [403, 200, 200]
    assert lian.post(f"{path}/end", json=over | {"reason": "别的原因"}).get_json()["code"] == "over"
    with pytest.raises(DBAPIError, match="pairing_once"):
        make.run("insert into pairing (id, kind, area_code, first_body, second_deputy, first_name, second_name, purpose, from_day, made_by)"
                 " select gen_random_uuid(), kind, area_code, first_body, second_deputy, first_name, second_name, purpose, from_day, made_by from pairing where id = :id", id=new["id"])  # fmt: skip
