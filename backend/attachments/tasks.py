"""Removing the files of what was erased."""

from __future__ import annotations

from backend.attachments import service
from backend.attachments.store import Store
from backend.db import Context, Database
from backend.jobs.registry import RUNNING, task

MOST = 200


@task("attachments.remove", every="*/20 * * * *")
def remove(database: Database) -> None:
    """Remove files that nobody needs any more, some in each transaction: at once after an erasure, and what was left over now and then."""
    files, more = Store(RUNNING["settings"].var), True
    while more:
        with database.transaction(Context(service="attachments.remove")) as session:
            more = service.remove(session, files, MOST) == MOST
