"""What the system does with cases by itself."""

from __future__ import annotations

from uuid import UUID

from backend.cases import queries, service
from backend.cases.domain import LAPSES, LEVELS
from backend.cases.service.deadlines import lapsing_before
from backend.clock import today
from backend.db import Database
from backend.jobs.registry import area_context, everywhere, task

MOST = 500


@task("cases.delivered")
def delivered(database: Database, kind: str, subject: str, area: str, sheet: str) -> None:  # noqa: ARG001
    """Make the case answered: the first of its feedback sheets has arrived, whichever it is."""
    if kind != "case":
        return
    with database.transaction(area_context("cases.delivered", area)) as session:
        service.delivered(session, UUID(subject))


@task("cases.notice_new", every="* * * * *")
def notice_new(database: Database) -> None:
    """Date what came in within the last minute and tell the stations' staff; intake itself defers no job."""
    with database.transaction(everywhere("cases.notice_new")) as session:
        service.give_deadlines(session)
        queries.notice_new(session)


@task("cases.lapse", every="17 * * * *")
def lapse(database: Database) -> None:
    """Make the moves for which only time had to pass, each in a transaction of its own: nobody objected, nothing was added."""
    for arrow in LAPSES:
        with database.transaction(everywhere("cases.lapse")) as session:
            due = queries.unchanged(session, arrow.source, lapsing_before(session, arrow), MOST)
        for case_id, area in due:
            with database.transaction(area_context("cases.lapse", area)) as session:
                service.lapse(session, case_id, arrow)


@task("cases.urge", every="37 * * * *")
def urge(database: Database) -> None:
    """Urge what is late by the days of each level, the highest first, so that nobody hears of one case three times at once."""
    for level in sorted(LEVELS, reverse=True):
        with database.transaction(everywhere("cases.urge")) as session:
            service.urge_late(session, level, MOST)


@task("cases.forewarn", every="23 0 * * *")
def forewarn(database: Database) -> None:
    """Each morning (08:23 in China) tell who has a case in hand that its deadline is near."""
    with database.transaction(everywhere("cases.forewarn")) as session:
        service.forewarn(session)


@task("cases.remap", every="10 16 * * *")
def remap(database: Database, edition: int | None = None) -> None:
    """Bring open cases into the cells of an edition that is in force; each day (00:10 in China) those that came into force."""
    with database.transaction(everywhere("cases.remap")) as session:
        due = queries.editions_due(session, today(), edition)
    for each in due:
        with database.transaction(everywhere("cases.remap")) as session:
            service.remap(session, each)
