"""Limits for people without an account: a flood through one code or device slows no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask, Response

from backend.errors import NotFound, TooMany
from backend.http import crowd
from backend.http.crowd import COOKIE, CodeFullError
from tests.make import Maker

NAME = "A" * 22


@pytest.fixture
def few(app: Flask) -> Flask:
    """Two submissions a device, four an address and code, six a code and day."""
    settings = app.extensions["zhitong.settings"]
    app.extensions["zhitong.settings"] = replace(settings, crowd_device=2, crowd_address=4, crowd_code=6)
    return app


def admitted(app: Flask, target: str, *, device: str = "", address: str = "198.51.100.1") -> type[Exception] | None:
    """Send one submission; return how it was refused."""
    cookie = {"Cookie": f"{COOKIE}={device}"} if device else {}
    with app.test_request_context(headers=cookie, environ_base={"REMOTE_ADDR": address}):
        try:
            crowd.admit(target)
        except TooMany as refused:
            return type(refused)
    return None


def test_one_device_that_floods_is_slowed_alone(few: Flask) -> None:
    assert [admitted(few, "x", device="A" * 22) for _ in range(3)] == [None, None, TooMany]
    assert admitted(few, "y", device="A" * 22) is TooMany, "another code makes no other device of it"
    assert admitted(few, "x", device="B" * 22) is None


def test_one_address_is_slowed_at_one_code_only(few: Flask) -> None:
    assert [admitted(few, "x") for _ in range(5)] == [None] * 4 + [TooMany]
    assert admitted(few, "y") is None
    assert admitted(few, "x", address="198.51.100.2") is None


def test_a_code_that_is_full_for_the_day_says_so_and_no_other_is(few: Flask) -> None:
    answers = [admitted(few, "x", address=f"198.51.100.{n}") for n in range(7)]
    assert answers == [None] * 6 + [CodeFullError]
    assert admitted(few, "y", address="198.51.100.9") is None


@pytest.mark.parametrize("forged", ["", "A" * 21, "A" * 23, "A" * 21 + "=", "赵" * 22])
def test_a_name_of_no_form_of_ours_is_no_device(bare: Flask, forged: str) -> None:
    with bare.test_request_context(headers={"Cookie": f"{COOKIE}={forged}"} if forged.isascii() else {}):
        assert crowd.device() is None
        assert crowd.name_device(Response()).headers["Set-Cookie"].startswith(f"{COOKIE}=")


def test_a_device_is_named_once_at_random_and_keeps_its_name(bare: Flask) -> None:
    given = set()
    for _ in range(2):
        with bare.test_request_context():
            named = crowd.name_device(crowd.name_device(Response())).headers.getlist("Set-Cookie")
            assert len(named) == 1
            given.add(named[0].partition(";")[0])
            assert {"HttpOnly", "SameSite=Lax"} <= {part.strip() for part in named[0].split(";")}
    assert len(given) == 2
    for cookie in given:
        with bare.test_request_context(headers={"Cookie": cookie}):
            assert crowd.device() == cookie.removeprefix(f"{COOKIE}=")
            assert "Set-Cookie" not in crowd.name_device(Response()).headers


@pytest.mark.parametrize("secure", [False, True])
def test_over_tls_the_name_travels_over_tls_only(bare: Flask, secure: bool) -> None:
    url = f"http{'s' if secure else ''}://zhitong.example"
    bare.extensions["zhitong.settings"] = replace(bare.extensions["zhitong.settings"], public_url=url)
    with bare.test_request_context():
        assert ("Secure" in crowd.name_device(Response()).headers["Set-Cookie"]) == secure


@pytest.fixture
def asking(app: Flask) -> Iterator[Flask]:
    with app.test_request_context(environ_base={"REMOTE_ADDR": "198.51.100.1"}):
        yield app


@pytest.mark.usefixtures("asking")
def test_guessing_at_a_receipt_is_slowed_and_who_knows_the_code_is_never_shut_out(make: Maker) -> None:
    for _ in range(12):
        assert crowd.opened("held", "R1") == "held"
    assert make.run("select count(*) from throttle") == 0, "success is not counted"
    refusals = []
    for _ in range(12):
        with pytest.raises((NotFound, TooMany)) as refused:
            crowd.opened(None, "R1")
        refusals.append(refused.type)
    assert refusals == [NotFound] * 10 + [TooMany] * 2
    assert crowd.opened("held", "R1") == "held"
    with pytest.raises(NotFound):
        crowd.opened(None, "R2")
