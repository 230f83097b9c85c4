"""A matter that is not simply taken on: more is asked for, it is refused with the other ways named, or withdrawn."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.settings import Settings
from tests.backend.attachments import pictures
from tests.errands import run_errands
from tests.make import Maker
from tests.story import move, people, sight, sign, submit

ASKED = "请补充欠薪的公司名称和大约日期"
REASON, WAYS = "已经在法院立案，站点不能重复办理", "请等法院的判决，也可以打12348问法律援助"


def own(client: FlaskClient, sent: dict[str, Any], to: str, **words: Any) -> Any:
    """Make a move that is the citizen's own; return the answer."""
    code = {"Query-Code": sent["query_code"]}
    return client.post(f"/api/submissions/{sent['receipt']}/transitions", json={"to": to, **words}, headers=code)


def progress(client: FlaskClient, sent: dict[str, Any]) -> dict[str, Any]:
    """What the receipt tells."""
    code = {"Query-Code": sent["query_code"]}
    body: dict[str, Any] = client.get(f"/api/submissions/{sent['receipt']}", headers=code).get_json()
    return body


def page(client: FlaskClient, sent: dict[str, Any], **form: str) -> str:
    """What the receipt's page says."""
    return client.post(f"/t/{sent['receipt']}", data={"query_code": sent["query_code"], **form}).get_data(as_text=True)


def sweep(make: Maker, settings: Settings) -> None:
    """Run the round that makes moves whose time has come."""
    make.run("insert into procrastinate_jobs (task_name, queue_name, args) values ('cases.lapse', 'default', '{}')")
    run_errands(settings)


def test_more_is_asked_for_and_given(make: Maker, client: FlaskClient, app: Flask) -> None:
    people(make)
    sent = submit(app)
    assert [each["to"] for each in progress(client, sent)["moves"]] == ["withdrawn"]
    lian = make.login("lian")
    assert move(lian, sent["id"], "lacking").status_code == 422
    body = move(lian, sent["id"], "lacking", evidence={"asked": ASKED}).get_json()
    assert (body["state"], body["label"]) == ("lacking", "待补充")
    assert body["moves"] == [], "now it is the citizen's turn"
    told = progress(client, sent)
    assert told["told"] == [{"key": "asked", "label": "站点请您补充", "text": ASKED}]
    assert [(each["to"], each["needs"]) for each in told["moves"]] == [("pending", ["more"])]
    assert ASKED in page(client, sent)
    assert "写下补充的情况，至少2个字" in page(client, sent, step="pending", more=" ")
    assert own(client, sent, "pending", evidence={"more": "某建筑公司，九月份", "asked": "别的"}).status_code == 422
    for _ in range(2):
        assert "已收到，等待受理" in page(client, sent, step="pending", more="某建筑公司，九月份")
    file = lian.get(f"/api/cases/{sent['id']}").get_json()
    assert (file["state"], file["version"]) == ("pending", 3)
    assert file["timeline"][0]["role"] == "citizen"
    assert file["timeline"][0]["evidence"]["more"] == "某建筑公司，九月份"
    assert file["days_left"] == 5, "the time to accept begins anew"
    assert progress(client, sent)["told"] == []


def test_photos_are_added_with_the_words(make: Maker, client: FlaskClient, app: Flask) -> None:
    people(make)
    sent, lian = submit(app), make.login("lian")
    assert move(lian, sent["id"], "lacking", evidence={"asked": ASKED}).status_code == 200
    photo = pictures.photo("PNG", (31, 17))

    def added(data: bytes, name: str = "a.png") -> str:
        form = {
            "query_code": sent["query_code"],
            "step": "pending",
            "more": "照片在下面",
            "photo": (BytesIO(data), name),
        }
        return client.post(f"/t/{sent['receipt']}", data=form).get_data(as_text=True)

    assert "打不开" in added(b"no photo")
    assert progress(client, sent)["state"] == "lacking", "what cannot be opened is said before anything moves"
    for _ in range(2):
        assert "已收到，等待受理" in added(photo)
    (report,) = lian.get(f"/api/cases/{sent['id']}").get_json()["reports"]
    assert report["photos"] == [hashlib.sha256(photo).hexdigest()]
    assert lian.get(f"/api/attachments/{report['photos'][0]}").status_code == 200


def test_what_is_not_added_in_time_goes_back_by_itself(
    make: Maker, client: FlaskClient, app: Flask, settings: Settings
) -> None:
    people(make)
    late, soon = submit(app), submit(app)
    for sent, days in ((late, 6), (soon, 4)):
        assert move(make.login("lian"), sent["id"], "lacking", evidence={"asked": ASKED}).status_code == 200
        make.run(
            "update cases set state_since = now() - make_interval(days => :n) where id = :id", n=days, id=sent["id"]
        )
    for _ in range(2):
        sweep(make, settings)
    assert [progress(client, sent)["state"] for sent in (late, soon)] == ["pending", "lacking"]
    file = make.login("lian").get(f"/api/cases/{late['id']}").get_json()
    assert (file["timeline"][0]["role"], file["version"]) == ("system", 3)


def test_a_refusal_says_why_and_which_other_ways_there_are_and_is_answered(
    make: Maker, client: FlaskClient, app: Flask
) -> None:
    people(make)
    sent = submit(app)
    ren, lian = make.login("ren"), make.login("lian")
    assert move(ren, sent["id"], "refused", evidence={"ways": WAYS}).get_json()["field"] == "reason"
    assert move(ren, sent["id"], "refused", reason=REASON).get_json()["field"] == "evidence.ways"
    assert move(ren, sent["id"], "refused", reason=REASON, evidence={"ways": WAYS}).status_code == 200
    told = progress(client, sent)
    assert [(each["label"], each["text"]) for each in told["told"]] == [
        ("不受理的原因", REASON),
        ("您还可以走这些途径", WAYS),
    ]
    assert told["moves"] == []
    shown = page(client, sent)
    assert REASON in shown
    assert WAYS in shown
    assert move(ren, sent["id"], "answering").status_code == 403
    assert move(lian, sent["id"], "answering").status_code == 200
    assert sign(lian, sent["id"], "您说的事已经在法院立案，请等判决。").status_code == 200
    assert "您说的事已经在法院立案" in page(client, sent)
    assert progress(client, sent)["state"] == "answered"


def test_it_may_be_withdrawn_until_it_is_taken_on(make: Maker, client: FlaskClient, app: Flask) -> None:
    people(make)
    first, second = submit(app), submit(app)
    assert "您已撤回" in page(client, first, step="withdrawn")
    assert own(client, first, "withdrawn").status_code == 204, "sent twice is done once"
    assert progress(client, first)["moves"] == []
    lian = make.login("lian")
    assert lian.get(f"/api/cases/{first['id']}").get_json()["moves"] == []
    assert move(lian, first["id"], "accepted").status_code == 409
    assert move(lian, second["id"], "accepted").status_code == 200
    assert own(client, second, "withdrawn").status_code == 409
    assert "撤回这件事" not in page(client, second)


def test_what_others_reported_too_is_not_withdrawn(make: Maker, client: FlaskClient, app: Flask) -> None:
    people(make)
    mine, other = submit(app), submit(app)
    number = progress(client, mine)["number"]
    assert move(make.login("lian"), other["id"], "joined", evidence={"into": number}).status_code == 200
    assert progress(client, mine)["moves"] == []
    refused = own(client, mine, "withdrawn")
    assert (refused.status_code, refused.get_json()["title"]) == (409, "还有别人反映了同一件事，不能撤回")


def test_nobody_else_reads_what_was_asked(make: Maker, client: FlaskClient, app: Flask) -> None:
    """The words are for who spoke and for who handles it; the reporter of another matter learns nothing."""
    people(make)
    mine, other = submit(app), submit(app)
    move(make.login("lian"), mine["id"], "lacking", evidence={"asked": ASKED})
    assert progress(client, other)["told"] == []
    assert make.login("bali").get(f"/api/cases/{mine['id']}").status_code == 404
    stolen = {"Query-Code": other["query_code"]}
    assert client.get(f"/api/submissions/{mine['receipt']}", headers=stolen).status_code == 404


@pytest.mark.parametrize("to", ["accepted", "closed", "answered", "joined", "nonsense", ""])
def test_a_citizen_makes_no_move_of_staffs(make: Maker, client: FlaskClient, app: Flask, to: str) -> None:
    people(make)
    sent = submit(app)
    assert own(client, sent, to).status_code in {409, 422}
    assert progress(client, sent)["state"] == "pending"


def test_a_sighting_that_lacks_something_comes_back_by_time_alone(make: Maker, settings: Settings) -> None:
    people(make)
    case = sight(make.login("wang"))
    assert move(make.login("lian"), case, "lacking", evidence={"asked": ASKED}).status_code == 200
    make.run("update cases set state_since = now() - interval '6 days' where id = :id", id=case)
    sweep(make, settings)
    assert make.login("lian").get(f"/api/cases/{case}").get_json()["state"] == "pending"
