"""What tells of an edition, and counts again once it is in force."""

from __future__ import annotations

from backend.clock import today
from backend.db import Database
from backend.editions import service
from backend.jobs.registry import everywhere, task


@task("editions.count", every="20 16 * * *")
def count(database: Database) -> None:
    """Each day (00:20 in China) count what the editions moved that came into force."""
    with database.transaction(everywhere("editions.count")) as session:
        service.count_due(session, today())


@task("editions.tell")
def tell(database: Database, edition: int) -> None:
    """Tell who is concerned what a new edition moves."""
    with database.transaction(everywhere("editions.tell")) as session:
        service.tell(session, edition)
