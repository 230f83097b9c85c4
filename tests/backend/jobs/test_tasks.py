"""Keeping house."""

from __future__ import annotations

from backend.db import Database
from backend.jobs.tasks import sweep
from tests.make import Maker


def test_counters_of_windows_that_are_over_are_forgotten(make: Maker, worker_database: Database) -> None:
    make.run(
        "insert into throttle (bucket, window_start) values ('\\x01', now()), ('\\x02', now() - interval '1 day'),"
        " ('\\x03', now() - interval '3 days')"
    )
    sweep(worker_database)
    assert make.run("select count(*) from throttle") == 2
