"""What is told of promises by itself."""

from __future__ import annotations

from backend.commitments import service
from backend.db import Database
from backend.jobs.registry import RUNNING, everywhere, task


@task("commitments.late", every="12 23 * * *")
def late(database: Database) -> None:
    """Each morning (07:12 in China) remind of the promises that fall due, and tell of those whose day has passed."""
    with database.transaction(everywhere("commitments.late")) as session:
        service.tell(session, RUNNING["settings"].promise_days)
