"""Limits without captcha: a crowd behind one address gets through, one device or code that floods is slowed."""

from __future__ import annotations

import hashlib
import os
import random
from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image

from backend.app import create_app
from backend.codes import service as codes
from backend.settings import Settings
from tests.make import Maker, new_id
from tests.story import people, sight, submit

CROWD = int(os.environ.get("ZHITONG_TEST_CROWD", "10"))
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


def test_a_device_and_a_code_that_fill_the_disk_are_told_so_and_words_go_in(settings: Settings, make: Maker) -> None:
    make.counties()
    code, other = code_of(make, "LT-WF"), code_of(make, "LT-DJ")
    client = create_app(replace(settings, quota_device_mb=1, quota_code_mb=1)).test_client()
    client.get(f"/c/{code}")
    told = [
        client.post(
            f"/c/{code}", data={**SENT, "step": "what", "ticket": "t" * 43, "photo": (BytesIO(noise(n)), "a.jpg")}
        )
        for n in range(3)
    ]
    assert [("今天放不下了" in each.get_data(as_text=True)) for each in told] == [False, True, True]
    assert client.post(f"/c/{code}", data=SENT).status_code == 201, "without the photo it is taken"
    nameless = create_app(replace(settings, quota_device_mb=1000, quota_code_mb=1)).test_client()
    nameless.get(f"/c/{code}")
    for each, full in ((code, True), (other, False)):
        sent = {**SENT, "step": "what", "ticket": "u" * 43, "photo": (BytesIO(noise(7)), "a.jpg")}
        assert ("今天放不下了" in nameless.post(f"/c/{each}", data=sent).get_data(as_text=True)) == full


def test_an_account_that_fills_the_disk_is_told_until_when_and_reports_go_on(settings: Settings, make: Maker) -> None:
    people(make)
    small = create_app(replace(settings, quota_account_mb=1))
    wang = Maker(make.owner, small).login("wang")
    sent = [noise(n) for n in range(3)]
    answers = [wang.put(f"/api/attachments/{hashlib.sha256(each).hexdigest()}", data=each) for each in sent]
    assert [each.status_code for each in answers] == [201, 429, 429], answers[0].text
    assert int(answers[1].headers["Retry-After"]) > 0 and "文字照常提交" in answers[1].get_json()["title"]
    again = wang.put(f"/api/attachments/{hashlib.sha256(sent[0]).hexdigest()}", data=sent[0])
    assert again.status_code == 200, "what is kept already is answered as before"
    assert make.run("select count(*) from attachment") == 1
    assert sight(wang)


def test_a_crowd_of_five_hundred_behind_one_address_gets_through_beside_a_code_that_floods(
    settings: Settings, make: Maker
) -> None:
    """By the limits as they are, both scaled to so many people as are asked for: ten, or `ZHITONG_TEST_CROWD=500`."""
    make.counties()
    code, flooded = code_of(make, "LT-WF"), code_of(make, "LT-DJ")
    most = settings.crowd_address * CROWD // 500
    app = create_app(replace(settings, crowd_address=most))
    flood = app.test_client(use_cookies=False)
    answers, floods = [], []
    for _ in range(CROWD):
        floods += [flood.post(f"/c/{flooded}", data=SENT).status_code for _ in range(2)]
        phone = app.test_client()
        phone.get(f"/c/{code}")
        answers.append(phone.post(f"/c/{code}", data=SENT).status_code)
    assert answers == [201] * CROWD
    assert floods == [201] * most + [429] * (2 * CROWD - most)


def noise(seed: int) -> bytes:
    """Return a photo of some 700 kB, as nothing in it is alike."""
    out = BytesIO()
    Image.frombytes("RGB", (800, 640), random.Random(seed).randbytes(800 * 640 * 3)).save(out, "JPEG", quality=95)
    assert 520_000 < len(out.getvalue()) < 1_000_000
    return out.getvalue()
