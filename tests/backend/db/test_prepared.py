"""Prepared statements: planned once a connection, bound to their context, whole or not at all, in one trip."""

from __future__ import annotations

from typing import Any, cast

import pytest
from psycopg2.extensions import cursor
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from backend.db import Context, Database, Prepared, Trip

READ = Prepared("read_viewer", text("select current_setting('app.viewer'), :n % 7, '12:30'::time::text"), n="integer")
COUNT = Prepared(
    "count_hit",
    "insert into throttle (bucket, window_start, hits) values ('trip', now(), 1) on conflict (bucket)"
    " do update set hits = throttle.hits + 1 returning hits",
)
ALONE = Prepared("alone", "select 7")
FAIL = Prepared(
    "fail_late",
    "with done as (insert into throttle (bucket, window_start) values ('late', now()) returning hits) select hits / :zero from done",
    zero="integer",
)


def test_a_trip_has_its_context_alone_and_asks_the_server_once(app_database: Database) -> None:
    mine = Trip(app_database, Context(viewer=7))
    assert mine.run(READ, {"n": 9}) == [("7", 2, "12:30:00")]
    sent: list[Any] = []

    class Noting(cursor):  # type: ignore[misc]
        def execute(self, statement: Any, values: Any = None) -> None:
            sent.append(statement)
            super().execute(statement, values)

    with app_database.lent() as lent:
        cast("Any", lent.driver_connection).cursor_factory = Noting
    assert Trip(app_database, Context(viewer=8)).run(READ, {"n": 9}) == [("8", 2, "12:30:00")]
    assert len(sent) == 1, "context and statement together"
    with app_database.look_up() as connection:
        left = connection.execute(
            text("select current_setting('app.viewer', true), current_setting('plan_cache_mode')")
        )
        assert left.one() == ("", "auto"), "nothing outlives the transaction"
        told = connection.execute(
            text("select generic_plans, custom_plans from pg_prepared_statements where name = 'read_viewer'")
        )
        assert told.one() == (2, 0)


def test_what_fails_leaves_nothing_and_its_connection_goes_on(app_database: Database) -> None:
    trip = Trip(app_database, Context())
    assert [trip.run(COUNT, {}), trip.run(COUNT, {})] == [[(1,)], [(2,)]]
    with pytest.raises(DBAPIError) as failed:
        trip.run(FAIL, {"zero": 0})
    assert failed.value.orig and not failed.value.connection_invalidated
    with app_database.look_up() as connection:
        assert connection.scalar(text("select count(*) from throttle where bucket = 'late'")) == 0
    assert trip.run(COUNT, {}) == [(3,)]


def test_a_connection_that_is_lost_says_so_and_is_not_lent_again(app_database: Database, owner: Database) -> None:
    with pytest.raises(OperationalError) as failed, app_database.lent() as lent:
        gone = lent.cursor()
        gone.execute("select pg_backend_pid()")
        ((pid,),) = gone.fetchall()
        with owner.transaction() as session:
            assert session.scalar(text("select pg_terminate_backend(:pid, 5000)"), {"pid": pid})
        gone.execute("select 1")
    assert failed.value.connection_invalidated, "so that the request runs once more"
    assert Trip(app_database, Context(viewer=7)).run(ALONE, {}) == [(7,)]


def test_a_server_that_takes_no_connection_is_told_as_ever() -> None:
    nowhere = Database("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(OperationalError) as failed:
        Trip(nowhere, Context()).run(ALONE, {})
    assert not failed.value.connection_invalidated
