"""One at a time at what is named by the same words."""

from __future__ import annotations

from sqlalchemy import text

from backend.db import Database, one_at_a_time

TAKEN = text("select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()")


def test_the_same_words_are_one_lock_and_it_goes_with_the_transaction(app_database: Database) -> None:
    with app_database.transaction() as session:
        for what in ("deputy 1", "deputy 1", "deputy 2"):
            one_at_a_time(session, what)
        assert session.scalar(TAKEN) == 2
    with app_database.transaction() as session:
        assert session.scalar(TAKEN) == 0
