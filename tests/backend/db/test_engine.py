"""Transactions: committed when the block ends, rolled back when it raises, held to limits, and mute about people's words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from backend.db import Database
from backend.settings import Settings

CANARY = "赵钱孙13912345678"


@pytest.fixture
def small(settings: Settings) -> Iterator[Database]:
    """The owner's database through one connection, for which nobody waits."""
    made = Database(settings.database_url, pool=1, wait=0.05)
    yield made
    made.engine.dispose()


def test_what_raises_leaves_nothing_and_what_ends_stays(small: Database) -> None:
    count = text("select count(*) from throttle")
    add = text("insert into throttle (bucket, window_start) values (:bucket, now())")
    with pytest.raises(RuntimeError), small.transaction() as session:
        session.execute(add, {"bucket": b"1"})
        raise RuntimeError
    with small.transaction() as session:
        assert session.scalar(count) == 0
        session.execute(add, {"bucket": b"2"})
    with small.look_up() as connection:
        assert connection.scalar(count) == 1


def test_the_parameters_of_a_statement_that_failed_are_not_in_its_error(small: Database) -> None:
    with pytest.raises(DBAPIError) as failed, small.transaction() as session:
        session.execute(text("select 1 / 0, cast(:words as text)"), {"words": CANARY})
    assert CANARY not in str(failed.value)


def test_every_transaction_has_limits_and_times_are_utc(small: Database) -> None:
    names = ("statement_timeout", "idle_in_transaction_session_timeout", "lock_timeout")
    with small.transaction() as session:
        for name in names:
            limit = session.scalar(text("select setting::integer from pg_settings where name = :name"), {"name": name})
            assert 0 < limit <= 15_000, name
        assert session.scalar(text("show timezone")) == "UTC"
        found = session.scalar(text("select timestamptz '2026-11-21 23:30+08'"))
    assert (found, found.tzinfo and found.utcoffset()) == (
        datetime(2026, 11, 21, 15, 30, tzinfo=UTC),
        UTC.utcoffset(None),
    )


def test_whoever_finds_no_free_connection_is_told_soon(small: Database) -> None:
    with small.transaction(), pytest.raises(PoolTimeout), small.transaction():
        pass
    with small.transaction() as session:
        assert session.scalar(text("select 1")) == 1


def test_a_connection_the_server_closed_meanwhile_is_replaced(small: Database, owner: Database) -> None:
    with small.look_up() as connection:
        gone = connection.scalar(text("select pg_backend_pid()"))
    with owner.transaction() as session:
        assert session.scalar(text("select pg_terminate_backend(:pid, 5000)"), {"pid": gone})
    with small.look_up() as connection:
        assert connection.scalar(text("select pg_backend_pid()")) != gone
