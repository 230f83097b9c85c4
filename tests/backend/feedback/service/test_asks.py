"""More is asked of somebody who reported: told by the ladder, without a word of it, and reached when a rung says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.http.signed import signed
from backend.settings import Settings
from tests.backend.feedback.following import NAME, PHONE, follow
from tests.errands import bring_forward, run_errands
from tests.make import Maker
from tests.partner_system import PartnerSystem, partner_system
from tests.push_service import PushService
from tests.story import WATER, Story, move, people, sight, submit

ASKED = "请补充水渠是哪一段被填的"
SECRET = "whsec_" + "Y" * 43 + "="


@pytest.fixture
def told(make: Maker, app: Flask) -> dict[str, str]:
    """A submission whose writer wants to be called."""
    people(make)
    return submit(app, way="phone", name=NAME, phone=PHONE)


def rungs(make: Maker) -> list[tuple[str, int, str, int | None]]:
    """What became of each attempt."""
    rows = make.rows("select rung, attempt, state, status from ask_delivery order by created_at, rung")
    return [tuple(row) for row in rows]


def ask(make: Maker, case: str) -> None:
    assert move(make.login("lian"), case, "lacking", evidence={"asked": ASKED}).status_code == 200


def test_a_browser_is_told_that_there_is_news_and_the_receipt_says_what(
    make: Maker, client: FlaskClient, ours: Settings, pushes: PushService, told: dict[str, str]
) -> None:
    assert follow(client, pushes.subscription("a"), told).status_code == 201
    pushes.answers.append((503, {}))
    ask(make, told["id"])
    run_errands(ours)
    bring_forward(make)
    run_errands(ours)
    (news,) = pushes.arrived
    assert (news.said["title"], news.said["url"]) == ("有进展了", f"/t/{told['receipt']}")
    for canary in (ASKED, WATER, NAME, PHONE, told["query_code"], "水渠"):
        assert canary not in str(news.said)
        assert canary not in str(make.rows("select args from procrastinate_jobs"))
    assert rungs(make) == [("push", 1, "failed", 503), ("push", 2, "confirmed", 201)]


def test_who_opens_the_receipt_has_been_reached_once(make: Maker, client: FlaskClient, told: dict[str, str]) -> None:
    ask(make, told["id"])
    assert rungs(make) == []
    for _ in range(2):
        page = client.post(f"/t/{told['receipt']}", data={"query_code": told["query_code"]}).get_data(as_text=True)
        assert ASKED in page
        assert "前补充，写在下面。" in page
    assert rungs(make) == [("receipt", 1, "confirmed", None)]


@pytest.fixture
def gate(settings: Settings, app: Flask) -> Iterator[tuple[PartnerSystem, Settings]]:
    """A gateway on loopback, and the installation that uses it."""
    with partner_system() as system:
        system.secrets["/sms"] = SECRET
        changed = replace(settings, gateway_url=f"{system.origin}/sms", gateway_secret=SECRET)
        app.extensions["zhitong.settings"] = changed
        yield system, changed


def test_the_gateway_tells_whom_nothing_reached_and_says_when_it_arrived(
    make: Maker, client: FlaskClient, gate: tuple[PartnerSystem, Settings], told: dict[str, str]
) -> None:
    system, ours = gate
    system.answers["/sms"] = [(503, {}, b""), (200, {}, b'{"status":"accepted"}')]
    ask(make, told["id"])
    run_errands(ours)
    bring_forward(make)
    run_errands(ours)
    first, second = system.arrived["/sms"]
    assert first == second, "the same words under the same key"
    assert first[1] == {
        "key": first[0], "template": "feedback.asked", "receipt": told["receipt"], "language": "zh-CN", "phone": PHONE,
    }  # fmt: skip
    assert rungs(make) == [("gateway", 1, "trying", 200)]
    for status in ("delivered", "failed"):
        body = json.dumps({"key": first[0], "status": status}).encode()
        answer = client.post("/api/gateway/receipts", data=body, headers=signed([SECRET], "m", datetime.now(UTC), body))
        assert answer.status_code == 204
    assert rungs(make) == [("gateway", 1, "confirmed", 200)], "the first counts"


def test_a_worker_finds_it_in_the_inbox_again_each_time_and_is_reached_by_the_phone(make: Maker, app: Flask) -> None:
    people(make)
    story = Story(make)
    wang = story.who("wang")
    case = sight(wang)
    for nth in (1, 2):
        story.step("lian", case, "lacking", asked=ASKED)
        (notice,) = wang.get("/api/notices?unread=1").get_json()["items"]
        assert wang.post(f"/api/notices/{notice['id']}/read").status_code == 204
        assert [state for rung, _, state, _ in rungs(make) if rung == "inbox"] == ["confirmed"] * (nth - 1) + ["trying"]
        assert len(wang.get("/api/sightings/asked").get_json()["items"]) == 1
        assert [state for rung, _, state, _ in rungs(make) if rung == "inbox"] == ["confirmed"] * nth
        body = {
            "id": f"0190aaaa-0000-7000-8000-00000000000{nth}",
            "made_at": "2026-11-21T09:00:00Z",
            "text": "桥头那一段",
        }
        assert wang.post(f"/api/sightings/{case}/additions", json=body).status_code == 201
