"""Web push against a push service that checks and decrypts: what goes out, what comes back, what is tried again."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.http.signed import signed
from backend.settings import Settings
from tests.backend.feedback.following import ANSWER, NAME, PHONE, attempts, follow
from tests.errands import bring_forward, run_errands
from tests.make import Maker
from tests.partner_system import PartnerSystem, partner_system
from tests.push_service import PushService
from tests.story import WATER, handle, people, sight, sign, submit


def answered(make: Maker, told: dict[str, str]) -> dict[str, str]:
    """Handle and answer what was told; return the arguments of the job that carries the news."""
    handle(make, told["id"])
    sign(make.login("lian"), told["id"])
    (issued,) = make.rows("select args from procrastinate_jobs where task_name = 'feedback.push'")
    return dict(issued[0])


def test_the_news_reaches_the_browser_and_says_nothing_of_the_matter(
    make: Maker, client: FlaskClient, ours: Settings, pushes: PushService, told: dict[str, str]
) -> None:
    assert follow(client, pushes.subscription("a"), told).status_code == 201
    handle(make, told["id"])
    assert sign(make.login("lian"), told["id"], ANSWER).get_json()["state"] == "answering"
    run_errands(ours)
    (news,) = pushes.arrived
    assert news.said["title"] == "有进展了"
    assert news.said["url"] == f"/t/{told['receipt']}"
    for canary in (WATER, NAME, PHONE, ANSWER, told["query_code"], "水渠", "文峰"):
        assert canary not in str(news.said)
    assert news.claims["aud"] == pushes.origin
    assert time.time() < news.claims["exp"] <= time.time() + 12 * 3600 + 5
    assert news.claims["sub"].startswith("mailto:")
    assert news.headers["content-type"] == "application/octet-stream"
    assert news.headers["content-encoding"] == "aes128gcm"
    assert int(news.headers["ttl"]) > 0
    assert len(news.headers["topic"]) == 32
    assert news.size < 4096
    assert attempts(make) == [(1, "confirmed", 201)]
    # the first that has arrived makes the case answered
    body = make.login("lian").get(f"/api/cases/{told['id']}").get_json()
    assert (body["state"], body["timeline"][0]["role"]) == ("answered", "system")
    arguments = str(make.rows("select args from procrastinate_jobs"))
    for canary in (WATER, NAME, PHONE, ANSWER, told["query_code"], told["receipt"]):
        assert canary not in arguments


def test_a_browser_that_is_gone_is_not_tried_again(
    make: Maker, client: FlaskClient, ours: Settings, pushes: PushService, told: dict[str, str]
) -> None:
    for number, status in enumerate((404, 410)):
        follow(client, pushes.subscription(f"gone{number}"), told)
        pushes.answers.append((status, {}))
    handle(make, told["id"])
    sign(make.login("lian"), told["id"])
    run_errands(ours)
    assert sorted(status for _, state, status in attempts(make) if state == "gone") == [404, 410]
    bring_forward(make)
    run_errands(ours)
    assert pushes.hits == 2
    gone = make.rows("select gone_status from push_subscription where gone_at is not null order by 1")
    assert [row[0] for row in gone] == [404, 410]


def test_a_push_service_in_trouble_is_tried_again_and_each_attempt_is_recorded(
    make: Maker, client: FlaskClient, ours: Settings, pushes: PushService, told: dict[str, str]
) -> None:
    follow(client, pushes.subscription("slow"), told)
    pushes.answers += [(500, {}), (429, {"Retry-After": "1800"})]
    handle(make, told["id"])
    sign(make.login("lian"), told["id"])
    run_errands(ours)
    assert attempts(make) == [(1, "failed", 500)]
    due = (
        "select extract(epoch from scheduled_at - now()) from procrastinate_jobs where task_name = 'feedback.push_one'"
    )
    assert 20 < float(make.run(due)) <= 30
    bring_forward(make)
    run_errands(ours)
    assert attempts(make) == [(1, "failed", 500), (2, "failed", 429)]
    assert 1700 < float(make.run(due)) <= 1800
    bring_forward(make)
    run_errands(ours)
    assert attempts(make)[-1] == (3, "confirmed", 201)
    assert len({news.headers["topic"] for news in pushes.arrived}) == 1


def test_it_gives_up_after_six_tries(
    make: Maker, client: FlaskClient, ours: Settings, pushes: PushService, told: dict[str, str]
) -> None:
    follow(client, pushes.subscription("never"), told)
    pushes.answers += [(503, {})] * 20
    handle(make, told["id"])
    sign(make.login("lian"), told["id"])
    for _ in range(8):
        run_errands(ours)
        bring_forward(make)
    assert attempts(make) == [(n, "failed", 503) for n in range(1, 7)]
    assert pushes.hits == 6
    assert make.login("lian").get(f"/api/cases/{told['id']}").get_json()["state"] == "answering"


def test_a_push_service_gets_no_more_than_its_share_a_minute(
    make: Maker, client: FlaskClient, ours: Settings, pushes: PushService, told: dict[str, str]
) -> None:
    for name in "abc":
        follow(client, pushes.subscription(name), told)
    handle(make, told["id"])
    sign(make.login("lian"), told["id"])
    few = replace(ours, push_minute=2)
    run_errands(few)
    assert pushes.hits == 2
    assert make.run("select count(*) from procrastinate_jobs where status = 'todo' and scheduled_at > now()") == 1
    make.run("delete from throttle")  # the next minute
    bring_forward(make)
    run_errands(few)
    assert pushes.hits == 3
    assert attempts(make) == [(1, "confirmed", 201)] * 3, "waiting is no attempt"


def test_a_refusal_of_the_push_service_is_final(
    make: Maker, client: FlaskClient, ours: Settings, pushes: PushService, told: dict[str, str]
) -> None:
    follow(client, pushes.subscription("no"), told)
    pushes.answers += [(302, {"Location": f"{pushes.origin}/push/no"})]
    handle(make, told["id"])
    sign(make.login("lian"), told["id"])
    run_errands(ours)
    assert (pushes.hits, attempts(make)) == (1, [(1, "failed", 302)])  # a redirect is not followed


def test_a_job_run_twice_acts_once(
    make: Maker, client: FlaskClient, ours: Settings, pushes: PushService, told: dict[str, str], worker_database
) -> None:
    from backend.feedback.tasks import push, push_one
    from backend.jobs.registry import RUNNING

    RUNNING["settings"] = ours
    follow(client, pushes.subscription("once"), told)
    issued = answered(make, told)
    push(worker_database, **issued)
    push(worker_database, **issued)
    (one,) = make.rows("select args from procrastinate_jobs where task_name = 'feedback.push_one'")
    for _ in range(3):
        push_one(worker_database, **one[0])
    assert pushes.hits == 1


def test_an_attempt_cut_off_by_a_killed_worker_is_made_again_under_its_own_key(
    make: Maker, client: FlaskClient, ours: Settings, pushes: PushService, told: dict[str, str], worker_database
) -> None:
    from uuid import UUID

    from backend.feedback.tasks import claim, push, push_one, send
    from backend.jobs.registry import RUNNING

    RUNNING["settings"] = ours
    follow(client, pushes.subscription("cut"), told)
    issued = answered(make, told)
    push(worker_database, **issued)
    (one,) = make.rows("select args from procrastinate_jobs where task_name = 'feedback.push_one'")
    target = claim(worker_database, UUID(one[0]["sheet"]), UUID(one[0]["follow"]), one[0]["area"])
    send(target, ours)  # and here the worker is killed: sent, nothing noted
    assert attempts(make) == [(1, "trying", None)]
    push_one(worker_database, **one[0])
    assert attempts(make) == [(1, "confirmed", 201)]
    assert len({news.headers["topic"] for news in pushes.arrived}) == 1  # a push service keeps one message a topic


def test_an_author_is_told_in_the_inbox_and_on_the_phone(make: Maker, ours: Settings, pushes: PushService) -> None:
    people(make)
    wang = make.login("wang")
    case = sight(wang)
    assert wang.post("/api/push/subscriptions", json=pushes.subscription("wang")).status_code == 201
    handle(make, case)
    assert sign(make.login("lian"), case, ANSWER).get_json()["state"] == "answering"
    run_errands(ours)
    assert [news.said["url"] for news in pushes.arrived] == ["/app/"]
    (notice,) = wang.get("/api/notices?unread=1").get_json()["items"]
    assert notice["title"].startswith("您上报的事情有答复了：F")
    sheet = wang.get(f"/api/feedback/{notice['subject_id']}").get_json()
    assert (sheet["answer"], sheet["said"]) == (ANSWER, WATER)
    for other in ("bali", "zhang"):
        assert make.login(other).post(f"/api/notices/{notice['id']}/read").status_code == 404
    for _ in range(2):
        assert wang.post(f"/api/notices/{notice['id']}/read").status_code == 204
    assert wang.get("/api/notices?unread=1").get_json()["items"] == []
    rungs = make.rows("select rung, state from delivery order by rung")
    assert [tuple(row) for row in rungs] == [("inbox", "confirmed"), ("push", "confirmed")]


def test_reading_the_message_is_enough_to_be_reached(make: Maker, ours: Settings) -> None:
    people(make)
    wang = make.login("wang")
    case = sight(wang)
    handle(make, case)
    sign(make.login("lian"), case)
    notice = wang.get("/api/notices").get_json()["items"][0]
    wang.post(f"/api/notices/{notice['id']}/read")
    run_errands(ours)
    assert make.login("lian").get(f"/api/cases/{case}").get_json()["state"] == "answered"


def test_a_name_that_turns_inside_is_not_connected_to(
    make: Maker, client: FlaskClient, ours: Settings, pushes: PushService, told: dict[str, str]
) -> None:
    """The name was fine when the browser subscribed and leads inside at delivery (rebinding)."""
    from uuid import UUID, uuid4

    from backend.feedback.tasks import Target, send

    handle(make, told["id"])
    sheet = sign(make.login("lian"), told["id"]).get_json()["sheets"][0]
    view = type("View", (), {"language": "zh-CN", "receipt": told["receipt"], "id": UUID(sheet["id"])})
    keys = pushes.subscription("r")["keys"]
    target = Target(uuid4(), 1, view, uuid4(), "https://fcm.googleapis.com/x", keys["p256dh"], keys["auth"], "t")
    assert send(target, ours, lambda *_: ["127.0.0.1"]).status == 0
    assert send(target, ours, lambda *_: ["142.250.74.42", "::1"]).status == 0
    assert send(target, ours, lambda *_: []).status is None
    assert pushes.hits == 0


# --- The gateway (short messages, a service account): accepted is not reached, delivered is

GATEWAY_SECRET = "whsec_" + "Z" * 43 + "="


@pytest.fixture
def gate(settings: Settings, app: Flask) -> Iterator[tuple[PartnerSystem, Settings]]:
    """A gateway on loopback, and the installation that uses it."""
    with partner_system() as system:
        system.secrets["/sms"] = GATEWAY_SECRET
        changed = replace(settings, gateway_url=f"{system.origin}/sms", gateway_secret=GATEWAY_SECRET)
        app.extensions["zhitong.settings"] = changed
        yield system, changed


def rung(make: Maker) -> list[tuple[str, int | None]]:
    """What became of the gateway's rung."""
    return [tuple(row) for row in make.rows("select state, status from delivery where rung = 'gateway'")]


def tell(client: FlaskClient, key: str, status: str, **more: str):
    """Let the gateway say what has become of a message."""
    body = json.dumps({"key": key, "status": status}).encode()
    headers = signed([GATEWAY_SECRET], "m", datetime.now(UTC), body) | more
    return client.post("/api/gateway/receipts", data=body, headers=headers)


def test_the_gateway_is_told_whom_to_reach_and_nothing_of_the_matter(
    make: Maker, client: FlaskClient, gate: tuple[PartnerSystem, Settings], told: dict[str, str]
) -> None:
    system, ours = gate
    system.answers["/sms"] = [(503, {}, b""), (200, {}, b'{"status":"accepted"}')]
    answered(make, told)
    run_errands(ours)
    bring_forward(make)
    run_errands(ours)
    (first, second) = system.arrived["/sms"]
    assert first == second, "the same words under the same key"
    assert first[1] == {
        "key": first[0], "template": "feedback.issued", "receipt": told["receipt"], "language": "zh-CN", "phone": PHONE,
    }  # fmt: skip
    for canary in (WATER, NAME, ANSWER, told["query_code"]):
        assert canary not in str(system.arrived)
    assert PHONE not in str(make.rows("select args from procrastinate_jobs"))
    assert make.run("select fields from audit_entry where action = 'contact.revealed' limit 1") == ["name", "phone"]
    assert rung(make) == [("trying", 200)]
    case = f"/api/cases/{told['id']}"
    assert make.login("lian").get(case).get_json()["state"] == "answering", "accepted is not reached"
    for status, code in (("failed", 401), ("delivered", 401)):
        assert tell(client, first[0], status, **{"webhook-timestamp": "1"}).status_code == code
    assert tell(client, told["id"], "delivered").status_code == 404
    assert tell(client, "x", "delivered").get_json()["field"] == "key"
    for status in ("delivered", "delivered", "failed"):
        assert tell(client, first[0], status).status_code == 204
    run_errands(ours)
    assert rung(make) == [("confirmed", 200)], "the first counts"
    assert make.login("lian").get(case).get_json()["state"] == "answered"


def test_a_phone_goes_out_only_of_who_chose_to_be_called_and_nobody_reached_is_told_again(
    make: Maker, app: Flask, gate: tuple[PartnerSystem, Settings], told: dict[str, str]
) -> None:
    system, ours = gate
    system.answers["/sms"] = [(200, {}, b'{"status":"delivered"}'), (400, {}, b"")]
    looks = submit(app)
    door = submit(app, way="door", name=NAME, phone=PHONE)
    for each in (looks, told, door):
        handle(make, each["id"])
        sign(make.login("lian"), each["id"])
        run_errands(ours)
    assert [(said["receipt"], said.get("phone")) for said in system.said("/sms")] == [
        (told["receipt"], PHONE), (door["receipt"], None),
    ]  # fmt: skip
    assert sorted(rung(make)) == [("confirmed", 200), ("failed", 400)]


def test_without_a_gateway_the_rung_is_left_out(
    make: Maker, client: FlaskClient, settings: Settings, told: dict[str, str]
) -> None:
    answered(make, told)
    run_errands(settings)
    assert rung(make) == []
    assert tell(client, told["id"], "delivered").status_code == 404
