"""What raises alerts by itself."""

from __future__ import annotations

from backend.alerts import service
from backend.db import Database
from backend.jobs.registry import RUNNING, area_context, everywhere, task


@task("alerts.look", every="52 22 * * *")
def look(database: Database) -> None:
    """Each morning (06:52 in China) raise what is to be raised, before people come to work."""
    with database.transaction(everywhere("alerts.look")) as session:
        service.look(session)
        service.hot_due(session)


@task(service.LOOK_HOT)
def look_hot(database: Database, county: str) -> None:
    """Look where one county has turned hot."""
    with database.transaction(area_context(service.LOOK_HOT, county)) as session:
        service.look_hot(session, county, RUNNING["settings"])
