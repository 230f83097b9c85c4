"""What issues bulletins by itself."""

from __future__ import annotations

from datetime import date

from backend.bulletins import service
from backend.clock import today
from backend.db import Database
from backend.jobs.registry import RUNNING, area_context, everywhere, task


@task("bulletins.due", every="25 21 * * *")
def due(database: Database) -> None:
    """Each morning (05:25 in China) see which bulletins are missing: on Mondays those of the week, on the first those of the month."""
    with database.transaction(everywhere("bulletins.due")) as session:
        service.due(session, today())


@task(service.MAKE)
def make(database: Database, area: str, kind: str, first: str) -> None:
    """Issue the bulletin of one area."""
    with database.transaction(area_context(service.MAKE, area)) as session:
        service.issue(
            session, area, "week" if kind == "week" else "month", date.fromisoformat(first), RUNNING["settings"]
        )
