"""Keeping house: what only counts for a while is thrown away."""

from __future__ import annotations

from sqlalchemy import text

from backend.db import Context, Database
from backend.jobs.registry import task

# The longest window that anything is counted in is a day.
SWEEP = text("delete from throttle where window_start < now() - interval '2 days'")


@task("jobs.sweep", every="17 * * * *", attempts=1)
def sweep(database: Database) -> None:
    """Forget counters of windows that are over."""
    with database.transaction(Context(service="sweep")) as session:
        session.execute(SWEEP)
