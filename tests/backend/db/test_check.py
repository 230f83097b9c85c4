"""A server that would lose or leak what it is given is refused."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from click.testing import CliRunner

from backend.cli import check as check_command
from backend.db.schema import migrate
from backend.settings import Settings
from tests.conftest import KEYS
from tests.database import ROLES
from tests.live import ROOT, environment
from tests.make import Maker
from tests.nursery import told

sys.path.insert(0, str(ROOT / "scripts"))

from setup import postgres
from setup.cluster import DURABLE, Cluster
from setup.places import Places
from setup.say import SetupError


def check(settings: Settings, command: str = "check", **more: str) -> tuple[int, str]:
    """Run `zhitong check` as a person does."""
    return told([command], os.environ | environment(settings, 1) | {"ZHITONG_UNSAFE_SERVER": ""} | more)


def test_asynchronous_commit_is_refused_by_check_and_by_the_server(settings: Settings, make: Maker) -> None:
    name = make.run("select current_database()")
    make.run(f'alter role "{settings.roles.app}" in database "{name}" set synchronous_commit = off')
    code, said = check(settings)
    assert code == 1
    assert "synchronous_commit is below on" in said
    code, said = check(settings, "serve")
    assert code == 1
    assert "synchronous_commit is below on" in said


@dataclass(frozen=True)
class Server:
    """A server of one's own, that may be spoilt, with an installation on it."""

    cluster: Cluster
    settings: Settings

    def with_settings(self, **more: str) -> None:
        """Start it anew with settings for people's data and `more` on top."""
        self.cluster.stop()
        replace(self.cluster, settings=DURABLE | more).start()

    def check(self) -> tuple[int, str]:
        """Run `zhitong check`, in this process."""
        done = CliRunner().invoke(check_command, obj=self.settings)
        return done.exit_code, done.output


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Make the server that `scripts/run` would make for people's data."""
    folder = tmp_path_factory.mktemp("server")
    try:
        programs = postgres.programs(Places.here())
    except SetupError as error:
        pytest.skip(f"only a named server, and no programs to start another: {error}")
    cluster = Cluster(folder / "cluster", programs, DURABLE)
    cluster.start()
    try:
        env = KEYS | {"DATABASE_URL": cluster.database("zhitong"), "ZHITONG_ROLES": ROLES, "ZHITONG_VAR": str(folder)}
        settings = Settings.from_environment(env | {"ZHITONG_DEMO": "1"})
        migrate(settings)
        yield Server(cluster, settings)
    finally:
        cluster.stop()


def test_a_server_as_it_should_be_passes_without_a_word_against_it(server: Server) -> None:
    server.with_settings()
    code, said = server.check()
    assert code == 0
    assert "refused" not in said
    assert "checksums" not in said


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("fsync", "off", "fsync is off"),
        ("full_page_writes", "off", "full_page_writes is off"),
        ("synchronous_commit", "off", "synchronous_commit is below on"),
        ("synchronous_commit", "local", "synchronous_commit is below on"),
    ],
)
def test_a_server_that_may_lose_what_it_acknowledged_is_refused(
    server: Server, name: str, value: str, line: str
) -> None:
    server.with_settings(**{name: value})
    code, said = server.check()
    assert code == 1
    refused = [each for each in said.splitlines() if each.startswith("refused")]
    assert [line in each for each in refused] == [True], said


def test_a_server_without_checksums_is_warned_of(server: Server) -> None:
    server.cluster.stop()
    server.cluster._run("pg_checksums", "--disable", "-D", server.cluster.folder / "data")
    try:
        server.with_settings()
        code, said = server.check()
    finally:
        server.cluster.stop()
        server.cluster._run("pg_checksums", "--enable", "-D", server.cluster.folder / "data")
    assert code == 0
    assert "data checksums are off" in said
    assert "refused" not in said


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
