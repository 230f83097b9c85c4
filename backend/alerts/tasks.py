"""What raises alerts by itself."""

from __future__ import annotations

from backend.alerts import service
from backend.db import Context, Database
from backend.jobs.registry import RUNNING, area_context, task

# Every area code of the country begins with one of these.
EVERYWHERE = tuple("12345678")


@task("alerts.look", every="52 22 * * *")
def look(database: Database) -> None:
    """Each morning (06:52 in China) raise what is to be raised, before people come to work."""
    with database.transaction(Context.of_service("alerts.look", EVERYWHERE)) as session:
        service.look(session)
        service.hot_due(session)


@task(service.LOOK_HOT)
def look_hot(database: Database, county: str) -> None:
    """Look where one county has turned hot."""
    with database.transaction(area_context(service.LOOK_HOT, county)) as session:
        service.look_hot(session, county, RUNNING["settings"])
