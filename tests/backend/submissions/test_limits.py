"""Limits without captcha: a crowd behind one address gets through, one device or code that floods is slowed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from backend.app import create_app
from backend.codes import service as codes
from backend.settings import Settings
from tests.make import Maker, new_id
from tests.story import people, submit

SENT = {"text": "水渠上个月被填了", "category": "land", "step": "submit"}


@pytest.fixture
def small(settings: Settings) -> Flask:
    """The application with small limits."""
    return create_app(replace(settings, crowd_device=3, crowd_address=12, crowd_code=20))


def code_of(make: Maker, station: str) -> str:
    """Return the code of a post."""
    with make.owner.transaction() as session:
        return codes.issue(
            session, "post", int(str(make.run("select id from station where code = :code", code=station)))
        )


def test_a_crowd_gets_through_and_a_device_that_floods_is_slowed(small: Flask, make: Maker) -> None:
    make.counties()
    code = code_of(make, "LT-WF")
    for _ in range(4):  # four people behind one address, each with their own phone
        phone = small.test_client()
        phone.get(f"/c/{code}")
        assert [phone.post(f"/c/{code}", data=SENT).status_code for _ in range(2)] == [201, 201]
    flood = small.test_client()
    flood.get(f"/c/{code}")
    answers = [flood.post(f"/c/{code}", data=SENT) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 429, 429]
    refused = answers[-1]
    assert int(refused.headers["Retry-After"]) > 0
    assert "0932-000-0000" in refused.get_data(as_text=True)
    assert SENT["text"] in refused.get_data(as_text=True)


def test_a_flooding_code_slows_no_other(small: Flask, make: Maker) -> None:
    make.counties()
    flooded, other = code_of(make, "LT-WF"), code_of(make, "LT-DJ")
    nameless = small.test_client(use_cookies=False)
    answers = [nameless.post(f"/c/{flooded}", data=SENT).status_code for _ in range(14)]
    assert answers == [201] * 12 + [429] * 2
    assert nameless.post(f"/c/{other}", data=SENT).status_code == 201


def test_a_full_day_says_so_with_the_phone(settings: Settings, make: Maker) -> None:
    make.counties()
    code = code_of(make, "LT-WF")
    client = create_app(replace(settings, crowd_code=2)).test_client()
    answers = [client.post(f"/c/{code}", data=SENT) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert "今天这里已收2件。请明天再来，或打电话0932-000-0000。" in answers[-1].get_data(as_text=True)


def test_a_forged_address_header_changes_nothing(small: Flask, make: Maker) -> None:
    make.counties()
    code = code_of(make, "LT-WF")
    client = small.test_client(use_cookies=False)
    headers = [{"X-Forwarded-For": f"10.0.0.{n}"} for n in range(13)]
    assert [client.post(f"/c/{code}", data=SENT, headers=each).status_code for each in headers][-1] == 429


def spellings(code: str, count: int) -> list[str]:
    """Return `count` ways in which people may write one code."""
    return [code[:nth] + "-" + code[nth:].lower() for nth in range(1, count + 1)]


def test_a_code_is_one_code_however_it_is_spelled(small: Flask, make: Maker) -> None:
    make.counties()
    bodies = [
        {"id": new_id(), "code": code, "category": "land", "text": "水渠上个月被填了", "reply": {"way": "receipt"}}
        for code in spellings(code_of(make, "LT-WF"), 14)
    ]
    nameless = small.test_client(use_cookies=False)
    answers = [nameless.post("/api/submissions", json=body).status_code for body in bodies]
    assert answers == [201] * 12 + [429] * 2


def test_codes_that_were_never_issued_share_one_limit(small: Flask, make: Maker) -> None:
    make.counties()
    bodies = [
        {
            "id": new_id(),
            "code": f"P1{nth:04}AAAAAAAAAAAAAA",
            "category": "land",
            "text": "水渠上个月被填了",
            "reply": {"way": "receipt"},
        }
        for nth in range(14)
    ]
    nameless = small.test_client(use_cookies=False)
    answers = [nameless.post("/api/submissions", json=body).status_code for body in bodies]
    assert answers == [422] * 12 + [429] * 2


@pytest.mark.parametrize(("verb", "path", "body"), [
    ("get", "/api/submissions/{}", None),
    ("post", "/api/submissions/{}/transitions", {"to": "reopened", "reason": "水还是没有通"}),
    ("post", "/api/push/subscriptions", {"endpoint": "https://fcm.googleapis.com/x", "receipt": "{}", "keys": {
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    }}),
])  # fmt: skip
def test_guessing_a_query_code_is_slow_however_the_receipt_is_spelled(
    app: Flask, make: Maker, verb: str, path: str, body: dict[str, object] | None
) -> None:
    people(make)
    receipt = submit(app)["receipt"]
    statuses = []
    for spelled in [*spellings(receipt, 11), receipt]:
        sent = body and {key: spelled if value == "{}" else value for key, value in body.items()}
        send = getattr(app.test_client(), verb)
        answer = send(path.format(spelled), headers={"Query-Code": "WRONG"}, **({"json": sent} if sent else {}))
        statuses.append(answer.status_code)
    assert statuses == [404] * 10 + [429] * 2
