"""What meetings do by themselves."""

from __future__ import annotations

from uuid import UUID

from backend.activities import service
from backend.db import Context, Database
from backend.jobs.registry import area_context, task

COUNTY = 6  # digits of a county's code


@task("activities.put_on_agenda")
def put_on_agenda(database: Database, case: str, area: str) -> None:
    """Put a case that was returned too often on the agenda of the joint meeting, once, however often this runs."""
    # The meeting may be the county's, so the whole county is read.
    context = Context.of_service("activities.put_on_agenda", (area[:COUNTY],))
    with database.transaction(context) as session:
        service.put_case(session, UUID(case))


@task("activities.tell_askers")
def tell_askers(database: Database, commitment: str, area: str) -> None:
    """Tell the people of a case what became of a promise made to them, once, however often this runs."""
    with database.transaction(area_context("activities.tell_askers", area)) as session:
        service.tell_askers(session, UUID(commitment))
