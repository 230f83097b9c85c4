"""What is released by itself."""

from __future__ import annotations

from backend.clock import today
from backend.db import Context, Database
from backend.jobs.registry import RUNNING, task
from backend.releases import service

# Every area code of the country begins with one of these.
EVERYWHERE = tuple("12345678")


@task("releases.month", every="40 18 * * *")
def month(database: Database) -> None:
    """Each night (02:40 in China) release what is over: on the first of a month the last one, later what was missed."""
    with database.transaction(Context(service="releases.month")) as session:
        service.release(session, today())
    with database.transaction(Context.of_service("releases.month", EVERYWHERE)) as session:
        service.release_maps(session, today(), RUNNING["settings"].map_least)
