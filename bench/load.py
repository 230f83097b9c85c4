"""Load from keep-alive connections in threads of their own; rates and latencies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from backend.settings import Settings
from tests.live import environment, free_port

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Measured:
    """What a run gave: requests a second, and the 99th percentile in seconds."""

    rate: float
    p99: float


@contextmanager
def served(settings: Settings, app: str) -> Iterator[int]:
    """Yield the port of a server of `app` (module:name) with two processes of eight threads; `zhitong` is the product's."""
    port = free_port()
    env = os.environ | environment(settings, port)
    args = [sys.executable, "-m", "gunicorn", app, "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    args += ["--workers", "2", "--threads", "8", "--no-control-socket", "--log-level", "error", "--keep-alive", "75"]
    if app == "zhitong":
        args = [sys.executable, "-m", "backend.cli", "serve", "--keep-alive", "75"]
    with (settings.var / f"{app}.log").open("ab") as log:
        server = subprocess.Popen(args, env=env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        os.killpg(server.pid, signal.SIGKILL)  # its phones hold their connections: nothing to wait for
        server.wait()


class Phone:
    """One connection that is logged in."""

    def __init__(self, port: int, login: str, password: str) -> None:
        self.http = HTTPConnection("127.0.0.1", port, timeout=60)
        status, headers, body = self.send("/api/login", {"account": login, "password": password}, {})
        assert status == 200, body
        cookie = headers["Set-Cookie"].split(";")[0]
        self.headers = {"Cookie": cookie, "X-CSRF-Token": json.loads(body)["csrf"]}

    @classmethod
    def like(cls, other: Phone, port: int) -> Phone:
        """Return one more connection of somebody who is logged in."""
        made = cls.__new__(cls)
        made.http, made.headers = HTTPConnection("127.0.0.1", port, timeout=60), other.headers
        return made

    def send(self, path: str, body: Any, headers: dict[str, str] | None = None) -> tuple[int, Any, bytes]:
        """Post `body` as JSON; return status, headers and content."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        extra = self.headers if headers is None else headers
        self.http.request("POST", path, data, {"Content-Type": "application/json", **extra})
        answer = self.http.getresponse()
        return answer.status, answer.headers, answer.read()

    def get(self, path: str) -> int:
        """Read one address; return the status."""
        self.http.request("GET", path, headers=self.headers)
        answer = self.http.getresponse()
        answer.read()
        return answer.status


def drive(phones: list[Phone], path: str, make: Callable[[], bytes], seconds: float, good: int = 201) -> Measured:
    """Post `make()` from every phone for `seconds`; every answer must have the status `good`."""
    end = time.perf_counter() + seconds

    def one(phone: Phone) -> list[float]:
        took = []
        while (begun := time.perf_counter()) < end:
            status, _, body = phone.send(path, make())
            assert status == good, (status, body)
            took.append(time.perf_counter() - begun)
        return took

    begun = time.perf_counter()
    with ThreadPoolExecutor(len(phones)) as threads:
        took = sorted(t for list_ in threads.map(one, phones) for t in list_)
    return Measured(len(took) / (time.perf_counter() - begun), took[int(len(took) * 0.99)])
