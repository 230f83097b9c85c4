"""Who may follow with which browser, whose messages are listed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.settings import Settings
from tests.backend.feedback.following import follow
from tests.make import Maker, new_id
from tests.push_service import PushService
from tests.story import people, submit


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
