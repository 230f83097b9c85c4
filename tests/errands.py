"""Runs the errands that wait, in the real worker, until none is due."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text

from backend.db import Database
from backend.settings import Settings
from backend.worker import make_worker
from tests.make import Maker

DUE = text("select count(*) from procrastinate_jobs where status = 'todo' and coalesce(scheduled_at, now()) <= now()")


def run_errands(settings: Settings) -> None:
    """Run every job that is due now, those they defer too, and stop; in a thread, as a browser test has a loop of its own."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_run, settings).result()


def _run(settings: Settings) -> None:
    owner = Database(settings.database_url, pool=1)
    try:
        with make_worker(settings).open() as app:
            while _due(owner):
                app.run_worker(wait=False, listen_notify=False, install_signal_handlers=False, concurrency=4)
    finally:
        owner.engine.dispose()


def bring_forward(make: Maker) -> None:
    """Make the jobs that wait for their next try due now."""
    make.run("update procrastinate_jobs set scheduled_at = now() where status = 'todo'")


def _due(owner: Database) -> int:
    with owner.transaction() as session:
        return int(session.scalar(DUE) or 0)
