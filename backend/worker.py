"""The worker: runs the errands, periodic ones too, in its own database role."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

import procrastinate
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from backend.audit.service import use_key
from backend.contacts.service import use_keys
from backend.db import Database
from backend.jobs.registry import RUNNING, TASKS, Again, Task
from backend.rooms import load, load_models
from backend.settings import Settings

log = logging.getLogger(__name__)
STALLED_AFTER = 120


class Backoff(BaseRetryStrategy):
    """Tries again after 30 s, 1, 2, 4 … minutes, or when the errand itself says, until its tries are used up."""

    def __init__(self, attempts: int) -> None:
        self.attempts = attempts

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Return when to try again, or None to give up."""
        if job.attempts + 1 >= self.attempts:
            return None
        asked = exception.seconds if isinstance(exception, Again) else None
        return RetryDecision(retry_in={"seconds": asked or 30 * 2**job.attempts})


def make_worker(settings: Settings) -> procrastinate.App:
    """Return the procrastinate app with every task of the rooms."""
    load_models()
    list(load("tasks"))
    use_key(settings.audit_key)
    use_keys(settings)
    RUNNING["settings"] = settings
    database = Database(settings.worker_database_url, pool=4)
    url = settings.worker_database_url
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url, min_size=1, max_size=4))
    for task in TASKS.values():
        registered = app.task(name=task.name, retry=Backoff(task.attempts))(body_of(task, database))
        if task.every:
            app.periodic(cron=task.every)(registered)

    @app.periodic(cron="*/2 * * * *")
    @app.task(name="jobs.rescue", queueing_lock="jobs.rescue")
    async def rescue(timestamp: int) -> None:  # noqa: ARG001
        """Give the jobs of a killed worker back to the queue."""
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
            await app.job_manager.retry_job(job, retry_at=dt.datetime.now(dt.UTC))

    return app


def body_of(task: Task, database: Database) -> Callable[..., None]:
    """Return what procrastinate calls: the task's body with the worker's database; periodic times are dropped."""

    def run(timestamp: int | None = None, **ids: Any) -> None:  # noqa: ARG001
        task.body(database, **ids)

    return run
