"""Telling who has not answered by the day."""

from __future__ import annotations

from backend.db import Context, Database
from backend.initiatives import queries
from backend.jobs.registry import task


@task("initiatives.late", every="40 6 * * *")
def late(database: Database) -> None:
    """Tell the people of each body whose answer is late, and the congress of the place; once for each."""
    with database.transaction(Context(service="initiatives.late")) as session:
        queries.tell_late(session)
