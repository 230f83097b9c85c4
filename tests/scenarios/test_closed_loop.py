"""From a scanned code to an answered citizen: submission, case, answer, sheet, push, and reading it."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.codes.service import issue
from backend.settings import Settings
from tests.errands import run_errands
from tests.make import Maker, new_id
from tests.push_service import PushService
from tests.story import handle, lon_lat, move, people, sight, sign

CANARIES = {
    "name": "钱多多",
    "phone": "13755556666",
    "text": "邻居把粪堆在我家窗下-金丝雀",
    "answer": "粪堆已运走-答复金丝雀",
}


def post_code(make: Maker) -> str:
    """Issue the code of the collection post of village A."""
    station = int(make.run("select id from station where code = 'LT-WF'"))
    with make.owner.transaction() as session:
        return issue(session, "post", station)


def test_the_loop_is_closed(
    make: Maker, client: FlaskClient, ours: Settings, pushes: PushService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    people(make)
    # a citizen scans the code of a post and writes, wants to be called
    body = {
        "id": new_id(), "code": post_code(make), "category": "environment", "text": CANARIES["text"], "crs": "wgs84",
        "place": {"type": "Point", "coordinates": list(lon_lat())},
        "reply": {"way": "phone", "name": CANARIES["name"], "phone": CANARIES["phone"]},
    }  # fmt: skip
    answer = client.post("/api/submissions", json=body)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    receipt = answer.get_json()
    assert receipt["station"]["name"] == "文峰社区信息采集点"
    code = {"Query-Code": receipt["query_code"]}
    subscription = pushes.subscription("citizen") | {"receipt": receipt["receipt"]}
    assert client.post("/api/push/subscriptions", json=subscription, headers=code).status_code == 201
    # within a minute the station's staff, and nobody else, have a message
    make.run(
        "insert into procrastinate_jobs (task_name, queue_name, args) values ('cases.notice_new', 'default', '{}')"
    )
    run_errands(ours)
    lian = make.login("lian")
    assert lian.get(f"/api/cases/{body['id']}").get_json()["days_left"] > 0
    assert [n["subject_id"] for n in lian.get("/api/notices").get_json()["items"]] == [body["id"]]
    for other in ("bali", "fuquan", "zhang", "wang"):
        assert make.login(other).get("/api/notices").get_json()["items"] == []
    # accepted, handled, verified by another, answered
    handle(make, body["id"])
    assert sign(lian, body["id"], CANARIES["answer"]).status_code == 200
    run_errands(ours)
    (news,) = pushes.arrived
    assert news.said["url"] == f"/t/{receipt['receipt']}"
    # the citizen opens what the push names, and reads the answer with the query code
    page = client.post(news.said["url"], data={"query_code": receipt["query_code"]})
    assert CANARIES["answer"] in page.get_data(as_text=True)
    told = client.get(f"/api/submissions/{receipt['receipt']}", headers=code).get_json()
    assert told["state"] == "answered"
    # nothing personal stands where it does not belong
    places = "\n".join(
        str(make.rows(sql))
        for sql in (
            "select args, task_name from procrastinate_jobs", "select * from audit_entry", "select * from notice",
            "select * from delivery", "select * from case_event", "select * from throttle", "select * from feedback_sheet",
        )
    ) + caplog.text  # fmt: skip
    for canary in (*CANARIES.values(), receipt["query_code"]):
        assert canary not in places
    # not satisfied: reopened with a reason by who holds the codes, accepted again
    again = f"/api/submissions/{receipt['receipt']}/transitions"
    redo = {"to": "reopened", "reason": "又堆回来了"}
    assert client.post(again, json=redo, headers={"Query-Code": "00000000"}).status_code == 404
    assert client.post(again, json=redo | {"reason": "  "}, headers=code).status_code == 422
    for _ in range(2):
        assert client.post(again, json=redo, headers=code).status_code == 204, "an answer may get lost on its way"
    assert client.post(again, json=redo | {"reason": "另一个理由"}, headers=code).status_code == 409
    file = lian.get(f"/api/cases/{body['id']}").get_json()
    assert (file["state"], file["timeline"][0]["role"], file["timeline"][0]["reason"]) == (
        "reopened",
        "citizen",
        "又堆回来了",
    )
    assert move(lian, body["id"], "accepted").get_json()["state"] == "accepted"


def test_an_answer_nobody_objects_to_closes_by_itself(make: Maker, ours: Settings) -> None:
    people(make)
    wang = make.login("wang")
    cases = [sight(wang), sight(wang)]
    for case in cases:
        handle(make, case)
        sign(make.login("lian"), case)
    for notice in wang.get("/api/notices").get_json()["items"]:
        wang.post(f"/api/notices/{notice['id']}/read")
    run_errands(ours)
    for case, days in zip(cases, (15, 13), strict=True):
        make.run(
            "update cases set state_since = now() - make_interval(days => :days) where id = :id", id=case, days=days
        )
    sweep = "insert into procrastinate_jobs (task_name, queue_name, args) values ('cases.lapse', 'default', '{}')"
    for _ in range(2):
        make.run(sweep)
        run_errands(ours)
    lian = make.login("lian")
    assert [lian.get(f"/api/cases/{case}").get_json()["state"] for case in cases] == ["closed", "answered"]
    last = lian.get(f"/api/cases/{cases[0]}").get_json()["timeline"][0]
    assert (last["role"], last["from"], last["to"]) == ("system", "answered", "closed")
    assert (
        make.run("select count(*) from audit_entry where action = 'case.closed' and actor = 'service:cases.lapse'") == 1
    )


def test_after_the_limit_a_citizen_cannot_reopen_by_themselves(make: Maker, client: FlaskClient, app: Flask) -> None:
    from tests.story import submit

    people(make)
    sent = submit(app)
    handle(make, sent["id"])
    sign(make.login("lian"), sent["id"])
    make.run("update cases set state_since = now() - interval '15 days' where id = :id", id=sent["id"])
    again = f"/api/submissions/{sent['receipt']}/transitions"
    answer = client.post(again, json={"to": "reopened", "reason": "又坏了"}, headers={"Query-Code": sent["query_code"]})
    assert answer.status_code == 409
    assert move(make.login("ren"), sent["id"], "reopened", reason="群众来电").status_code == 200


def test_a_sighting_gets_its_deadline_within_a_minute(make: Maker, ours: Settings) -> None:
    people(make)
    case = sight(make.login("wang"))
    make.run(
        "insert into procrastinate_jobs (task_name, queue_name, args) values ('cases.notice_new', 'default', '{}')"
    )
    run_errands(ours)
    body = make.login("lian").get(f"/api/cases/{case}").get_json()
    assert body["days_left"] == 5


def test_a_citizen_without_script_asks_to_have_it_redone(make: Maker, client: FlaskClient, app: Flask) -> None:
    from tests.story import submit

    people(make)
    sent = submit(app)
    form = {"query_code": sent["query_code"]}
    path = f"/t/{sent['receipt']}"
    assert "要求重办" not in client.post(path, data=form).get_data(as_text=True)
    handle(make, sent["id"])
    sign(make.login("lian"), sent["id"])
    assert "要求重办" in client.post(path, data=form).get_data(as_text=True)
    for blank in ("", "  ", "\x00\x00"):
        refused = client.post(path, data=form | {"step": "reopened", "reason": blank})
        assert refused.status_code == 422
        assert 'href="#own-reason"' in refused.get_data(as_text=True)
    done = client.post(path, data=form | {"step": "reopened", "reason": "水又不通了"})
    assert done.status_code == 200
    assert "已重新打开，等待受理" in done.get_data(as_text=True)
    again = client.post(path, data=form | {"step": "reopened", "reason": "水又不通了"})
    assert again.status_code == 200, "sent twice is said once"
    assert client.post(path, data=form | {"step": "reopened", "reason": "还有一个理由"}).status_code == 422
    file = make.login("lian").get(f"/api/cases/{sent['id']}").get_json()
    assert (file["state"], file["timeline"][0]["reason"]) == ("reopened", "水又不通了")
