"""Prepared statements: planned once a connection, bound to their context, whole or not at all, in one trip."""

from __future__ import annotations

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from backend.db import Context, Database, Prepared, Trip

READ = Prepared("read_viewer", text("select current_setting('app.viewer'), :n % 7, '12:30'::time::text"), n="integer")
COUNT = Prepared(
    "count_hit",
    "insert into throttle (bucket, window_start, hits) values ('trip', now(), 1) on conflict (bucket)"
    " do update set hits = throttle.hits + 1 returning hits",
)
FAIL = Prepared(
    "fail_late",
    "with done as (insert into throttle (bucket, window_start) values ('late', now()) returning hits) select hits / :zero from done",
    zero="integer",
)


def test_a_trip_has_its_context_alone_and_asks_the_server_once(app_database: Database) -> None:
    mine = Trip(app_database, Context(viewer=7))
    assert mine.run(READ, {"n": 9}) == [("7", 2, "12:30:00")]
    sent: list[str] = []
    event.listen(app_database.engine, "before_cursor_execute", lambda *each: sent.append(each[2]))
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
    with pytest.raises(DBAPIError):
        trip.run(FAIL, {"zero": 0})
    with app_database.look_up() as connection:
        assert connection.scalar(text("select count(*) from throttle where bucket = 'late'")) == 0
    assert trip.run(COUNT, {}) == [(3,)]
