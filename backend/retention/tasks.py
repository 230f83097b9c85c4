"""The daily run."""

from __future__ import annotations

from backend.attachments.store import Store
from backend.db import Database
from backend.jobs.registry import RUNNING, task
from backend.retention import service


@task("retention.run", every="40 17 * * *", attempts=3)
def run(database: Database) -> None:
    """Delete what has been kept long enough, each day at 01:40 in China."""
    settings = RUNNING["settings"]
    for _ in service.run(
        lambda: database.transaction(service.context()), Store(settings.var), settings.backup_keep_days
    ):
        pass
