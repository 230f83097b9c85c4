"""What happens by itself."""

from __future__ import annotations

from backend.clock import today
from backend.db import Database
from backend.digests import service
from backend.jobs.registry import everywhere, task


@task("digests.remind", every="20 0 * * *")
def remind(database: Database) -> None:
    """Each morning (08:20 in China) tell experts who are late."""
    with database.transaction(everywhere("digests.remind")) as session:
        service.remind(session, today())
