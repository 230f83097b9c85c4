"""How a request is recognised, and who must do something before anything else."""

from __future__ import annotations

from dataclasses import replace

from backend.settings import Settings
from tests.make import Maker


def test_a_write_without_its_csrf_token_is_refused(make: Maker) -> None:
    make.account("ma", ("liaison", "621124100"))
    browser = make.login("ma")
    assert browser.client.post("/api/logout").status_code == 403
    assert browser.get("/api/me").status_code == 200


def test_whoever_has_something_to_do_first_can_do_nothing_else(make: Maker) -> None:
    make.account("ma", ("liaison", "621124100"))
    browser = make.login("ma")
    make.run("update account set password_once = true")
    assert browser.get("/api/me").get_json()["needs"] == "password"
    refused = browser.get("/api/cases")
    assert (refused.status_code, refused.get_json()["code"]) == (403, "password_needed")
    assert browser.get("/api/notices").status_code == 403
    begun = browser.post("/api/me/second-factor", json={"password": "x"})
    assert begun.get_json()["code"] == "password_needed"
    make.run("update account set password_once = false")
    assert browser.get("/api/cases").status_code == 200


def test_an_administrator_without_second_factor_may_only_bind_one(make: Maker) -> None:
    make.account("boss", ("system_administrator", "621124"))
    browser = make.login("boss")
    assert browser.get("/api/me").get_json()["needs"] == "second_factor"
    for path in ("/api/accounts", "/api/notices", "/api/cases", "/api/audit"):
        answer = browser.get(path)
        assert (answer.status_code, answer.get_json()["code"]) == (403, "second_factor_needed"), path
    assert browser.get("/api/me/second-factor").get_json() == {"on": False, "required": True, "recovery_codes": 0}
    assert browser.post("/api/logout").status_code == 204
    assert browser.get("/api/me").status_code == 401


def test_a_setting_makes_other_roles_privileged(make: Maker, settings: Settings) -> None:
    make.account("he", ("verifier", "621124"))
    browser = make.login("he")
    assert browser.get("/api/me").get_json()["needs"] is None
    make.app.extensions["zhitong.settings"] = replace(settings, privileged_roles=frozenset({"verifier"}))
    assert browser.get("/api/me").get_json()["needs"] == "second_factor"
