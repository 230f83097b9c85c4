"""Emitting events: one job for each task the event table names, in the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.jobs.events import EVENTS

DEFER = text(
    "select procrastinate_defer_jobs_v1(array[row('default', :task, 0, null, null, cast(:args as jsonb), case when :wait > 0 then now() + make_interval(secs => :wait) end)"
    "::procrastinate_job_to_defer_v1])"
)

DEFER_EACH = text(
    "select procrastinate_defer_jobs_v1(array_agg(row('default', :task, 0, e->>'lock', null, e->'args', null)"
    "::procrastinate_job_to_defer_v1 order by n)) from jsonb_array_elements(cast(:errands as jsonb)) with ordinality as t(e, n)"
    " having count(*) > 0"
)


def emit(session: Session, event: str, **ids: str | int) -> None:
    """Defer a job for each task of `event`. A rolled-back transaction leaves none.

    `ids`: ids and area codes only: job arguments are kept and logged, so nothing personal belongs there.
    """
    for task in EVENTS[event]:
        defer(session, task, **ids)


def push_notices(session: Session, made: Sequence[tuple[UUID, int]]) -> int:
    """Have notices that were just made brought by push as well: id of each, and whose it is; return how many there were."""
    for notice, person in made:
        emit(session, "notice.made", notice=str(notice), person=person)
    return len(made)


def defer(session: Session, task: str, **ids: str | int) -> None:
    """Defer one job of `task` with `ids` in the running transaction."""
    defer_for(session, 0, task, **ids)


def defer_for(session: Session, wait: int, task: str, /, **ids: str | int) -> None:
    """Defer one job like `defer`, to be run `wait` seconds from now at the earliest."""
    session.execute(DEFER, {"task": task, "args": json.dumps(ids), "wait": wait})


@dataclass(frozen=True)
class Errand:
    """One of many jobs of a task: those of one `lock` never run side by side."""

    lock: str
    ids: dict[str, str | int]


def defer_each(session: Session, task: str, errands: Sequence[Errand]) -> None:
    """Defer a job of `task` for each of `errands`, in one statement."""
    rows = [{"lock": each.lock, "args": each.ids} for each in errands]
    session.execute(DEFER_EACH, {"task": task, "errands": json.dumps(rows)})
