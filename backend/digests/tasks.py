"""What happens by itself."""

from __future__ import annotations

from backend.clock import today
from backend.db import Context, Database
from backend.digests import service
from backend.jobs.registry import task

# Every area code of the country begins with one of these.
EVERYWHERE = tuple("12345678")


@task("digests.remind", every="20 0 * * *")
def remind(database: Database) -> None:
    """Each morning (08:20 in China) tell experts who are late."""
    with database.transaction(Context.of_service("digests.remind", EVERYWHERE)) as session:
        service.remind(session, today())
