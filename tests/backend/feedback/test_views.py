"""Who may follow with which browser, whose messages are listed."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.clock import today
from backend.settings import Settings
from tests.backend.attachments import pictures
from tests.backend.feedback.following import follow
from tests.make import Maker, new_id
from tests.push_service import PushService
from tests.story import handle, people, sign, submit


def test_following_needs_the_receipts_own_code_or_a_login(
    client: FlaskClient, ours: Settings, pushes: PushService, told: dict[str, str], app: Flask
) -> None:
    browser = pushes.subscription("x")
    assert client.post("/api/push/subscriptions", json=browser).status_code == 401
    wrong = follow(client, browser, told, **{"Query-Code": "0000-0000"})
    unknown = follow(client, browser, told | {"receipt": "0" * 12})
    assert wrong.status_code == unknown.status_code == 404
    assert wrong.get_data() == unknown.get_data()
    other = submit(app)
    assert follow(client, browser, told | {"query_code": other["query_code"]}).status_code == 404


def test_one_browser_may_follow_several_and_again_gives_the_same_id(
    client: FlaskClient, ours: Settings, pushes: PushService, told: dict[str, str], app: Flask, make: Maker
) -> None:
    browser, other = pushes.subscription("b"), submit(app)
    first = follow(client, browser, told).get_json()["id"]
    assert follow(client, browser, told).get_json()["id"] == first
    assert follow(client, browser, other).get_json()["id"] != first
    assert make.run("select count(*) from push_subscription") == 1


def test_a_stolen_id_or_endpoint_opens_nothing(
    make: Maker, client: FlaskClient, ours: Settings, pushes: PushService, told: dict[str, str], app: Flask
) -> None:
    browser, other = pushes.subscription("mine"), submit(app)
    mine = follow(client, browser, told).get_json()["id"]
    path = f"/api/push/subscriptions/{mine}"
    thief = make.login("wang")
    assert thief.delete(path).status_code == 404
    assert client.delete(path).status_code == 401
    wrong = client.delete(f"{path}?receipt={other['receipt']}", headers={"Query-Code": other["query_code"]})
    assert wrong.status_code == 404
    # the endpoint with keys of the thief's own is another browser: mine still gets what is mine
    stolen = pushes.subscription("mine2") | {"endpoint": browser["endpoint"]}
    assert thief.post("/api/push/subscriptions", json=stolen).status_code == 201
    kept = make.run(
        "select p256dh from push_follow f join push_subscription s on s.id = f.subscription_id where f.id = :id",
        id=mine,
    )
    assert kept == browser["keys"]["p256dh"]
    good = client.delete(f"{path}?receipt={told['receipt']}", headers={"Query-Code": told["query_code"]})
    assert good.status_code == 204


def test_too_many_browsers_are_refused(
    client: FlaskClient, ours: Settings, pushes: PushService, told: dict[str, str]
) -> None:
    answers = [follow(client, pushes.subscription(f"n{n}"), told).status_code for n in range(12)]
    assert answers == [201] * 10 + [409] * 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"endpoint": "http://127.0.0.1:5432/x"}, "endpoint"),
        ({"endpoint": "https://169.254.169.254/latest"}, "endpoint"),
        ({"endpoint": 7}, "endpoint"),
        ({"endpoint": ""}, "endpoint"),
        ({"keys": {"p256dh": "AAAA", "auth": "AAAA"}}, "keys"),
        ({"keys": {"p256dh": "B" + "A" * 86, "auth": "A" * 22}}, "keys"),
        ({"keys": {}}, "keys.p256dh"),
        ({"account_id": 1}, "account_id"),
    ],
)
def test_what_no_browser_sends_is_refused_and_named(
    make: Maker, ours: Settings, pushes: PushService, change: dict, field: str
) -> None:
    make.counties()
    make.account("wang", ("grid_worker", "621124100001"))
    refused = make.login("wang").post("/api/push/subscriptions", json=pushes.subscription("z") | change)
    assert refused.status_code == 422
    assert refused.content_type == "application/problem+json"
    assert refused.get_json()["field"].startswith(field.split(".", maxsplit=1)[0])
    assert make.run("select count(*) from push_subscription") == 0


def test_outside_a_demo_the_test_peer_is_refused(make: Maker, app: Flask, ours: Settings, pushes: PushService) -> None:
    app.extensions["zhitong.settings"] = replace(ours, demo=False)
    make.counties()
    make.account("wang", ("grid_worker", "621124100001"))
    answer = make.login("wang").post("/api/push/subscriptions", json=pushes.subscription("z"))
    assert (answer.status_code, answer.get_json()["field"]) == (422, "endpoint")


def test_the_public_key_is_an_uncompressed_point(client: FlaskClient) -> None:
    from tests.push_service import unb64

    point = unb64(client.get("/api/push/key").get_json()["key"])
    assert (len(point), point[0]) == (65, 4)


def test_messages_of_others_are_not_listed(make: Maker, client: FlaskClient) -> None:
    people(make)
    assert client.get("/api/notices").status_code == 401
    assert make.login("wang").get("/api/notices").get_json() == {"items": [], "next": None}
    assert make.login("wang").get(f"/api/feedback/{new_id()}").status_code == 404


def late(make: Maker, days: int) -> None:
    """Let all sheets that have reached nobody be some days old."""
    make.run("update feedback_unreached set issued_at = issued_at - make_interval(days => :days)", days=days)


def test_who_was_not_reached_for_a_week_stands_on_the_stations_list_oldest_first(make: Maker, app: Flask) -> None:
    people(make)
    lian = make.login("lian")
    for way in ("phone", "receipt", "phone"):
        sent = submit(app, **({"way": "phone", "name": "王大", "phone": "13800138000"} if way == "phone" else {}))
        handle(make, sent["id"])
        assert sign(lian, sent["id"]).status_code == 200
    path = "/api/feedback-sheets?unreached=1&limit=1"
    assert lian.get(path).get_json() == {"items": [], "next": None, "days": 7}
    late(make, 8)
    first = lian.get(path).get_json()
    second = lian.get(f"{path}&cursor={first['next']}").get_json()
    assert second["next"] is None
    issued = [page["items"][0]["number"] for page in (first, second)]
    assert issued == sorted(issued)
    assert first["items"][0]["subject_kind"] == "case"
    assert make.run("select count(*) from feedback_sheet") == 3, "who looks behind the receipt is reached"
    assert make.login("bali").get(path).get_json()["items"] == []
    assert make.login("zhang").get(path).status_code == 403
    assert app.test_client().get(path).status_code == 401
    assert lian.get("/api/feedback-sheets").get_json()["field"] == "unreached"
    lian.post(f"/api/feedback/{first['items'][0]['id']}/deliveries", json={"rung": "door"})
    assert [each["number"] for each in lian.get(path).get_json()["items"]] == issued[1:]


def issued(make: Maker, kind: str) -> dict[str, str]:
    """Store a sheet of the station's township that answers one thing of a kind; return its id and the thing's."""
    ids = {"id": new_id(), "subject": new_id()}
    make.run(
        "with s as (insert into feedback_sheet (id, number, subject_kind, subject_id, subject_number, report_id, report_number, said_at, area_code,"
        " hidden, reply_way, signed_by, signer_name, signer_role, body_name) values (:id, 'F-' || :kind, :kind, :subject, '某件', gen_random_uuid(),"
        " 'X-1', now(), '621124100001', false, 'door', 1, '何梅', 'liaison', '洮阳镇') returning *)"
        " insert into feedback_sheet_text (sheet_id, report_id, area_code, hidden, said, answer) select id, report_id, area_code, hidden, '问', '答' from s",
        kind=kind, **ids,
    )  # fmt: skip
    return ids


def test_whatever_a_sheet_answers_who_is_of_its_area_notes_that_it_arrived_and_a_neighbour_does_not(
    make: Maker,
) -> None:
    people(make)
    lian, bali = make.login("lian"), make.login("bali")
    ways = {
        "opinion": "door",
        "wish": "aloud",
        "reception": "channel",
        "project": "post",
        "commitment": "door",
        "suggestion": "post",
    }
    for kind, rung in ways.items():
        sheet = issued(make, kind)
        note, about = f"/api/feedback/{sheet['id']}/deliveries", f"/api/feedback-sheets?subject={sheet['subject']}"
        waits = lian.get("/api/feedback-sheets?unreached=all").get_json()["items"]
        assert [(each["id"], each["subject_kind"], each["due_on"]) for each in waits] == [
            (sheet["id"], kind, str(today() + timedelta(days=7)))
        ]
        assert bali.post(note, json={"rung": rung}).status_code == 404
        assert bali.get("/api/feedback-sheets?unreached=all").get_json()["items"] == bali.get(about).get_json()["items"]
        for _ in range(2):
            assert lian.post(note, json={"rung": rung}).status_code == 200
        (told,) = lian.get(about).get_json()["items"]
        assert (told["tried"], told["delivered_at"] is not None) == ([rung], True)
    assert lian.get("/api/feedback-sheets?unreached=all").get_json()["items"] == []
    assert lian.get(f"{about}&unreached=all").get_json()["field"] == "unreached"
    assert make.run("select count(*) from audit_entry where action = 'feedback.delivered'") == len(ways)


def test_the_signature_at_the_door_is_a_photo_of_who_noted_it_and_seen_by_who_sees_the_sheet(
    make: Maker, app: Flask, told: dict[str, str]
) -> None:
    handle(make, told["id"])
    lian = make.login("lian")
    sheet = sign(lian, told["id"]).get_json()["sheets"][0]["id"]
    photo = pictures.photo()
    digest = hashlib.sha256(photo).hexdigest()
    path, mine = f"/api/feedback/{sheet}/deliveries", f"/api/attachments/{digest}"
    assert make.login("wang").put(mine, data=photo, content_type="image/jpeg").status_code == 201
    for body in (
        {"rung": "door", "photo": digest},
        {"rung": "channel", "photo": digest},
        {"rung": "door", "photo": "x"},
    ):
        refused = lian.post(path, json=body)
        assert (refused.status_code, refused.get_json()["field"]) == (422, "photo"), "another's photo is no photo"
    assert make.run("select count(*) from delivery where state = 'confirmed'") == 0
    assert lian.put(mine, data=photo, content_type="image/jpeg").status_code == 201
    for _ in range(2):
        assert lian.post(path, json={"rung": "door", "photo": digest}).status_code == 200
    attempts = lian.get(f"/api/cases/{told['id']}").get_json()["sheets"][0]["attempts"]
    assert [(each["rung"], each["photo"]) for each in attempts] == [("door", digest)]
    make.run("delete from attachment where author_id = (select id from account where login = 'wang')")
    assert make.login("he").get(mine).status_code == 200, "of the same area"
    assert make.login("bali").get(mine).status_code == 404
    assert make.login("wang").get(mine).status_code == 404
