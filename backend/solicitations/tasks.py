"""What solicitations do by themselves."""

from __future__ import annotations

from uuid import UUID

from backend.clock import today
from backend.db import Context, Database
from backend.jobs import service as jobs
from backend.jobs.registry import area_context, task
from backend.solicitations import queries, service

MOST = 200


@task("solicitations.end", every="4 16 * * *")
def end(database: Database) -> None:
    """Each day (00:04 in China) end the collecting whose last day has passed, each in a transaction of its own."""
    with database.transaction(Context()) as session:
        due = queries.due_to_end(session, today(), MOST)
    for solicitation_id, area in due:
        with database.transaction(area_context("solicitations.end", area)) as session:
            service.end_due(session, solicitation_id)


@task("solicitations.remind", every="31 0 * * *")
def remind(database: Database) -> None:
    """Each morning (08:31 in China) tell who is late with a task, once for each day it was due."""
    with database.transaction(Context()) as session:
        queries.remind_late(session)


@task("solicitations.push_followers")
def push_followers(database: Database, draft: str, turn: str) -> None:
    """Start one job for each browser that follows a draft, or a receipt of what was said on it; `turn` names the news."""
    with database.transaction(Context(service="feedback.push")) as session:
        for follow, language in service.followers(session, UUID(draft)):
            news = {"page": f"/drafts/{draft}", "turn": turn, "language": language}
            jobs.defer(session, "feedback.push_page_one", follow=str(follow), **news)
