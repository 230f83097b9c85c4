"""Files of what was erased go from disk; what somebody still needs, or has sent again, stays."""

from __future__ import annotations

import hashlib

import pytest

from backend.attachments.store import Store
from backend.attachments.tasks import remove
from backend.db import Database
from backend.jobs.registry import RUNNING
from backend.settings import Settings
from tests.make import Maker


def test_what_nobody_needs_is_removed_and_what_somebody_needs_stays(
    make: Maker, settings: Settings, worker_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RUNNING, "settings", settings)
    files = Store(settings.var)
    lost, needed = files.put(b"lost"), files.put(b"needed")
    account = make.account("wang")
    make.run(
        "insert into attachment (author_id, sent_sha256, kept_sha256, media_type, bytes, width, height)"
        " values (:id, :kept, :kept, 'image/jpeg', 1, 1, 1)",
        id=account, kept=bytes.fromhex(needed),
    )  # fmt: skip
    for each in (lost, needed, hashlib.sha256(b"never there").hexdigest()):
        make.run("insert into attachment_gone (kept_sha256) values (:kept)", kept=bytes.fromhex(each))
    for _ in range(2):
        remove(worker_database)
        assert (files.read(lost), files.read(needed)) == (None, b"needed")
    assert make.run("select count(*) from attachment_gone") == 0
