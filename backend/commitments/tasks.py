"""What is told of promises by itself."""

from __future__ import annotations

from backend.commitments import service
from backend.db import Context, Database
from backend.jobs.registry import RUNNING, task

# Every area code of the country begins with one of these.
EVERYWHERE = tuple("12345678")


@task("commitments.late", every="12 23 * * *")
def late(database: Database) -> None:
    """Each morning (07:12 in China) remind of the promises that fall due, and tell of those whose day has passed."""
    with database.transaction(Context.of_service("commitments.late", EVERYWHERE)) as session:
        service.tell(session, RUNNING["settings"].promise_days)
