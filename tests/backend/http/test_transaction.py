"""One decision a request: committed whole, rolled back whole, and tried once more where two raced."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from backend.db import Context, current_context
from backend.errors import Conflict
from backend.http.transaction import transact
from tests.make import Maker

ADD = text("insert into throttle (bucket, window_start) values (cast(:bucket as bytea), now())")


@pytest.fixture(autouse=True)
def _asking(app: Flask) -> Iterator[None]:
    app.extensions["zhitong.identify"] = lambda _: None
    with app.test_request_context():
        yield


def failing(state: str, times: int) -> tuple[Callable[[Session], str], list[int]]:
    """Return work that writes a row and then meets `state` so many times, and the list of its runs."""
    runs: list[int] = []

    def work(session: Session) -> str:
        runs.append(len(runs))
        session.execute(ADD, {"bucket": b"%d" % len(runs)})
        if len(runs) <= times:
            session.execute(text(f"do $$ begin raise exception 'x' using errcode = '{state}'; end $$"))
        return f"run {len(runs)}"

    return work, runs


def test_who_loses_a_race_runs_once_more_and_leaves_one_trace(make: Maker) -> None:
    for state in ("23505", "40001", "40P01"):
        make.run("delete from throttle")
        work, runs = failing(state, 1)
        assert transact(work) == "run 2"
        assert len(runs) == 2
        assert [bytes(row[0]) for row in make.rows("select bucket from throttle")] == [b"2"]
        twice, again = failing(state, 2)
        with pytest.raises(DBAPIError):
            transact(twice)
        assert len(again) == 2, "a second loss is a fault"


def test_any_other_failure_is_not_tried_again(make: Maker) -> None:
    for state in ("23514", "22003", "42501", "57014"):
        work, runs = failing(state, 1)
        with pytest.raises(DBAPIError):
            transact(work)
        assert (len(runs), make.run("select count(*) from throttle")) == (1, 0)


def test_a_refusal_takes_everything_back_and_is_not_tried_again(make: Maker) -> None:
    runs = []

    def work(session: Session) -> None:
        runs.append(session.execute(ADD, {"bucket": b"x"}))
        raise Conflict("现在不能走这一步，请重新读取")

    with pytest.raises(Conflict):
        transact(work)
    assert (len(runs), make.run("select count(*) from throttle")) == (1, 0)


def test_a_connection_that_dies_under_the_request_is_replaced(make: Maker) -> None:
    runs: list[int] = []

    def work(session: Session) -> str:
        runs.append(session.scalar(text("select pg_backend_pid()")))
        if len(runs) == 1:
            make.run("select pg_terminate_backend(:pid, 5000)", pid=runs[0])
        session.execute(ADD, {"bucket": b"x"})
        return "done"

    assert transact(work) == "done"
    assert len(set(runs)) == 2
    assert make.run("select count(*) from throttle") == 1


def test_the_second_try_runs_in_the_same_context(make: Maker) -> None:
    work, _ = failing("40001", 1)
    seen = []

    def noting(session: Session) -> str:
        seen.append(current_context(session))
        return work(session)

    transact(noting, Context(viewer=7, areas=("62",)))
    assert seen == [Context(viewer=7, areas=("62",))] * 2
    assert transact(current_context) == Context(), "nobody is logged in"
