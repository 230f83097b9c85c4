"""What browser tests ask for: the real server on a database of its own, and real Chromium as people hold it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from backend.settings import Settings
from tests.conftest import KEYS, ROLES, ROOT
from tests.e2e.field import install
from tests.e2e.phone import Phone
from tests.eventually import eventually
from tests.make import Maker

CHROMIUM = os.environ.get("ZHITONG_CHROMIUM") or shutil.which("chromium") or ""


class Live:
    """The real server (gunicorn) on one port; it can be stopped and started again like a machine in an office."""

    def __init__(self, settings: Settings, make: Maker) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.make = make
        self.settings = settings
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        env = os.environ | KEYS | {
            "DATABASE_URL": self.settings.database_url.replace("postgresql+psycopg2", "postgresql"),
            "ZHITONG_ROLES": ROLES, "ZHITONG_VAR": str(self.settings.var), "ZHITONG_DEMO": "1",
            "ZHITONG_PORT": str(self.port), "ZHITONG_PUBLIC_URL": self.url,
            "ZHITONG_PUSH_TEST_ORIGIN": self.settings.push_test_origin, "ZHITONG_UNSAFE_SERVER": "1",
        }  # fmt: skip
        command = [sys.executable, "-m", "backend.cli", "serve", "--workers", "1"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
        eventually(self.answers, what="the server's start")

    def answers(self) -> bool:
        """Say whether it is up."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def stop(self) -> None:
        """Stop it at once, all its processes; when this returns its port is free."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
            eventually(self.is_free, what="the server's end")

    def is_free(self) -> bool:
        """Say whether nobody listens on its port."""
        with socket.socket() as attempt:
            return attempt.connect_ex(("127.0.0.1", self.port)) != 0


@pytest.fixture
def live(settings: Settings, make: Maker) -> Iterator[Live]:
    """The server, up, on an empty installation."""
    assert (ROOT / "pwa/dist/sw.js").is_file(), "build the apps first: npm run build in pwa/"
    server = Live(settings, make)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright."""
    with sync_playwright() as found:
        yield found


@pytest.fixture
def phone(playwright: Playwright, tmp_path: Path) -> Iterator[Phone]:
    """A phone with an empty browser."""
    made = Phone(playwright, CHROMIUM, tmp_path / "profile")
    try:
        made.open()
        yield made
    finally:
        made.kill()


@pytest.fixture
def worker(live: Live, phone: Phone) -> Phone:
    """A phone on which a grid worker of 文峰社区 is logged in, with the app installed."""
    install(phone, live)
    return phone
