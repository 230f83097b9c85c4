"""Sealing, tampering with and checking the record."""

from __future__ import annotations

from sqlalchemy import text

from backend.audit.queries import Seal
from backend.audit.service import Anchors, seal, verify
from backend.db import Context, Database
from tests.eventually import eventually


def sealed(worker: Database, count: int) -> Seal:
    """Seal until `count` links stand: other databases of the server may hold the horizon for a moment."""

    def run() -> Seal | None:
        with worker.transaction(Context(service="seal")) as session:
            end = seal(session)
            return end if end and end.seq == count else None

    return eventually(run, what="sealing")


def faults(owner: Database, anchors: Anchors) -> list[str]:
    with owner.transaction() as session:
        return list(verify(session, anchors))


def tamper(owner: Database, *statements: str) -> None:
    """Do what a superuser can: switch the triggers off and write."""
    with owner.transaction() as session:
        session.execute(text("set local session_replication_role = replica"))
        for statement in statements:
            session.execute(text(statement))
