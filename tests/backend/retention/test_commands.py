"""`zhitong retention`: what would go, what went, and a register that tells when it was changed."""

from __future__ import annotations

from click.testing import CliRunner, Result
from flask import Flask

from backend.retention.commands import retention
from backend.settings import Settings
from tests.make import Maker
from tests.story import people, submit


def shell(settings: Settings, *words: str) -> Result:
    """Run a command of the room."""
    return CliRunner().invoke(retention, words, obj=settings)


def test_a_dry_run_says_what_a_run_then_does(make: Maker, app: Flask, settings: Settings) -> None:
    people(make)
    sent = submit(app, way="phone", name="王大", phone="13800138000")
    code = {"Query-Code": sent["query_code"]}
    own = f"/api/submissions/{sent['receipt']}/transitions"
    assert app.test_client().post(own, json={"to": "withdrawn"}, headers=code).status_code == 204
    make.run("update cases set state_since = now() - interval '181 days'")
    dry = shell(settings, "run", "--dry-run").stdout
    assert "contacts: 1 reports, 180 days after their end, the first at its end since 20" in dry
    assert "words: 0 reports, 1095 days after their end\n" in dry
    assert make.run("select count(*) from erasure") == 0
    assert "contacts: 1 subjects; contact 1\n" in shell(settings, "run").stdout
    assert "contacts" not in shell(settings, "run").stdout
    assert make.run("select body from report_text") != ""
    told = shell(settings, "register")
    assert (told.exit_code, "contacts (180 days): 1 subjects; contact 1; in backups until 20" in told.stdout) == (
        0,
        True,
    )
    make.run("alter table deletion_record disable trigger append_only")
    make.run("update deletion_record set counts = '{\"contact\": 2}'")
    told = shell(settings, "register")
    assert (told.exit_code, told.stdout.rstrip().endswith("ALTERED")) == (1, True)
