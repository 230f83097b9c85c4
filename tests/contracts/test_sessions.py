"""A login and what it lives through (T26, T28): fixation, theft, idleness, age, the guess of a token."""

from __future__ import annotations

import hashlib

import pytest
from flask.testing import FlaskClient

from tests.make import COUNTY, PASSWORD, Maker

LIAISON = ("liaison", COUNTY)


@pytest.fixture
def person(make: Maker) -> str:
    """An account."""
    make.counties()
    make.account("ma", LIAISON)
    return "ma"


def enter(client: FlaskClient, login: str, password: str = PASSWORD) -> int:
    """Log in; return the status."""
    return client.post("/api/login", json={"account": login, "password": password}).status_code


def test_a_token_is_long_random_and_kept_only_as_a_digest(make: Maker, person: str) -> None:
    tokens = set()
    for _ in range(3):
        client = make.app.test_client()
        assert enter(client, person) == 200
        cookie = client.get_cookie("zhitong")
        assert cookie
        assert cookie.http_only
        assert cookie.same_site in {"Lax", "Strict"}
        tokens.add(cookie.value)
    assert len(tokens) == 3, "new at each login"
    assert min(len(token) for token in tokens) >= 43, "32 bytes in base64"
    kept = {bytes(row[0]) for row in make.rows("select token_hash from session")}
    assert kept == {hashlib.sha256(token.encode()).digest() for token in tokens}


def test_a_token_set_beforehand_is_not_taken_over(make: Maker, person: str) -> None:
    client = make.app.test_client()
    client.set_cookie("zhitong", "an-attacker-chose-this-token-and-waits-for-a-login")
    assert enter(client, person) == 200
    cookie = client.get_cookie("zhitong")
    assert cookie
    assert "attacker" not in cookie.value
    waiting = make.app.test_client()
    waiting.set_cookie("zhitong", "an-attacker-chose-this-token-and-waits-for-a-login")
    assert waiting.get("/api/me").status_code == 401


@pytest.mark.parametrize("second", ["ma", "hu"])
def test_the_token_of_before_a_second_login_on_the_same_browser_is_dead(make: Maker, person: str, second: str) -> None:
    """Whoever takes a shared phone over ends what the one before has left open; nobody else's."""
    make.account("hu", LIAISON)
    client, elsewhere = make.app.test_client(), make.login(person)
    enter(client, person)
    first = client.get_cookie("zhitong")
    assert first
    assert enter(client, second, "wrong-one-9") == 401
    assert client.get("/api/me").status_code == 200, "a login that failed changes nothing"
    assert enter(client, second) == 200
    old = make.app.test_client()
    old.set_cookie("zhitong", first.value)
    assert old.get("/api/me").status_code == 401
    assert client.get("/api/me").get_json()["login"] == second
    assert elsewhere.get("/api/me").status_code == 200
    ended = make.rows("select a.login from audit_entry e join account a on a.id::text = e.subject_id"
                      " where e.action = 'session.closed'")  # fmt: skip
    assert [row[0] for row in ended] == [person]


@pytest.mark.parametrize("change", [
    "update session set seen_at = now() - interval '73 hours'",
    "update session set expires_at = now() - interval '1 second'",
    "delete from account_role",
])  # fmt: skip
def test_idle_old_and_bereft_sessions_open_nothing(make: Maker, person: str, change: str) -> None:
    browser = make.login(person)
    assert browser.get("/api/cases").status_code == 200
    make.run(change)
    answer = browser.get("/api/cases")
    assert answer.status_code in {401, 403} or answer.get_json()["items"] == []
    assert browser.get("/api/hotspots").status_code in {401, 403}


@pytest.mark.parametrize("token", ["", "x", "\x00", "a" * 10_000, "' or 1=1 --", "%F0%9F", "null"])
def test_a_foolish_token_is_nobody(make: Maker, person: str, token: str) -> None:
    answer = make.app.test_client().get("/api/me", headers={"Cookie": f"zhitong={token}"})
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"


def test_anothers_csrf_token_does_not_fit(make: Maker, person: str) -> None:
    make.account("hu", LIAISON)
    one, other = make.login("ma"), make.login("hu")
    for token in (other.csrf, one.csrf[:-1], one.csrf.upper() + "x", "", "é"):
        answer = one.client.post("/api/sightings/batch", json={"items": []}, headers={"X-CSRF-Token": token})
        assert answer.status_code == 403, token
    assert one.post("/api/sightings/batch", json={"items": []}).status_code == 200


def test_a_forged_forwarding_header_changes_nothing(make: Maker, person: str) -> None:
    """With no trusted proxy, whoever fails too often can't become somebody else by a header (T28)."""
    statuses = []
    for n in range(14):
        answer = make.app.test_client().post(
            "/api/login",
            json={"account": person, "password": f"wrong {n}"},
            headers={"X-Forwarded-For": f"198.51.100.{n}"},
        )
        statuses.append(answer.status_code)
    assert statuses[0] == 401
    assert statuses[-1] == 429
    assert make.app.test_client().post("/api/login", json={"account": "nobody", "password": "x"}).status_code == 401
