"""Headers of every answer: what a browser may do with it, and what a stranger learns (T64)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from backend.app import create_app
from backend.settings import Settings
from tests.make import COUNTY, PASSWORD, Maker

PATHS = (
    "/",
    "/healthz",
    "/api/me",
    "/api/openapi.json",
    "/s/",
    "/c/NOSUCHCODE",
    "/app/",
    "/app/file",
    "/desk/",
    "/nothing/here",
)


@pytest.fixture
def secure(settings: Settings) -> Flask:
    """The application as people reach it over TLS."""
    return create_app(replace(settings, public_url="https://zhitong.example"))


@pytest.mark.parametrize("path", PATHS)
def test_no_page_runs_what_is_not_ours(secure: Flask, path: str) -> None:
    headers = secure.test_client().get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["object-src"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize("path", PATHS)
def test_only_the_worker_app_may_record_and_play_what_it_recorded(secure: Flask, path: str) -> None:
    headers = secure.test_client().get(path).headers
    records = path.startswith("/app/")
    assert ("microphone=(self)" if records else "microphone=()") in headers["Permissions-Policy"]
    assert ("media-src 'self' blob:" in headers["Content-Security-Policy"]) is records


def test_without_tls_nothing_asks_for_it(app: Flask) -> None:
    assert "Strict-Transport-Security" not in app.test_client().get("/healthz").headers


def test_api_answers_are_kept_by_nobody_and_carry_epoch_and_clock(app: Flask) -> None:
    headers = app.test_client().get("/api/me").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Zhitong-Time"].endswith("Z")
    assert len(headers["Zhitong-Epoch"]) == 36


@pytest.mark.parametrize("verb", ["TRACE", "CONNECT", "PROPFIND"])
def test_odd_verbs_are_refused(app: Flask, verb: str) -> None:
    assert app.test_client().open("/api/me", method=verb).status_code in {404, 405, 501}


def test_figures_are_for_inside(app: Flask) -> None:
    outside = app.test_client().get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert outside.status_code == 404
    assert app.test_client().get("/metrics", environ_base={"REMOTE_ADDR": "127.0.0.1"}).status_code == 200


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Proto"])
def test_what_a_proxy_on_this_machine_passes_on_is_not_from_inside(app: Flask, name: str) -> None:
    asked = app.test_client().get("/metrics", environ_base={"REMOTE_ADDR": "127.0.0.1"}, headers={name: "127.0.0.1"})
    assert asked.status_code == 404


@pytest.mark.parametrize("path", ["/app", "/desk", "/app?x=1"])
def test_a_redirect_names_no_host(app: Flask, path: str) -> None:
    answer = app.test_client().get(path, headers={"Host": "evil.example"})
    assert answer.status_code == 308
    assert answer.headers["Location"] == path.replace("?", "/?") if "?" in path else f"{path}/"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_the_api_s_description_is_open_to_everybody_and_the_same(app: Flask) -> None:
    """As decided: docs/decisions/0022."""
    answer = app.test_client().get("/api/openapi.json", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert answer.status_code == 200
    assert answer.get_json()["openapi"].startswith("3.1")


def test_over_tls_the_session_cookie_is_bound_to_the_host(secure: Flask, make: Maker) -> None:
    make.account("ma", ("liaison", COUNTY))
    body = {"account": "ma", "password": PASSWORD}
    answer = secure.test_client().post("/api/login", json=body, base_url="https://zhitong.example")
    cookies = answer.headers.getlist("Set-Cookie")
    assert [cookie.split("=")[0] for cookie in cookies] == ["__Host-zhitong", "__Host-zt_known"]
    for cookie in cookies:
        for word in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
            assert word in cookie
        assert "Domain=" not in cookie
