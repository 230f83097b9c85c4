"""What counts as a scan: a page that a person sees, once a phone and day; robots, prefetches and reloads do not; nothing of who is kept."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.codes import service as codes
from backend.settings import Settings
from tests.backend.front.test_pages_filing import TEXT, Form, press
from tests.drafts import draft
from tests.make import Maker

SUMS = "select coalesce(sum(opened), 0) as opened, coalesce(sum(begun), 0) as begun from code_day"


@pytest.fixture
def code(make: Maker) -> str:
    """Code of the post of 文峰."""
    make.counties()
    station = make.run("select id from station where code = 'LT-WF'")
    with make.owner.transaction() as session:
        return codes.issue(session, "post", int(str(station)))


def sums(make: Maker) -> tuple[int, int]:
    """Return how often pages were seen and forms begun, of all codes and days."""
    return tuple(make.rows(SUMS)[0])


def start(client: FlaskClient, code: str) -> Any:
    """Take the first step, as the landing page has it."""
    return client.post(f"/c/{code}", data={"step": "start"})


def test_a_phone_counts_once_a_day_however_often_it_looks(app: Flask, make: Maker, code: str) -> None:
    client = app.test_client()
    for path in ("", "", "?care=1", "?lang=en"):
        assert client.get(f"/c/{code}{path}").status_code == 200
    assert sums(make) == (1, 0)
    assert start(client, code).status_code == start(client, code).status_code == 200
    client.get(f"/c/{code}")
    assert sums(make) == (1, 1)
    app.test_client().get(f"/c/{code}")
    row = make.rows("select * from code_day")[0]._asdict()
    assert sums(make) == (2, 1)
    assert row.keys() == {"code_id", "day", "area_code", "opened", "begun"}, "nothing of who"
    assert (row["area_code"], row["day"]) == ("621124100001", make.run("select china_today()"))


def test_the_phone_keeps_it_for_this_page_and_day_only(client: FlaskClient, code: str) -> None:
    (kept,) = (line for line in client.get(f"/c/{code}").headers.getlist("Set-Cookie") if line.startswith("zt_seen"))
    assert f"Path=/c/{code}" in kept and "zt_seen=1;" in kept and "HttpOnly" in kept
    assert 0 < int(kept.split("Max-Age=")[1].split(";")[0]) <= 86400
    assert client.get_cookie("zt_seen") is None, "no other page is told"


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"},
        {"User-Agent": "Mozilla/5.0 (compatible; bingbot/2.0)"},
        {"User-Agent": "curl/8.5.0"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
        {"Sec-Fetch-Dest": "image"},
    ],
)
def test_what_no_person_sees_counts_nothing(
    client: FlaskClient, make: Maker, code: str, headers: dict[str, str]
) -> None:
    answer = client.get(f"/c/{code}", headers=headers)
    assert answer.status_code == 200
    assert sums(make) == (0, 0)
    assert not any("zt_seen" in line for line in answer.headers.getlist("Set-Cookie"))


def test_a_head_a_typed_text_and_a_chosen_station_count_nothing(client: FlaskClient, make: Maker, code: str) -> None:
    assert client.head(f"/c/{code}").status_code == 200
    assert client.get("/c/S1NOSUCHCODE").status_code == 404
    station = make.run("select id from station where code = 'LT-WF'")
    assert client.get(f"/s/{station}").status_code == 200
    assert client.post(f"/s/{station}", data={"step": "start"}).status_code == 200
    assert sums(make) == (0, 0)


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (Linux; Android 12; Cubot X50) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36 MicroMessenger/8.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 MicroMessenger/8.0.44",
        "",
    ],
)
def test_phones_count(client: FlaskClient, make: Maker, code: str, agent: str) -> None:
    client.get(f"/c/{code}", headers={"User-Agent": agent, "Sec-Fetch-Dest": "document"})
    assert sums(make) == (1, 0)


def test_an_old_poster_is_counted_too(client: FlaskClient, make: Maker, code: str) -> None:
    with make.owner.transaction() as session:
        codes.revoke(session, code, "换新海报")
    assert client.get(f"/c/{code}").status_code == 410
    assert sums(make) == (1, 0)


def test_one_address_cannot_blow_it_up(app: Flask, make: Maker, code: str, settings: Settings) -> None:
    app.extensions["zhitong.settings"] = replace(settings, crowd_address=2)
    for _ in range(5):
        assert app.test_client().get(f"/c/{code}").status_code == 200, "the page is there for everybody"
    assert sums(make) == (2, 0)


def test_a_count_that_fails_takes_no_page_away(client: FlaskClient, make: Maker, code: str) -> None:
    make.run("drop function count_code")
    assert client.get(f"/c/{code}").status_code == 200
    what = start(client, code)
    where = press(client, what, text=TEXT, category="land")
    assert Form(where.get_data(as_text=True)).fields


def test_whoever_fills_in_the_form_has_begun_once(client: FlaskClient, make: Maker, code: str) -> None:
    client.get(f"/c/{code}")
    where = press(client, start(client, code), text=TEXT, category="land")
    check = press(client, press(client, where, where="near"), way="receipt")
    assert press(client, check).status_code == 201
    assert sums(make) == (1, 1)
    assert make.run("select count(*) from submission where code_id is not null") == 1


def test_whoever_opens_the_form_of_opinions_has_begun_once_with_that_of_matters(
    app: Flask, make: Maker, code: str
) -> None:
    law, client = draft(make), app.test_client()
    client.get(f"/c/{code}")
    forms = re.findall(rf'href="(/c/{code}/drafts/[^"]+/say[^"]*)"', client.get(f"/drafts/{law.id}?code={code}").text)
    assert len(forms) == 1 + len(law.articles)
    assert client.head(forms[0]).status_code == 200
    assert sums(make) == (1, 0)
    for form in [*forms, forms[0]]:
        assert client.get(form).status_code == 200
    start(client, code)
    assert sums(make) == (1, 1), "once, whatever they write of"
    other = app.test_client()
    start(other, code)
    said = press(other, press(other, other.get(forms[1]), text=TEXT))
    assert (said.status_code, sums(make)) == (201, (1, 2))
    assert make.run("select count(*) from opinion where code_id is not null") == 1
    for path in (f"/drafts/{law.id}/say", f"/c/S1NOSUCHCODE/drafts/{law.id}/say"):
        assert app.test_client().get(path).status_code == 200
    assert sums(make) == (1, 2), "no code, no count"
    with make.owner.transaction() as session:
        codes.revoke(session, code, "换新海报")
    assert app.test_client().get(forms[0]).status_code == 200, "the form is there for everybody"
    assert sums(make) == (1, 2)


def test_nobody_writes_counts_but_the_counting(make: Maker, app: Flask, code: str) -> None:
    grants = make.rows(
        "select grantee::text, privilege_type::text from information_schema.role_table_grants where table_name = 'code_day'"
        " and grantee <> current_user and grantee not like '%definer%'"
    )
    assert {row.privilege_type for row in grants} == {"SELECT"}
