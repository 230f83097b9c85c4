"""Logging in, out, and what a session is worth."""

from __future__ import annotations

import json

from flask.testing import FlaskClient

from backend.accounts.service import disable, set_password
from tests.backend.accounts.views.test_tries import attempt
from tests.make import PASSWORD, Maker


def test_login_says_who_and_where(make: Maker) -> None:
    make.account("ma", ("grid_worker", "621124100001"), name="马小军")
    me = make.login("ma").get("/api/me").get_json()
    assert me["name"] == "马小军"
    assert me["roles"] == [{"role": "grid_worker", "area": "621124100001", "label": "网格员", "until": None}]


def test_a_head_is_called_by_the_level_of_the_area_in_the_callers_language(make: Maker) -> None:
    for login, area in (("town", "621124100"), ("county", "621124"), ("city", "621100")):
        make.account(login, ("town_head", area))
    called = {
        login: make.login(login).get("/api/me").get_json()["roles"][0]["label"] for login in ("town", "county", "city")
    }
    assert called == {"town": "乡镇长", "county": "县（市、区）长", "city": "政府负责人"}
    english = make.login("county").get("/api/me", headers={"Accept-Language": "en"}).get_json()
    assert english["roles"][0]["label"] == "County head"


def test_unknown_account_and_wrong_password_answer_alike(make: Maker, client: FlaskClient) -> None:
    make.account("ma", ("liaison", "621124100"))
    wrong = client.post("/api/login", json={"account": "ma", "password": "wrong-one-9"})
    unknown = client.post("/api/login", json={"account": "nobody", "password": "wrong-one-9"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.data == unknown.data
    assert wrong.content_type == "application/problem+json"


def test_logout_disable_and_new_password_end_the_session(make: Maker) -> None:
    for ending in ("logout", "disable", "password"):
        make.account(ending, ("liaison", "621124100"))
        browser, second = make.login(ending), make.login(ending)
        if ending == "logout":
            assert browser.post("/api/logout").status_code == 204
        else:
            with make.owner.transaction() as session:
                if ending == "disable":
                    disable(session, ending)
                else:
                    set_password(session, ending, "another-good-one-5")
            assert second.get("/api/me").status_code == 401
        assert browser.get("/api/me").status_code == 401


def test_a_password_of_odd_characters_is_refused_in_words(make: Maker, client: FlaskClient) -> None:
    make.account("ma", ("liaison", "621124100"))
    for password in ("a\ud800b", "a\x00b"):
        answer = client.post("/api/login", data=json.dumps({"account": "ma", "password": password}),
                             content_type="application/json")  # fmt: skip
        assert (answer.status_code, answer.get_json()["field"]) == (422, "password")


def test_blanks_at_the_ends_of_a_password_belong_to_it(make: Maker, client: FlaskClient) -> None:
    make.account("ma", ("liaison", "621124100"))
    with make.owner.transaction() as session:
        set_password(session, "ma", f" {PASSWORD} ")
    assert attempt(client, PASSWORD) == 401
    assert attempt(client, f" {PASSWORD} ") == 200


def test_every_login_is_in_the_record_and_so_is_a_refusal(make: Maker, client: FlaskClient) -> None:
    make.account("ma", ("liaison", "621124100"))
    make.login("ma")
    client.post("/api/login", json={"account": "ma", "password": "wrong-one-9"})
    actions = [row[0] for row in make.rows("select action from audit_entry order by id")]
    assert actions == ["account.created", "role.given", "session.opened", "login.refused"]


def test_broken_bodies_are_told(client: FlaskClient) -> None:
    broken = client.post("/api/login", data="{", content_type="application/json")
    empty = client.post("/api/login", json={"account": "", "password": "x"})
    unknown = client.post("/api/login", json={"account": "ma", "password": "x", "role": "system_administrator"})
    assert (broken.status_code, empty.status_code, unknown.status_code) == (400, 422, 422)
    assert empty.get_json()["field"] == "account"
    assert unknown.get_json()["field"] == "role"


def test_a_second_factor_is_asked_for_after_the_password_and_told_apart(make: Maker, client: FlaskClient) -> None:
    totp = make.second_factor(make.account("ma", ("liaison", "621124100")))
    body = {"account": "ma", "password": PASSWORD}
    asked = client.post("/api/login", json=body)
    assert (asked.status_code, asked.get_json()["code"]) == (401, "second_factor_needed")
    assert client.post("/api/login", json=body | {"password": "wrong-one-9"}).get_json()["code"] == "wrong_login"
    assert client.post("/api/login", json=body | {"code": "000000"}).get_json()["code"] == "wrong_code"
    assert make.run("select count(*) from session") == 0
    code = totp.now()
    assert client.post("/api/login", json=body | {"code": code}).get_json()["login"] == "ma"
    again = make.app.test_client().post("/api/login", json=body | {"code": code})
    assert (again.status_code, again.get_json()["code"]) == (401, "wrong_code"), "each code once"
    assert make.run("select count(*) from session") == 1
    told = make.rows("select fields from audit_entry where action = 'login.refused' order by id")
    assert [row[0] for row in told] == [[], ["code"], ["code"]]


def test_a_locked_account_is_shut_at_once(make: Maker) -> None:
    make.account("ma", ("liaison", "621124100"))
    browser = make.login("ma")
    make.run("update account set locked_at = now()")
    assert browser.get("/api/me").status_code == 401
    assert attempt(make.app.test_client(), PASSWORD) == 401
