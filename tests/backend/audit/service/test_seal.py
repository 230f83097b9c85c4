"""Sealing: what commits late is chained too."""

from __future__ import annotations

from backend.audit.service import Anchors, append, seal
from backend.db import Context, Database
from tests.backend.audit.record import faults, sealed


def test_an_entry_that_commits_late_is_sealed_too(
    app_database: Database, worker_database: Database, owner: Database, anchors: Anchors
) -> None:
    with app_database.transaction(Context(roles=(("liaison", "621124"),))) as slow:
        append(slow, "case.moved", "case", "slow")
        with app_database.transaction(Context(roles=(("liaison", "621124"),))) as quick:
            append(quick, "case.moved", "case", "quick")
        with worker_database.transaction(Context(service="seal")) as session:
            assert seal(session) is None  # the slow one holds the horizon
    assert sealed(worker_database, 2)
    assert faults(owner, anchors) == []
