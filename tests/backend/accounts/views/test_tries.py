"""Tries at an account: strangers are slowed first, ever longer, and nobody for ever (T28)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest
from argon2 import Parameters, extract_parameters
from flask import Flask
from flask.testing import FlaskClient

from backend.accounts.service import hasher
from backend.accounts.service.login import light_hasher
from tests.backend.accounts.lists import statements
from tests.make import PASSWORD, Maker


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


def test_each_window_used_up_doubles_the_next_and_a_quiet_day_forgives(make: Maker, client: FlaskClient) -> None:
    make.account("ma", ("liaison", "621124100"))
    waits = []
    for _ in range(7):
        for n in range(10):
            assert attempt(client, f"wrong-{n}") == 401
        answer = client.post("/api/login", json={"account": "ma", "password": PASSWORD})
        assert answer.status_code == 429
        waits.append(round(int(answer.headers["Retry-After"]) / 900))
        make.run("update throttle set window_start = now() - make_interval(secs => 900 * (1 << strikes))")
    assert waits == [1, 2, 4, 8, 16, 16, 16], "in quarters of an hour; never longer than four hours"
    make.run("update throttle set window_start = now() - interval '25 hours'")
    assert [attempt(client, f"wrong-{n}") for n in range(11)] == [401] * 10 + [429]
    assert make.run("select max(strikes) from throttle") == 0


def test_wrong_codes_are_tries_too(make: Maker, client: FlaskClient) -> None:
    make.second_factor(make.account("ma", ("liaison", "621124100")))
    body = {"account": "ma", "password": PASSWORD, "code": "000000"}
    told = [client.post("/api/login", json=body).status_code for _ in range(11)]
    assert told == [401] * 10 + [429]
    for n in range(10):
        net = {"REMOTE_ADDR": f"198.51.100.{n}"}
        make.app.test_client().post("/api/login", json=body, environ_base=net)
    other = make.app.test_client().post("/api/login", json=body, environ_base={"REMOTE_ADDR": "198.51.100.77"})
    assert other.status_code == 429, "twenty at the account, from wherever"


@contextmanager
def hashings() -> Iterator[list[Parameters]]:
    """Yield by which parameters passwords are verified meanwhile: the work, whatever the clock of a shared machine says."""
    seen: list[Parameters] = []

    def note(frame: FrameType, what: str, _: object) -> None:
        if what == "call" and frame.f_code.co_name == "verify" and "argon2" in frame.f_code.co_filename:
            seen.append(extract_parameters(str(frame.f_locals["hash"])))

    sys.setprofile(note)
    try:
        yield seen
    finally:
        sys.setprofile(None)


def test_an_unknown_account_and_a_wrong_password_are_the_same_work(make: Maker, app: Flask) -> None:
    """T28: the same words, the same statements in the same order, and one dear verification each."""
    for login in ("ma", "once", "shut"):
        make.account(login, ("liaison", "621124100"))
    make.run("update account set password_hash = :dear", dear=hasher().hash(PASSWORD))
    light = light_hasher().hash(PASSWORD)
    make.run("update account set password_hash = :light, password_once = true where login = 'once'", light=light)
    make.run("update account set locked_at = now() where login = 'shut'")
    app.test_client().get("/api/me")  # what is read once a process
    dear = extract_parameters(hasher().hash("x"))
    told = []
    for login in ("ma", "nobody", "once", "shut"):
        with statements(app) as asked, hashings() as done:
            answer = app.test_client().post("/api/login", json={"account": login, "password": "wrong-one-9"})
        told.append((answer.status_code, answer.get_data(), asked))
        assert done.count(dear) == 1, login
        assert [each for each in done if each != dear] == [extract_parameters(light)] * (login == "once")
    assert told[0][0] == 401 and told == [told[0]] * 4
