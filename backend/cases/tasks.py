"""What the system does with cases by itself."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from backend.cases import queries, service
from backend.cases.service.change import unopposed_before
from backend.db import Context, Database
from backend.jobs.registry import area_context, task

NOTICE = text("select told from notice_new_cases()")
# Every area code of the country begins with one of these.
EVERYWHERE = tuple("12345678")
MOST = 500


@task("cases.delivered")
def delivered(database: Database, kind: str, subject: str, area: str) -> None:
    """Make the case answered: the first of its feedback sheets has arrived."""
    if kind != "case":
        return
    with database.transaction(area_context("cases.delivered", area)) as session:
        service.delivered(session, UUID(subject))


@task("cases.notice_new", every="* * * * *")
def notice_new(database: Database) -> None:
    """Tell the stations' staff what came in within the last minute; intake itself defers no job."""
    with database.transaction(Context(service="cases.notice_new")) as session:
        session.execute(NOTICE)


@task("cases.close_unopposed", every="17 * * * *")
def close_unopposed(database: Database) -> None:
    """Close answered cases that nobody objected to in time, each in a transaction of its own."""
    everywhere = Context(service="cases.close_unopposed", areas=EVERYWHERE, hidden_areas=EVERYWHERE)
    with database.transaction(everywhere) as session:
        due = queries.unopposed(session, unopposed_before(session), MOST)
    for case_id, area in due:
        with database.transaction(area_context("cases.close_unopposed", area)) as session:
            service.close_unopposed(session, case_id)
