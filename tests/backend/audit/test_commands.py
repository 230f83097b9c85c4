"""`zhitong audit`: sealing by hand, and a verdict that a script can read."""

from __future__ import annotations

from click.testing import CliRunner, Result

from backend.audit.commands import audit
from backend.audit.service import Anchors
from backend.db import Database
from backend.settings import Settings
from tests.backend.audit.record import tamper


def run(settings: Settings, word: str) -> Result:
    return CliRunner().invoke(audit, [word], obj=settings)


def test_the_record_is_whole_until_somebody_alters_it(
    settings: Settings, filled: Database, owner: Database, anchors: Anchors
) -> None:
    assert run(settings, "seal").output == "nothing new to seal\n"
    before = len(anchors.read())
    whole = run(settings, "verify")
    assert (whole.exit_code, whole.output) == (0, "the record is whole: 12 links\n")
    assert len(anchors.read()) == before == 3
    tamper(owner, "update audit_entry set action = 'case.seen' where id in (3, 5)")
    altered = run(settings, "verify")
    assert altered.exit_code == 1
    assert [line for line in altered.output.splitlines() if line.endswith("edited")] == [
        "entry 3: edited",
        "entry 5: edited",
    ]
    assert "whole" not in altered.output
