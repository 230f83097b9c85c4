"""Logging in by a short message (T31): once, on the device that asked, in no log; GET and HEAD use nothing up."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.sealing import seal
from backend.settings import Settings
from tests.backend.accounts.lists import statements
from tests.errands import run_errands
from tests.make import Maker
from tests.partner_system import PartnerSystem, partner_system

SECRET = "whsec_" + "Z" * 43 + "="
ASK, TRADE, PHONE = "/api/login-links", "/api/login-links/trade", "13912345678"
TOWN = "621124100"
Gate = tuple[PartnerSystem, Settings]


@pytest.fixture
def gate(settings: Settings, app: Flask) -> Iterator[Gate]:
    """A gateway on loopback, and the installation that uses it."""
    with partner_system() as system:
        system.secrets["/sms"] = SECRET
        changed = replace(settings, gateway_url=f"{system.origin}/sms", gateway_secret=SECRET)
        app.extensions["zhitong.settings"] = changed
        yield system, changed


def with_phone(make: Maker, settings: Settings, login: str, role: str = "liaison") -> int:
    """Make an account that has a phone."""
    account = make.account(login, (role, TOWN))
    sealed = seal(settings.contact_key, 1, UUID(int=account), "phone", PHONE)
    make.run("update account set phone_sealed = :sealed where id = :id", sealed=sealed, id=account)
    return account


def told(client: FlaskClient, path: str = ASK, **body: str) -> tuple[int, Any]:
    """Post; return status and code, or what was said."""
    answer = client.post(path, json=body)
    said = answer.get_json()
    return answer.status_code, said.get("code", said)


def token_sent(system: PartnerSystem, ours: Settings) -> str:
    """Run the errands; return the token of the message that went out last."""
    run_errands(ours)
    said = system.said("/sms")[-1]
    assert (said["template"], said["phone"]) == ("login.link", PHONE)
    address, _, token = said["url"].partition("#")
    assert address == f"{ours.public_url}/desk/login" and len(token) == 43
    return str(token)


def test_a_link_opens_once_on_the_device_that_asked_whatever_looks_at_it_before(
    make: Maker, app: Flask, gate: Gate, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    system, ours = gate
    account = with_phone(make, ours, "ma")
    phone, other = app.test_client(), app.test_client()
    assert told(phone, account="MA") == (202, {"hours": 24})
    token = token_sent(system, ours)
    for verb in ("get", "head", "get"):  # what a chat's preview does
        assert getattr(app.test_client(), verb)("/desk/login").status_code in {200, 404}
        assert getattr(phone, verb)(TRADE).status_code == 405
    assert told(other, TRADE, token=token) == (409, "other_device")
    assert told(other, account="ma")[0] == 202, "another device asks: the first link is dead, and the second is its own"
    assert told(phone, TRADE, token=token) == (403, "link_revoked")
    token = token_sent(system, ours)
    assert told(phone, TRADE, token=token) == (409, "other_device")
    assert told(phone, TRADE, token=token[:-1] + "!") == (404, "no_such_link")
    status, me = told(other, TRADE, token=token)
    assert (status, me["login"], me["needs"]) == (200, "ma", None)
    assert other.get("/api/me").get_json()["login"] == "ma"
    assert told(other, TRADE, token=token) == (403, "link_used")
    said = (
        caplog.text
        + str(make.rows("select args from procrastinate_jobs"))
        + str(make.rows("select * from audit_entry"))
    )
    assert token not in said and PHONE not in said
    assert (
        make.run(
            "select count(*) from audit_entry where action = 'session.opened' and subject_id = :id", id=str(account)
        )
        == 1
    )


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ("update login_link set created_at = created_at - interval '25 hours', expires_at = expires_at - interval '25 hours'", (403, "link_expired")),
        ("update account set password_hash = 'x'", (403, "link_revoked")),
        ("update account set locked_at = now()", (403, "link_revoked")),
    ],
    ids=["a day later", "after another password", "of a locked account"],
)  # fmt: skip
def test_a_link_ends(make: Maker, app: Flask, gate: Gate, change: str, answer: tuple[int, str]) -> None:
    system, ours = gate
    with_phone(make, ours, "ma")
    phone = app.test_client()
    told(phone, account="ma")
    token = token_sent(system, ours)
    make.run(change)
    assert told(phone, TRADE, token=token) == answer


def test_it_replaces_no_second_factor(make: Maker, app: Flask, gate: Gate) -> None:
    system, ours = gate
    make.second_factor(with_phone(make, ours, "ma"))
    phone = app.test_client()
    told(phone, account="ma")
    token = token_sent(system, ours)
    assert told(phone, TRADE, token=token) == (401, "second_factor_needed")
    assert told(phone, TRADE, token=token, code="000000")[0] == 401
    assert phone.get("/api/me").status_code == 401
    assert make.run("select count(*) from audit_entry where action = 'login.refused' and 'code' = any (fields)") == 1, (
        "a wrong code"
    )
    make.run("delete from recovery_code; delete from second_factor")
    assert told(phone, TRADE, token=token)[0] == 200, "asking for the code used nothing up"
    with_phone(make, ours, "guan", "system_administrator")
    told(phone, account="guan")
    assert told(phone, TRADE, token=token_sent(system, ours)) == (403, "password_needed_here")


def test_nobody_learns_whether_there_is_such_an_account(make: Maker, app: Flask, gate: Gate) -> None:
    system, ours = gate
    with_phone(make, ours, "ma")
    make.account("bare", ("liaison", TOWN))
    works, answers = [], []
    app.test_client().get("/api/me")  # what is read once a process
    for name in ("ma", "bare", "nobody"):
        with statements(app) as work:
            answers.append(told(app.test_client(), account=name))
        works.append(work)
    assert answers == [(202, {"hours": 24})] * 3 and works[0] == works[1] == works[2]
    run_errands(ours)
    assert len(system.said("/sms")) == 1, "one errand each, and one message"
    for _ in range(2):
        told(app.test_client(), account="nobody")
    for name in ("nobody", "ma"):
        for _ in range(3):
            last = told(app.test_client(), account=name)
        assert last[0] == 429, "asking is slowed, account or none"


def test_without_a_gateway_nothing_is_promised(client: FlaskClient) -> None:
    assert told(client, account="ma") == (409, "no_gateway")
