"""Five people report one cold winter: merged, taken the congress's long way, redone once, five sheets, one reached at the door."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from backend.audit.service import Anchors
from backend.clock import today
from backend.db import Database
from tests.backend.attachments.pictures import photo
from tests.backend.audit.record import faults, sealed, tamper
from tests.make import Maker
from tests.story import Story, offices, people, sight, sign, submit

LATER = str(today() + timedelta(days=30))
ANSWER = "换热站已经更换循环泵，十一月二十日起五栋楼恢复供暖，缺的天数按规定退费。"
MINUTES = {"minutes": "（2026）11号", "met_on": str(today())}


def progress(app: Flask, told: dict[str, Any]) -> dict[str, Any]:
    path, code = f"/api/submissions/{told['receipt']}", {"Query-Code": told["query_code"]}
    found: dict[str, Any] = app.test_client().get(path, headers=code).get_json()
    return found


def reported(app: Flask, make: Maker, story: Story) -> tuple[str, list[dict[str, Any]], dict[str, Any]]:
    """Return the case that took all five in, those who look behind their receipts, and who wants it at the door."""
    looking = [submit(app, category="property", text=f"{n}号楼暖气不热") for n in (1, 2, 3)]
    door = submit(app, category="property", text="5号楼暖气不热，老人一个人住", way="door", name="钱奶奶")
    seen = sight(story.who("wang"), category="property", text="入户时4号楼住户都说不热")
    main = looking[0]["id"]
    number = story.file("lian", main)["number"]
    for other in (*(each["id"] for each in looking[1:]), door["id"], seen):
        story.step("lian", other, "joined", into=number)
    assert len(story.file("lian", main)["reports"]) == 5
    return main, looking, door


def through_the_congress(story: Story, case: str, ids: dict[str, str]) -> None:
    story.step("lian", case, "accepted")
    story.step("lian", case, "triage", row="8-2", reason="五栋楼都不热，连着三年，不是一家物业的事")
    story.step("lian", case, "to_report", basis="wide,hard,system")
    story.step("lian", case, "sent_up", body=ids["yan"], summary="供热管网老化，年年报修年年冷")
    story.step("yan", case, "sorting")
    story.step("yan", case, "studying", body=ids["gong"], report="供热保障一事的梳理报告")
    story.step("gong", case, "tabled", body=ids["hui"], agenda="冬季供热保障")
    assert story.attempt("gong", case, "forwarded", body=ids["fu"], letter="转办3号", due=LATER).status_code == 409
    story.step("hui", case, "approved", **MINUTES)
    story.step("gong", case, "forwarded", body=ids["fu"], letter="转办3号", due=LATER)
    for to in ("organ_signed", "organ_handling"):
        story.step("fu", case, to)
    story.step("fu", case, "organ_replied", result="已责成供热公司抢修")
    story.step("gong", case, "redoing", reason="只说抢修，没有说哪天热")
    story.step("fu", case, "organ_handling")
    story.step("fu", case, "organ_replied", result="循环泵已更换，五栋楼室温十八度以上")
    story.step("gong", case, "verifying")
    story.step("he", case, "answering", check="五栋楼各量一户，都在十八度以上")


def test_five_reporters_five_sheets_and_one_reached_only_at_the_door(
    app: Flask, make: Maker, owner: Database, worker_database: Database, tmp_path: Path
) -> None:
    people(make)
    ids, story = offices(make), Story(make)
    main, looking, door = reported(app, make, story)
    through_the_congress(story, main, ids)
    signed = sign(story.who("lian"), main, ANSWER).get_json()
    assert (signed["state"], len(signed["sheets"]), signed["redos"]) == ("answered", 5, 1)
    assert len({sheet["number"] for sheet in signed["sheets"]}) == 5

    for told in looking:
        (sheet,) = progress(app, told)["sheets"]
        assert (sheet["answer"], progress(app, told)["state"]) == (ANSWER, "answered")
    (waiting,) = [each for each in signed["sheets"] if each["reply_way"] == "door"]
    assert waiting["delivered_at"] is None, "nobody has been to the door yet"
    make.run("update feedback_unreached set issued_at = issued_at - interval '8 days'")
    lian = story.who("lian")
    unreached = {each["id"] for each in lian.get("/api/feedback-sheets?unreached=1").get_json()["items"]}
    assert waiting["id"] in unreached and len(unreached) <= 2, "the worker's own copy waits in the inbox"

    signature = photo("PNG", (60, 20))
    digest = hashlib.sha256(signature).hexdigest()
    assert lian.put(f"/api/attachments/{digest}", data=signature, content_type="image/png").status_code == 201
    noted = lian.post(f"/api/feedback/{waiting['id']}/deliveries", json={"rung": "door", "photo": digest})
    assert noted.status_code == 200, noted.text
    unreached = {each["id"] for each in lian.get("/api/feedback-sheets?unreached=1").get_json()["items"]}
    assert waiting["id"] not in unreached
    (reached,) = [each for each in story.file("lian", main)["sheets"] if each["id"] == waiting["id"]]
    assert reached["delivered_at"] and progress(app, door)["sheets"][0]["answer"] == ANSWER

    anchors = Anchors(tmp_path / "anchors")
    sealed(worker_database, int(make.run("select count(*) from audit_entry")))
    assert faults(owner, anchors) == [], "after all of it the chain is whole"
    first, last = make.rows("select min(id), max(id) from audit_entry where subject_kind = 'case'")[0]
    tamper(owner, f"update audit_entry set action = 'case.closed' where id = {first}")
    assert any(str(first) in fault for fault in faults(owner, anchors)), "a planted change"
    tamper(owner, f"delete from audit_entry where id = {last}")
    assert any(str(last) in fault for fault in faults(owner, anchors)), "a planted deletion"
