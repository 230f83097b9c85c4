"""A real server on a database of its own: started, killed and started again as a test asks."""

from __future__ import annotations

import base64
import os
import socket
import urllib.error
import urllib.request
from pathlib import Path

from backend.settings import Settings
from tests.eventually import eventually
from tests.nursery import Child, nursery

ROOT = Path(__file__).parents[1]


class Live:
    """`zhitong serve` (and, when asked for, `zhitong worker`) on `settings`, at `url`."""

    def __init__(self, settings: Settings, **more: str) -> None:
        self.settings = settings
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = os.environ | environment(settings, self.port) | more
        self.processes: dict[str, Child] = {}

    def start(self, command: str = "serve", *words: str) -> None:
        """Start one part; of the server, wait until it answers."""
        log = self.settings.var / f"{command}.log"
        self.processes[command] = nursery().zhitong([command, *words], self.env, log)
        if command == "serve":
            eventually(self.answers, seconds=40, what="the server")

    def answers(self) -> bool:
        """Whether the server is ready."""
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self, command: str = "serve") -> None:
        """End one part and all its processes at once, as a power cut does."""
        process = self.processes.pop(command, None)
        if process:
            process.kill_all()

    def stop(self) -> None:
        """End every part."""
        for command in list(self.processes):
            self.kill(command)


def environment(settings: Settings, port: int) -> dict[str, str]:
    """Return the environment that gives `settings` to a process that listens on `port`."""
    keys = {
        "ZHITONG_SECRET_KEY": settings.secret_key,
        "ZHITONG_CONTACT_KEY": settings.contact_key,
        "ZHITONG_AUDIT_KEY": settings.audit_key,
    }
    env = {name: base64.urlsafe_b64encode(key).decode().rstrip("=") for name, key in keys.items()}
    return env | {
        "DATABASE_URL": settings.database_url,
        "ZHITONG_ROLES": settings.roles.app.removesuffix("_app"),
        "ZHITONG_VAPID_PRIVATE_KEY": settings.vapid_private_key,
        "ZHITONG_VAR": str(settings.var),
        "ZHITONG_PORT": str(port),
        "ZHITONG_DEMO": "1",
        "ZHITONG_UNSAFE_SERVER": "1",  # the tests' server runs without fsync
        "PYTHONPATH": str(ROOT),
    }


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
