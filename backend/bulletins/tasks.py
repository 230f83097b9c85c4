"""What issues bulletins by itself."""

from __future__ import annotations

from datetime import date

from backend.bulletins import service
from backend.clock import today
from backend.db import Context, Database
from backend.jobs.registry import RUNNING, area_context, task

# Every area code of the country begins with one of these.
EVERYWHERE = tuple("12345678")


@task("bulletins.due", every="25 21 * * *")
def due(database: Database) -> None:
    """Each morning (05:25 in China) see which bulletins are missing: on Mondays those of the week, on the first those of the month."""
    with database.transaction(Context.of_service("bulletins.due", EVERYWHERE)) as session:
        service.due(session, today())


@task(service.MAKE)
def make(database: Database, area: str, kind: str, first: str) -> None:
    """Issue the bulletin of one area."""
    with database.transaction(area_context(service.MAKE, area)) as session:
        service.issue(
            session, area, "week" if kind == "week" else "month", date.fromisoformat(first), RUNNING["settings"]
        )
