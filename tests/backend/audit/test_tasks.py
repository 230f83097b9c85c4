"""The sealing job: each minute's entries get their links, and an anchor only when there were any."""

from __future__ import annotations

import pytest

from backend.audit.service import Anchors, append
from backend.audit.tasks import seal_entries, verify_record
from backend.db import Database
from backend.jobs.registry import RUNNING
from backend.settings import Settings
from tests.backend.audit.record import faults
from tests.eventually import eventually
from tests.make import Maker


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


def test_what_verifying_has_found_is_kept(
    settings: Settings, make: Maker, worker_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RUNNING, "settings", settings)
    auditor = make.administrator("shenji", "audit_administrator", "621124")
    assert auditor.get("/api/audit/checks").get_json() == {"items": []}
    assert auditor.post("/api/audit/checks", json={}).status_code == 202
    assert make.run("select task_name from procrastinate_jobs order by id desc limit 1") == "audit.verify"
    seal_entries(worker_database)
    verify_record(worker_database)
    make.run(
        "alter table audit_entry disable trigger append_only; update audit_entry set action = 'x' where id = (select min(id) from audit_entry)"
    )
    eventually(lambda: seal_entries(worker_database) or make.run("select count(*) from audit_chain"))
    verify_record(worker_database)
    newest, first = auditor.get("/api/audit/checks").get_json()["items"]
    assert first["faults"] == 0 and newest["faults"] >= 1 and "edited" in newest["told"][0]
    for login, role in (("xitong", "system_administrator"), ("anquan", "security_administrator")):
        assert make.administrator(login, role, "621124").get("/api/audit/checks").status_code == 403
