"""The sealing job."""

from __future__ import annotations

from backend.audit.service import Anchors, note_check, seal
from backend.db import Context, Database
from backend.jobs.registry import RUNNING, task


@task("audit.seal", every="* * * * *", attempts=1)
def seal_entries(database: Database) -> None:
    """Chain what was committed in the last minute and write an anchor outside the database."""
    with database.transaction(Context(service="seal")) as session:
        end = seal(session)
    if end:
        Anchors(RUNNING["settings"].var).add(end)


@task("audit.verify", every="50 18 * * *", attempts=2)
def verify_record(database: Database) -> None:
    """Verify the whole record, each night (02:50 in China) and when an audit administrator asks, and keep what was found."""
    with database.transaction(Context(service="seal")) as session:
        note_check(session, Anchors(RUNNING["settings"].var))
