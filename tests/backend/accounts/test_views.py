"""Logging in, out, and what a session is worth."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from backend.accounts.service import disable, set_password
from tests.make import PASSWORD, Maker


def test_login_says_who_and_where(make: Maker) -> None:
    make.account("ma", ("grid_worker", "621124100001"), name="马小军")
    me = make.login("ma").get("/api/me").get_json()
    assert me["name"] == "马小军"
    assert me["roles"] == [{"role": "grid_worker", "area": "621124100001", "label": "网格员"}]


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


def attempt(client: FlaskClient, password: str, *, address: str = "127.0.0.1", login: str = "ma") -> int:
    """Try to log in from an address; return the status."""
    body = {"account": login, "password": password}
    return client.post("/api/login", json=body, environ_base={"REMOTE_ADDR": address}).status_code


def test_strangers_cannot_shut_the_owner_out(make: Maker) -> None:
    """Neither from the same address nor from many; the owner's own device has tries of its own."""
    make.account("ma", ("liaison", "621124100"))
    own, stranger, new = (make.app.test_client() for _ in range(3))
    assert attempt(own, PASSWORD) == 200
    assert [attempt(stranger, f"wrong-{n}") for n in range(12)] == [401] * 10 + [429] * 2
    assert attempt(stranger, PASSWORD) == 429
    assert attempt(own, PASSWORD) == 200, "the same address, a device that is known"
    assert attempt(new, PASSWORD, address="198.51.100.1") == 200, "another address"
    for net in range(2, 14):
        for n in range(10):
            attempt(stranger, f"wrong-{n}", address=f"198.51.100.{net}")
    assert attempt(make.app.test_client(), PASSWORD, address="198.51.100.99") == 429, (
        "strangers wait, wherever they are"
    )
    assert attempt(own, PASSWORD, address="198.51.100.98") == 200, "who has logged in before does not"


def test_a_known_device_guesses_no_better(make: Maker) -> None:
    make.account("ma", ("liaison", "621124100"))
    make.account("li", ("liaison", "621124100"))
    own = make.app.test_client()
    assert attempt(own, PASSWORD) == 200
    assert [attempt(own, f"wrong-{n}") for n in range(11)] == [401] * 10 + [429]
    assert attempt(own, PASSWORD) == 429
    assert attempt(own, PASSWORD, login="li") == 200, "another account of the same phone"


def test_good_logins_use_no_tries_up(make: Maker) -> None:
    make.account("ma", ("liaison", "621124100"))
    assert [attempt(make.app.test_client(), PASSWORD) for _ in range(12)] == [200] * 12
    own = make.app.test_client()
    assert [attempt(own, PASSWORD) for _ in range(12)] == [200] * 12


@pytest.mark.parametrize("change", ["another account", "cut", "made up", "many"])
def test_a_device_cannot_make_itself_known(make: Maker, change: str) -> None:
    make.account("ma", ("liaison", "621124100"))
    make.account("li", ("liaison", "621124100"))
    own, stranger = make.app.test_client(), make.app.test_client()
    assert attempt(own, PASSWORD, login="li" if change == "another account" else "ma") == 200
    cookie = own.get_cookie("zt_known")
    assert cookie
    device, seal = cookie.value.split(".")
    made = {"another account": cookie.value, "cut": f"{device}.{seal[:-1]}", "made up": f"{'A' * 22}.{seal}"}
    made["many"] = ".".join([device, *["0" * 24] * 50, seal])
    for n in range(10):
        attempt(stranger, f"wrong-{n}")
    stranger.set_cookie("zt_known", made[change])
    assert attempt(stranger, PASSWORD) == 429


def test_a_shared_phone_is_known_for_each_of_its_people(make: Maker) -> None:
    phone, stranger = make.app.test_client(), make.app.test_client()
    people = ["ma", "li", "hu", "bai"]
    for login in people:
        make.account(login, ("liaison", "621124100"))
        assert attempt(phone, PASSWORD, login=login) == 200
    for login in people:
        for n in range(10):
            attempt(stranger, f"wrong-{n}", login=login)
        assert attempt(stranger, PASSWORD, login=login) == 429
        assert attempt(phone, PASSWORD, login=login) == 200


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
    assert actions == ["account.created", "session.opened", "login.refused"]


def test_broken_bodies_are_told(client: FlaskClient) -> None:
    broken = client.post("/api/login", data="{", content_type="application/json")
    empty = client.post("/api/login", json={"account": "", "password": "x"})
    unknown = client.post("/api/login", json={"account": "ma", "password": "x", "role": "administrator"})
    assert (broken.status_code, empty.status_code, unknown.status_code) == (400, 422, 422)
    assert empty.get_json()["field"] == "account"
    assert unknown.get_json()["field"] == "role"
