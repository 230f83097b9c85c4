"""Logging in, out, and what a session is worth."""

from __future__ import annotations

from flask.testing import FlaskClient

from backend.accounts.service import disable, set_password
from tests.make import PASSWORD, Maker


def test_login_says_who_and_where(make: Maker) -> None:
    make.account("ma", ("grid_worker", "621124100001"), name="马小军")
    me = make.login("ma").get("/api/me").get_json()
    assert me["name"] == "马小军"
    assert me["roles"] == [{"role": "grid_worker", "area": "621124100001"}]


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


def test_a_write_without_its_csrf_token_is_refused(make: Maker) -> None:
    make.account("ma", ("liaison", "621124100"))
    browser = make.login("ma")
    assert browser.client.post("/api/logout").status_code == 403
    assert browser.get("/api/me").status_code == 200


def test_too_many_failures_slow_the_account_and_say_for_how_long(make: Maker, client: FlaskClient) -> None:
    make.account("ma", ("liaison", "621124100"))
    answers = [client.post("/api/login", json={"account": "ma", "password": f"wrong-{n}"}) for n in range(12)]
    assert answers[0].status_code == 401
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0
    make.account("li", ("liaison", "621124100"))
    assert client.post("/api/login", json={"account": "li", "password": PASSWORD}).status_code == 200


def test_every_login_is_in_the_record_and_so_is_a_refusal(make: Maker, client: FlaskClient) -> None:
    make.account("ma", ("liaison", "621124100"))
    make.login("ma")
    client.post("/api/login", json={"account": "ma", "password": "wrong-one-9"})
    actions = [row[0] for row in make.rows("select action from audit_entry order by id")]
    assert actions == ["account.created", "session.opened", "login.refused"]


def test_broken_bodies_are_told(client: FlaskClient) -> None:
    broken = client.post("/api/login", data="{", content_type="application/json")
    empty = client.post("/api/login", json={"account": "", "password": "x"})
    unknown = client.post("/api/login", json={"account": "ma", "password": "x", "role": "administrator"})
    assert (broken.status_code, empty.status_code, unknown.status_code) == (400, 422, 422)
    assert empty.get_json()["field"] == "account"
    assert unknown.get_json()["field"] == "role"
