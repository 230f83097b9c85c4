"""What the system does by itself."""

from __future__ import annotations

from backend.db import Context, Database
from backend.jobs.registry import task
from backend.mediation import queries


@task("mediation.remind", every="30 0 * * *")
def remind(database: Database) -> None:
    """Tell each day, at 08:30 in China, who mediated what is to be performed by now and was not asked about."""
    with database.transaction(Context.of_service("mediation.remind", ())) as session:
        queries.remind(session)
