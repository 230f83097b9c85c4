"""One commit-or-rollback decision a request."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from backend.db import Context, Database, Trip
from backend.http.viewer import current_request_context

T = TypeVar("T")
LIMIT = text("select set_config('statement_timeout', :limit, true)")
RACES = frozenset({"40001", "40P01"})


def database() -> Database:
    """Return the application's pool."""
    pool: Database = current_app.extensions["zhitong.database"]
    return pool


def transact(work: Callable[[Session], T], context: Context | None = None, *, seconds: float | None = None) -> T:
    """Run `work(session)` in one transaction and commit it.

    `context`: defaults to that of the person who asks. `seconds`: how long a statement may take, where that is less than anywhere. When two requests race (unique violation,
    serialisation failure, deadlock) the loser runs once more: by then it sees what the winner
    stored and answers as a repeat. So does a request that met a connection the server had closed
    meanwhile: every write may be repeated.
    """
    chosen = current_request_context() if context is None else context
    if seconds is not None:
        work = limited(work, seconds)

    def once() -> T:
        with database().transaction(chosen) as session:
            return work(session)

    return _twice(once)


def at_once(work: Callable[[Trip], T], context: Context) -> T:
    """Run `work(trip)`, whose prepared statements are each a transaction in `context`; a loser of a race runs once more, see `transact`."""
    return _twice(lambda: work(Trip(database(), context)))


def limited(work: Callable[[Session], T], seconds: float) -> Callable[[Session], T]:
    """Return `work`, each statement of which is ended by the server after `seconds`."""

    def run(session: Session) -> T:
        session.execute(LIMIT, {"limit": f"{round(seconds * 1000)}ms"})
        return work(session)

    return run


def _twice(work: Callable[[], T]) -> T:
    try:
        return work()
    except DBAPIError as error:
        if not _lost_a_race(error):
            raise
    return work()


def _lost_a_race(error: DBAPIError) -> bool:
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "pgcode", None)
    return state in RACES or state == "23505"
