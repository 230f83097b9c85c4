"""A server that would lose or leak what it is given is refused."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from backend.settings import Settings
from tests.live import ROOT, environment
from tests.make import Maker


def check(settings: Settings, command: str = "check", **more: str) -> tuple[int, str]:
    """Run `zhitong check` as a person does."""
    env = os.environ | environment(settings, 1) | {"ZHITONG_UNSAFE_SERVER": ""} | more
    done = subprocess.run(
        [sys.executable, "-m", "backend.cli", command], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_asynchronous_commit_is_refused_by_check_and_by_the_server(settings: Settings, make: Maker) -> None:
    name = make.run("select current_database()")
    make.run(f'alter role "{settings.roles.app}" in database "{name}" set synchronous_commit = off')
    code, said = check(settings)
    assert code == 1
    assert "synchronous_commit is below on" in said
    code, said = check(settings, "serve")
    assert code == 1
    assert "synchronous_commit is below on" in said


def test_a_server_without_fsync_is_named(settings: Settings, make: Maker) -> None:
    code, said = check(settings)
    off = make.run("select current_setting('fsync')") == "off"
    assert ("refused: fsync is off" in said) == off
    assert code == (1 if off else 0)


def test_a_table_that_lost_its_guard_is_named(settings: Settings, make: Maker) -> None:
    make.run("alter table report no force row level security")
    code, said = check(settings)
    assert code == 1
    assert "report: row-level security is not enabled and forced" in said


@pytest.mark.parametrize(
    ("name", "value"),
    [("ZHITONG_SECRET_KEY", "changeme"), ("ZHITONG_AUDIT_KEY", "A" * 43), ("ZHITONG_CONTACT_KEY", "")],
)
def test_a_short_example_or_missing_key_refuses_the_start(settings: Settings, name: str, value: str) -> None:
    code, said = check(settings, "serve", **{name: value})
    assert code != 0
    assert name in said
    assert "Traceback" not in said


def test_the_demo_does_not_bind_beyond_loopback(settings: Settings) -> None:
    code, said = check(settings, "serve", ZHITONG_HOST="0.0.0.0", ZHITONG_UNSAFE_SERVER="1")
    assert code != 0
    assert "loopback" in said


def test_settings_never_show_a_key(settings: Settings) -> None:
    shown = repr(settings)
    for key in (settings.secret_key, settings.contact_key, settings.audit_key):
        assert repr(key) not in shown
        assert key.hex() not in shown
    assert settings.vapid_private_key not in shown
    assert "password" not in shown
