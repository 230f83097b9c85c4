"""The worker: runs the errands, periodic ones too, in its own database role."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import signal
import threading
from collections.abc import Callable
from typing import Any

import procrastinate
import psycopg
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.worker import Worker

from backend.audit.service import use_key
from backend.contacts.service import use_keys
from backend.db import Database
from backend.jobs.registry import RUNNING, TASKS, Again, Task
from backend.rooms import load, load_models
from backend.settings import Settings

log = logging.getLogger(__name__)
STALLED_AFTER = 120
AGAIN, PATIENCE = 1.0, 5.0  # seconds: until a lost database is tried anew; until no connection of the pool is to be had


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
    app = procrastinate.App(
        connector=procrastinate.PsycopgConnector(conninfo=url, min_size=1, max_size=4, timeout=PATIENCE)
    )
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


class Working:
    """Runs errands until the process is told to end; when the database goes away it waits for it and goes on."""

    def __init__(self, app: procrastinate.App, url: str) -> None:
        self.app, self.url = app, url
        self.told = threading.Event()
        self.worker: Worker | None = None
        self.loop: asyncio.AbstractEventLoop

    def end(self, *_: object) -> None:
        """Let what runs come to its end, then stop; what a signal calls."""
        self.told.set()
        if self.worker and not self.loop.is_closed():
            # A signal is heard between two steps of the loop, which may be asleep: it is woken for this.
            self.loop.call_soon_threadsafe(self.worker.stop)

    def run(self) -> None:
        """Run errands; returns once told to end."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.end)
        while not self.told.is_set():
            if not self.reaches_database():
                self.told.wait(AGAIN)
                continue
            try:
                asyncio.run(self.once())
            except (ConnectorException, psycopg.OperationalError) as error:
                log.error("the database is away (%s): errands wait", type(error).__name__)  # noqa: TRY400 - the trace says no more

    def reaches_database(self) -> bool:
        """Whether a connection can be had: a pool would look for one ever more rarely."""
        try:
            psycopg.connect(self.url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    async def once(self) -> None:
        """Run errands as long as the database is there; a lost listener ends it too, without a word."""
        async with self.app.open_async():
            self.loop = asyncio.get_running_loop()
            self.worker = Worker(self.app, concurrency=4, listen_notify=True, install_signal_handlers=False)
            if not self.told.is_set():
                await self.worker.run()  # type: ignore[no-untyped-call]


def body_of(task: Task, database: Database) -> Callable[..., None]:
    """Return what procrastinate calls: the task's body with the worker's database; periodic times are dropped."""

    def run(timestamp: int | None = None, **ids: Any) -> None:  # noqa: ARG001
        task.body(database, **ids)

    return run
