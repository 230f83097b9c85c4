"""What tells of an edition, and counts again once it is in force."""

from __future__ import annotations

from backend.clock import today
from backend.db import Context, Database
from backend.editions import service
from backend.jobs.registry import task

# Every area code of the country begins with one of these.
EVERYWHERE = tuple("12345678")


@task("editions.count", every="20 16 * * *")
def count(database: Database) -> None:
    """Each day (00:20 in China) count what the editions moved that came into force."""
    with database.transaction(Context.of_service("editions.count", EVERYWHERE)) as session:
        service.count_due(session, today())


@task("editions.tell")
def tell(database: Database, edition: int) -> None:
    """Tell who is concerned what a new edition moves."""
    with database.transaction(Context.of_service("editions.tell", EVERYWHERE)) as session:
        service.tell(session, edition)
