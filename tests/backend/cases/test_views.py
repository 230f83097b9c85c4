"""The case file and its moves over HTTP, as staff of a township use them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask

from tests.make import Browser, Maker, new_id
from tests.story import WATER, deputy_code, handle, move, people, sight, sign, submit


@pytest.fixture
def case(make: Maker, app: Flask) -> str:
    people(make)
    return submit(app)["id"]


def test_the_simple_path_from_pending_to_answered(make: Maker, case: str) -> None:
    lian = make.login("lian")
    file = lian.get(f"/api/cases/{case}")
    assert file.status_code == 200
    body = file.get_json()
    assert body["state"] == "pending"
    assert file.headers["ETag"] == '"1"'
    assert body["reports"][0]["text"] == WATER
    assert body["reports"][0]["place"]["type"] == "Point"
    assert body["cell"]["code"] == "621124100001001"
    moves = [(m["id"], m["to"], m["needs"], m["reason_required"]) for m in body["moves"]]
    assert moves == [
        ("7", "accepted", [], False), ("3", "refused", ["ways"], True), ("5", "lacking", ["asked"], False),
        ("4", "joined", ["into"], False),
    ]  # fmt: skip
    handle(make, case)
    signed = sign(lian, case)
    assert signed.status_code == 200, signed.get_data(as_text=True)
    body = signed.get_json()
    assert body["state"] == "answered"  # who chose to look themselves is reached when the answer stands
    assert [(e["move"], e["kind"], e["from"], e["to"], e["role"]) for e in reversed(body["timeline"])] == [
        ("7", "move", "pending", "accepted", "liaison"),
        ("7a-1", "move", "accepted", "verifying", "liaison"),
        ("9", "move", "verifying", "answering", "verifier"),
        ("11-1", "signed", "answering", "answering", "liaison"),
        ("11-2", "move", "answering", "answered", "liaison"),
    ]
    assert body["timeline"][3]["evidence"] == {"handling": "已请施工队挖开水渠"}
    sheet = body["sheets"][0]
    assert sheet["number"].startswith("F20")
    assert sheet["said"] == WATER
    assert [(a["rung"], a["state"]) for a in sheet["attempts"]] == [("receipt", "confirmed")]
    actions = make.rows("select action from audit_entry where subject_id = :case order by id", case=case)
    assert [row[0] for row in actions if row[0].startswith("case.")] == [
        "case.accepted", "case.verifying", "case.answering", "case.signed", "case.answered"
    ]  # fmt: skip


def test_a_category_that_skips_verification_goes_straight_to_the_answer(make: Maker, app: Flask) -> None:
    people(make)
    case = submit(app, category="traffic")["id"]
    lian = make.login("lian")
    move(lian, case, "accepted")
    assert {m["to"] for m in lian.get(f"/api/cases/{case}").get_json()["moves"]} == {
        "verifying", "answering", "triage",
    }  # fmt: skip
    done = move(lian, case, "answering", evidence={"handling": "路灯换好了"})
    assert done.get_json()["state"] == "answering"


def test_other_categories_must_be_verified(make: Maker, case: str) -> None:
    lian = make.login("lian")
    move(lian, case, "accepted")
    refused = move(lian, case, "answering", evidence={"handling": "已经办好了"})
    assert (refused.status_code, refused.get_json()["code"]) == (409, "verification_needed")


def test_a_move_of_another_role_is_absent_and_refused(make: Maker, case: str) -> None:
    head = make.login("zhang")
    assert head.get(f"/api/cases/{case}").get_json()["moves"] == []
    assert move(head, case, "accepted").status_code == 403
    assert move(make.login("he"), case, "accepted").status_code == 403


def test_a_move_the_table_lacks_is_a_conflict(make: Maker, case: str) -> None:
    for to in ("closed", "answered", "reopened", "mediating"):
        refused = move(make.login("lian"), case, to, reason="想这样", evidence={})
        assert (refused.status_code, refused.get_json()["code"]) == (409, "no_such_move"), to


@pytest.mark.parametrize("words", [None, "", "    ", "办了"])
def test_missing_evidence_is_named_and_nothing_changes(make: Maker, case: str, words: str | None) -> None:
    lian = make.login("lian")
    move(lian, case, "accepted")
    evidence = {} if words is None else {"handling": words}
    refused = move(lian, case, "verifying", evidence=evidence)
    assert (refused.status_code, refused.get_json()["field"]) == (422, "evidence.handling")
    body = lian.get(f"/api/cases/{case}").get_json()
    assert (body["state"], body["version"]) == ("accepted", 2)


def test_evidence_nobody_asked_for_is_refused(make: Maker, case: str) -> None:
    refused = move(make.login("lian"), case, "accepted", evidence={"area_code": "522702"})
    assert (refused.status_code, refused.get_json()["field"]) == (422, "evidence.area_code")


def test_unknown_fields_are_refused(make: Maker, case: str) -> None:
    refused = move(make.login("lian"), case, "accepted", handler_id=1)
    assert refused.status_code == 422


def test_who_handled_it_does_not_verify_it(make: Maker, app: Flask) -> None:
    people(make)
    make.account("both", ("liaison", "621124100"), ("verifier", "621124100"), name="一人两岗")
    case = submit(app)["id"]
    both = make.login("both")
    move(both, case, "accepted")
    waiting = move(both, case, "verifying", evidence={"handling": "我自己办好了"}).get_json()["moves"]
    assert [(m["to"], bool(m["waiting_for"])) for m in waiting] == [("answering", True), ("redoing", True)]
    assert move(both, case, "answering", evidence={"check": "我自己看过"}).status_code == 403
    assert both.get("/api/cases?waiting=me").get_json()["items"] == []
    assert [c["id"] for c in make.login("he").get("/api/cases?waiting=me").get_json()["items"]] == [case]


def test_the_version_that_was_read_must_be_named_and_still_stand(make: Maker, case: str) -> None:
    lian, ren = make.login("lian"), make.login("ren")
    bare = lian.post(f"/api/cases/{case}/transitions", json={"to": "accepted"})
    assert bare.status_code == 428
    assert move(ren, case, "accepted", version=1).status_code == 200
    stale = move(lian, case, "accepted", version=1)
    assert (stale.status_code, stale.get_json()["title"]) == (412, "ren刚改了这一项。")
    for wrong in ("x", "-1", "9" * 30):
        assert move(lian, case, "accepted", version=wrong).status_code == 412


def test_the_same_move_sent_again_answers_as_the_first_time(make: Maker, case: str) -> None:
    lian = make.login("lian")
    first = move(lian, case, "accepted", version=1)
    again = move(lian, case, "accepted", version=1)
    assert (again.status_code, again.get_data()) == (200, first.get_data())
    assert make.run("select count(*) from case_event where case_id = :case", case=case) == 1


def test_signing_again_issues_no_second_sheet(make: Maker, case: str) -> None:
    handle(make, case)
    lian = make.login("lian")
    headers = {"If-Match": '"4"'}
    for _ in range(2):
        answer = lian.post(f"/api/cases/{case}/answer", json={"text": "水渠已经挖开了。"}, headers=headers)
        assert answer.status_code == 200, answer.get_data(as_text=True)
    assert make.run("select count(*) from feedback_sheet where subject_id = :case", case=case) == 1


def test_a_sheet_for_each_report_of_the_case(make: Maker, app: Flask) -> None:
    people(make)
    case, other = submit(app)["id"], submit(app, way="phone", phone="13800001234", name="张三")["id"]
    make.run("update case_report set case_id = :case where report_id = :other", case=case, other=other)
    handle(make, case)
    body = sign(make.login("lian"), case).get_json()
    assert sorted(s["reply_way"] for s in body["sheets"]) == ["phone", "receipt"]
    assert len({s["number"] for s in body["sheets"]}) == 2
    contact = next(r["contact"] for r in body["reports"] if r["contact"])
    assert contact["phone"] == "138****1234"


def test_who_is_to_be_called_is_reached_when_staff_say_so(make: Maker, app: Flask, worker_database) -> None:
    from backend.cases.tasks import delivered

    people(make)
    case = submit(app, way="phone", phone="13800001234")["id"]
    handle(make, case)
    lian = make.login("lian")
    body = sign(lian, case).get_json()
    assert body["state"] == "answering"
    assert [bool(m["waiting_for"]) for m in body["moves"]] == [True]
    assert sign(lian, case).status_code == 409
    sheet = body["sheets"][0]["id"]
    for _ in range(2):
        told = lian.post(f"/api/feedback/{sheet}/deliveries", json={"rung": "channel"})
        assert (told.status_code, bool(told.get_json()["delivered_at"])) == (200, True)
    jobs = make.rows("select args from procrastinate_jobs where task_name = 'cases.delivered'")
    assert [row[0]["subject"] for row in jobs] == [case]
    for _ in range(2):  # jobs run at least once
        delivered(worker_database, **jobs[0][0])
    body = lian.get(f"/api/cases/{case}").get_json()
    assert (body["state"], body["timeline"][0]["role"]) == ("answered", "system")


def test_closing_is_the_liaisons_and_never_the_congresss(make: Maker, case: str) -> None:
    handle(make, case)
    sign(make.login("lian"), case)
    congress = make.login("ren")
    assert [m["to"] for m in congress.get(f"/api/cases/{case}").get_json()["moves"]] == ["reopened"]
    assert move(congress, case, "closed", evidence={"consent": "满意"}).status_code == 403
    assert move(make.login("lian"), case, "closed", evidence={"consent": "来电说满意"}).get_json()["state"] == "closed"


def test_reopening_needs_a_reason_and_leads_back_to_acceptance(make: Maker, case: str) -> None:
    handle(make, case)
    sign(make.login("lian"), case)
    congress = make.login("ren")
    for blank in ("", "  \t "):
        refused = move(congress, case, "reopened", reason=blank)
        assert (refused.status_code, refused.get_json()["field"]) == (422, "reason")
    body = move(congress, case, "reopened", reason="又堵了").get_json()
    assert (body["state"], body["timeline"][0]["reason"]) == ("reopened", "又堵了")
    assert move(make.login("lian"), case, "accepted").get_json()["state"] == "accepted"
    handled = move(make.login("lian"), case, "verifying", evidence={"handling": "又挖开了一次"})
    assert handled.status_code == 200
    assert move(make.login("he"), case, "answering", evidence={"check": "又去看过"}).status_code == 200
    sign(make.login("lian"), case, "这次装了栅栏，不会再堵。")
    assert make.run("select count(*) from feedback_sheet where subject_id = :case", case=case) == 2


def test_the_neighbours_see_nothing_and_cannot_tell_that_it_exists(make: Maker, case: str) -> None:
    for login in ("bali", "fuquan"):
        browser = make.login(login)
        assert browser.get("/api/cases").get_json() == {"items": [], "next": None}
        for path in (f"/api/cases/{case}", f"/api/cases/{new_id()}"):
            assert browser.get(path).status_code == 404
        real, made_up = (move(browser, each, "accepted", version=1).get_data() for each in (case, new_id()))
        assert real == made_up
        headers = {"If-Match": '"1"'}
        answer = browser.post(f"/api/cases/{case}/answer", json={"text": "不是我的事情"}, headers=headers)
        assert answer.status_code == 404


def test_nobody_logged_in_sees_nothing(make: Maker, case: str, client) -> None:
    assert client.get("/api/cases").status_code == 401
    assert client.get(f"/api/cases/{case}").status_code == 401
    assert client.post(f"/api/cases/{case}/transitions", json={"to": "accepted"}).status_code == 401


def test_a_hidden_dispute_shows_to_its_handlers_only(make: Maker) -> None:
    people(make)
    case = sight(make.login("wang"), hidden=True)
    assert make.login("lian").get(f"/api/cases/{case}").status_code == 200
    head = make.login("zhang")
    assert head.get(f"/api/cases/{case}").status_code == 404
    assert head.get("/api/cases").get_json()["items"] == []


def test_the_list_filters_and_pages(make: Maker, app: Flask) -> None:
    people(make)
    made = [submit(app, category=kind)["id"] for kind in ("land", "land", "traffic")]
    lian = make.login("lian")
    move(lian, made[0], "accepted")

    def ids(query: str) -> list[str]:
        answer = lian.get(f"/api/cases?{query}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return [item["id"] for item in answer.get_json()["items"]]

    assert ids("") == made[::-1]
    assert ids("state=accepted") == made[:1]
    assert ids("category=traffic") == made[2:]
    assert ids("cell=621124100001001") == made[::-1]
    assert ids("cell=621124100002001") == []
    assert ids("from=2020-01-01&to=2020-12-31") == []
    assert ids("from=2020-01-01") == made[::-1]
    assert set(ids("waiting=me")) == set(made)
    first = lian.get("/api/cases?limit=2").get_json()
    assert ids(f"limit=2&cursor={first['next']}") == made[:1]
    for wrong in ("cursor=zzz", "cursor=WyJ4IiwgInkiXQ", "state=gone", "from=tomorrow", "limit=0", "cell=%00"):
        refused = lian.get(f"/api/cases?{wrong}")
        assert refused.status_code == 422, wrong
        assert refused.content_type == "application/problem+json"


def test_labels_come_in_the_callers_language(make: Maker, case: str) -> None:
    body = make.login("lian").get(f"/api/cases/{case}", headers={"Accept-Language": "en"}).get_json()
    assert (body["label"], body["moves"][0]["label"], body["category"]["name"]) == (
        "Pending",
        "Accept",
        "Land boundary",
    )


def test_a_deputy_answers_what_came_by_the_deputys_own_code(make: Maker, app: Flask) -> None:
    people(make)
    code = deputy_code(make, make.account("ma", ("deputy", "621124100"), name="马代表"))
    case, other = submit(app, code=code)["id"], submit(app)["id"]
    for each in (case, other):
        handle(make, each)
    ma = make.login("ma")
    assert ma.get(f"/api/cases/{other}").status_code == 404
    assert sign_at(ma, other).get_data() == sign_at(ma, new_id()).get_data()
    body = ma.get(f"/api/cases/{case}").get_json()
    assert body["reports"][0]["deputy"] == "马代表"
    assert [m["id"] for m in body["moves"]] == ["11-1", "7c-2"]
    signed = sign(ma, case, "我到现场看过，水已经通了。")
    assert signed.status_code == 200, signed.get_data(as_text=True)
    assert signed.get_json()["state"] == "answered"
    sheet = signed.get_json()["sheets"][0]
    assert (sheet["signer_name"], sheet["signer_role"]) == ("马代表", "deputy")
    assert ma.get(f"/api/feedback/{sheet['id']}/sheet").status_code == 200
    assert move(ma, case, "closed", evidence={"consent": "群众满意"}).status_code == 403


def sign_at(browser, case: str):
    """Try to sign without having read."""
    return browser.post(f"/api/cases/{case}/answer", json={"text": "不是我的事情"}, headers={"If-Match": '"4"'})


def test_being_answered_does_not_make_somebody_staff(make: Maker) -> None:
    people(make)
    bali = make.login("bali")  # a liaison of the next township, who saw something here
    case = sight(bali)
    handle(make, case)
    sheet = sign(make.login("lian"), case).get_json()["sheets"][0]["id"]
    assert bali.get(f"/api/feedback/{sheet}").status_code == 200
    assert bali.post(f"/api/feedback/{sheet}/deliveries", json={"rung": "door"}).status_code == 404
    assert make.login("wang").post(f"/api/feedback/{sheet}/deliveries", json={"rung": "door"}).status_code == 403


def test_a_phone_number_is_shown_for_a_reason_and_goes_into_the_record(make: Maker, app: Flask) -> None:
    people(make)
    case = submit(app, way="phone", name="钱多多", phone="13800001234")["id"]
    path = f"/api/cases/{case}/reports/{case}/contact"
    lian = make.login("lian")
    assert lian.post(path, json={"reason": " "}).status_code == 422
    assert lian.post(path, json={"reason": "打电话答复"}).get_json() == {"name": "钱多多", "phone": "13800001234"}
    entry = make.rows("select action, subject_id, fields from audit_entry where action = 'contact.revealed'")
    assert [(row[0], row[1]) for row in entry] == [("contact.revealed", case)]
    for login, status in (("ren", 403), ("zhang", 403), ("bali", 404), ("fuquan", 404), ("wang", 404)):
        assert make.login(login).post(path, json={"reason": "想看看"}).status_code == status, login
    silent = submit(app)["id"]
    assert lian.post(f"/api/cases/{silent}/reports/{silent}/contact", json={"reason": "打电话"}).status_code == 404


def test_numbers_shown_in_a_day_are_limited(make: Maker, app: Flask) -> None:
    app.extensions["zhitong.settings"] = replace(app.extensions["zhitong.settings"], reveals_a_day=2)
    people(make)
    case = submit(app, way="phone", phone="13800001234")["id"]
    lian = make.login("lian")
    answers = [lian.post(f"/api/cases/{case}/reports/{case}/contact", json={"reason": "打电话"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["Retry-After"]) > 0


def test_only_numbers_that_were_shown_count_however_many_ask_at_once(make: Maker, app: Flask) -> None:
    app.extensions["zhitong.settings"] = replace(app.extensions["zhitong.settings"], reveals_a_day=3)
    people(make)
    case, silent = submit(app, way="phone", phone="13800001234")["id"], submit(app)["id"]
    browsers = [make.login("lian") for _ in range(6)]

    def ask(which: str) -> Callable[[Browser], int]:
        path = f"/api/cases/{which}/reports/{which}/contact"
        return lambda browser: browser.post(path, json={"reason": "打电话"}).status_code

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(ask(silent), browsers)) == {404}
        assert sorted(pool.map(ask(case), browsers)) == [200] * 3 + [429] * 3
    assert make.run("select count(*) from audit_entry where action = 'contact.revealed'") == 3


def test_an_unchanged_list_is_not_sent_again(make: Maker, case: str) -> None:
    lian = make.login("lian")
    first = lian.get("/api/cases")
    asked = {"If-None-Match": first.headers["ETag"]}
    again = lian.get("/api/cases", headers=asked)
    assert (again.status_code, again.get_data()) == (304, b"")
    move(lian, case, "accepted")
    assert lian.get("/api/cases", headers=asked).status_code == 200
    assert make.login("bali").get("/api/cases", headers=asked).status_code == 200  # another's list is another
