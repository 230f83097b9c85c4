"""The sealing job: each minute's entries get their links, and an anchor only when there were any."""

from __future__ import annotations

import pytest

from backend.audit.service import Anchors, append
from backend.audit.tasks import seal_entries
from backend.db import Database
from backend.jobs.registry import RUNNING
from backend.settings import Settings
from tests.backend.audit.record import faults
from tests.eventually import eventually


def test_an_anchor_is_written_for_new_links_only(
    settings: Settings, owner: Database, worker_database: Database, anchors: Anchors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RUNNING, "settings", settings)
    seal_entries(worker_database)
    assert anchors.read() == []
    with owner.transaction() as session:
        append(session, "demo.filled", "installation", "-")

    def sealed() -> list[int]:
        seal_entries(worker_database)  # other databases of the server may hold the horizon for a moment
        return [anchor.seq for anchor in anchors.read()]

    assert eventually(sealed) == [1]
    assert sealed() == [1]
    assert faults(owner, anchors) == []
