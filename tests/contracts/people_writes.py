"""Each write about accounts made once, for the contract that every write adds an entry to the record."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from typing import Any
from uuid import UUID

import pyotp

from backend.accounts.domain.links import token_of
from tests.contracts.deputy_writes import Write
from tests.contracts.world import NEXT
from tests.make import PASSWORD, Maker, new_id

AREA = "621124100"
SHEET = "姓名,账号,岗位,区划代码\n新人,xinren,网格员,621124100001\n"


def keep_people(make: Maker) -> None:
    """Make each write of the administrators of people."""
    system = make.administrator("xitong", "system_administrator", AREA)
    security = make.administrator("anquan", "security_administrator", AREA)
    liaison = {"role": "liaison", "area": AREA}
    made = system.post("/api/accounts", json={"login": "xin", "name": "新", "roles": [liaison]})
    assert made.status_code == 201, made.text
    at = f"/api/accounts/{made.get_json()['id']}"
    make.login("xin", made.get_json()["password"])
    given = system.post(f"{at}/roles", json={"role": "audit_administrator", "area": AREA})
    assert given.status_code == 201, given.text
    role = next(each["id"] for each in given.get_json()["roles"] if each["role"] == "audit_administrator")
    sheet = {"file": (io.BytesIO(SHEET.encode("utf-8-sig")), "people.csv")}
    for answer in (
        security.delete(f"{at}/sessions"),
        security.post(f"{at}/roles/{role}/confirm"),
        security.post(f"{at}/lock"),
        security.post(f"{at}/unlock"),
        system.delete(f"{at}/roles/{role}"),
        system.post(f"{at}/password-reset"),
        system.put(f"{at}/profile", json={"kinds": ["elder"]}),
        system.put(f"{at}/phone", json={"phone": "13912345678"}),
        system.post("/api/accounts/import", data=sheet, content_type="multipart/form-data"),
    ):
        assert answer.status_code < 300, (answer.request.path, answer.text)
    audit = make.administrator("shenji", "audit_administrator", AREA)
    assert audit.post("/api/audit/checks", json={}).status_code == 202
    make.account("renda", ("town_congress", AREA))
    duty = {"id": new_id(), "area": AREA, "post": "liaison", "text": "每月走访一次", "after": 0}
    assert make.login("renda").post("/api/duties", json=duty).status_code == 200
    make.second_factor(made.get_json()["id"])
    assert security.delete(f"{at}/second-factor").status_code == 200


def keep_links(make: Maker) -> None:
    """Ask for a link to log in and trade it."""
    make.account("duan", ("liaison", AREA))
    make.run("update account set phone_sealed = 'x' where login = 'duan'")
    ours = replace(make.app.extensions["zhitong.settings"], gateway_url="https://gate.example", gateway_secret="x")
    make.app.extensions["zhitong.settings"] = ours
    phone = make.app.test_client()
    assert phone.post("/api/login-links", json={"account": "duan"}).status_code == 202
    link = make.run("select id from login_link")
    token = token_of(ours.derive("login link"), UUID(str(link)))
    assert phone.post("/api/login-links/trade", json={"token": token}).status_code == 200


def keep_oneself(make: Maker) -> None:
    """Make each write about one's own account."""
    make.account("ziji", ("liaison", AREA))
    own, other = make.login("ziji"), make.login("ziji")
    known = {each["id"] for each in own.get("/api/me/sessions").get_json()["items"] if not each["this"]}
    assert own.delete(f"/api/me/sessions/{known.pop()}").status_code == 204
    assert other.get("/api/me").status_code == 401
    make.login("ziji")
    assert own.delete("/api/me/sessions").status_code == 204
    secret = own.post("/api/me/second-factor", json={"password": PASSWORD}).get_json()["secret"]
    phone = pyotp.TOTP(secret)
    assert own.post("/api/me/second-factor/confirm", json={"code": phone.now()}).status_code == 200
    code = phone.at(int(time.time()) + 30)  # each is taken once; the next one may come early
    ended = own.post("/api/me/second-factor/end", json={"password": PASSWORD, "code": code})
    assert ended.status_code == 204, ended.text
    changed = own.put("/api/me/password", json={"old": PASSWORD, "new": "lan-hua-jie-6420"})
    assert changed.status_code == 204, changed.text


def own_account() -> dict[str, list[Write]]:
    """Return the writes about the own account and those that make one, by rule, with bodies that their schemas take."""
    bodies: dict[str, dict[str, Any]] = {
        "POST /api/accounts": {"login": "xin", "name": "新", "roles": [{"role": "liaison", "area": NEXT}]},
        "POST /api/me/second-factor": {"password": "wrong-one-9"},
        "POST /api/me/second-factor/confirm": {"code": "000000"},
        "POST /api/me/second-factor/end": {"password": "wrong-one-9", "code": "000000"},
        "PUT /api/me/password": {"old": "wrong-one-9", "new": "another-good-one-5"},
    }
    return {rule: [Write(rule.split()[0].lower(), rule.split()[1], {"json": body})] for rule, body in bodies.items()}
