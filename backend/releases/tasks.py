"""What is released by itself."""

from __future__ import annotations

from backend.clock import today
from backend.db import Context, Database
from backend.jobs.registry import RUNNING, everywhere, task
from backend.releases import service


@task("releases.month", every="40 18 * * *")
def month(database: Database) -> None:
    """Each night (02:40 in China) release what is over: on the first of a month the last one, later what was missed."""
    with database.transaction(Context(service="releases.month")) as session:
        service.release(session, today())
    with database.transaction(everywhere("releases.month")) as session:
        service.release_maps(session, today(), RUNNING["settings"].map_least)
