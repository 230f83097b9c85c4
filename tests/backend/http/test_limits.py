"""Counters: a window begins with its first hit, a refusal says how long it lasts, and no address is stored."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, g

from backend.db import Database
from backend.errors import TooMany
from backend.http.limits import count, first_refusal, forgive, throttle, throttle_within, turn
from backend.http.transaction import transact
from backend.settings import Settings
from tests.make import Maker

ADDRESS = "198.51.100.77"


@pytest.fixture(autouse=True)
def _asking(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def age(make: Maker, seconds: int) -> None:
    """Let time pass for every window."""
    make.run("update throttle set window_start = window_start - make_interval(secs => :seconds)", seconds=seconds)


def test_so_many_pass_the_next_waits_for_the_rest_of_the_window_and_others_do_not(make: Maker) -> None:
    for _ in range(3):
        throttle("login", ADDRESS, limit=3, seconds=60)
    age(make, 40)
    with pytest.raises(TooMany) as refused:
        throttle("login", ADDRESS, limit=3, seconds=60)
    assert 15 <= refused.value.retry_after <= 20
    throttle("login", "198.51.100.78", limit=3, seconds=60)
    throttle("other", ADDRESS, limit=3, seconds=60)
    age(make, 21)
    throttle("login", ADDRESS, limit=1, seconds=60)
    assert count("login", ADDRESS, seconds=60).hits == 2


def test_nobody_gets_twice_the_limit_where_two_windows_meet(make: Maker) -> None:
    throttle("login", ADDRESS, limit=4, seconds=60)
    age(make, 58)
    for _ in range(3):
        throttle("login", ADDRESS, limit=4, seconds=60)
    with pytest.raises(TooMany) as refused:
        throttle("login", ADDRESS, limit=4, seconds=60)
    assert 1 <= refused.value.retry_after <= 2


def test_no_address_stands_in_the_table_and_kinds_are_told_apart(make: Maker) -> None:
    throttle("a", ADDRESS, limit=1, seconds=60)
    throttle("a", "odd \ud800\x00", limit=1, seconds=60)
    throttle("b", ADDRESS, limit=1, seconds=60)
    buckets = [bytes(row[0]) for row in make.rows("select bucket from throttle")]
    assert len(set(buckets)) == 3
    assert {len(each) for each in buckets} == {16}
    assert not [each for each in buckets if ADDRESS.encode() in each]


def test_a_hit_is_taken_back_from_the_running_window_only_and_never_below_none(make: Maker) -> None:
    forgive("login", ADDRESS, seconds=60)
    assert [count("login", ADDRESS, seconds=60).hits for _ in range(2)] == [1, 2]
    for _ in range(3):
        forgive("login", ADDRESS, seconds=60)
    assert make.run("select hits from throttle") == 0
    assert count("login", ADDRESS, seconds=60).hits == 1
    age(make, 61)
    forgive("login", ADDRESS, seconds=60)
    assert make.run("select hits from throttle") == 1


def test_what_counts_only_if_it_happened_counts_in_its_own_transaction(make: Maker) -> None:
    def read(session) -> str:
        throttle_within(session, "locate", ADDRESS, limit=2, seconds=60)
        return "read"

    assert [transact(read) for _ in range(2)] == ["read"] * 2
    for _ in range(3):
        with pytest.raises(TooMany):
            transact(read)
    assert make.run("select hits from throttle") == 2


def test_the_first_refusal_of_a_window_is_told_and_no_other(make: Maker) -> None:
    def refused() -> str | None:
        with pytest.raises(TooMany):
            throttle("login", ADDRESS, limit=0, seconds=60)
        return first_refusal()

    assert first_refusal() is None
    assert [refused() for _ in range(3)] == ["login", None, None]
    assert "limit" not in g
    age(make, 61)
    assert refused() == "login"


def test_outside_a_request_a_turn_says_how_long_to_wait(worker_database: Database, settings: Settings) -> None:
    with worker_database.transaction() as session:
        waits = [turn(session, settings, "push service", "push.example", limit=2, seconds=60) for _ in range(3)]
    assert waits[:2] == [0, 0]
    assert 58 <= waits[2] <= 60
