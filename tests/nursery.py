"""Servers and workers for tests, forked off a process that has loaded them already: loading takes three seconds, a fork none.

`python -m tests.nursery` is that process: it has one thread, reads an order a line and answers each in a line.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


class Child:
    """A forked `zhitong`, leader of a group of its own; handled as one that `subprocess` started."""

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self.nursery, self.pid = nursery, pid
        self.code: int | None = None

    def poll(self) -> int | None:
        """Return its exit code, minus the signal that ended it, None while it runs."""
        if self.code is None:
            self.code = self.nursery.order(poll=self.pid)
        return self.code

    def wait(self, seconds: float = 60) -> int:
        """Wait until it has ended; return its exit code."""
        until = time.monotonic() + seconds
        while (code := self.poll()) is None:
            if time.monotonic() > until:
                raise TimeoutError(f"process {self.pid} goes on")
            time.sleep(0.01)
        return code

    def terminate(self) -> None:
        """Ask it to end."""
        os.kill(self.pid, signal.SIGTERM)

    def kill_all(self) -> None:
        """End it and all it started, as a power cut does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.wait()


class Nursery:
    """The process that forks."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def order(self, **order: object) -> Any:
        """Have an order carried out; return the answer."""
        pipes = self.process
        assert pipes.stdin and pipes.stdout
        with self.turn:
            pipes.stdin.write(json.dumps(order) + "\n")
            pipes.stdin.flush()
            return json.loads(pipes.stdout.readline())

    def zhitong(self, words: Sequence[str], env: Mapping[str, str], log: Path | None = None) -> Child:
        """Start `zhitong words` with that environment and nothing of this process's; it writes to `log`, else where this process does."""
        return Child(self, self.order(words=list(words), env=dict(env), log=log and str(log)))


def told(words: Sequence[str], env: Mapping[str, str]) -> tuple[int, str]:
    """Run `zhitong words` to its end with that environment; return its exit code and all it wrote."""
    with tempfile.NamedTemporaryFile() as log:
        code = nursery().zhitong(words, env, Path(log.name)).wait()
        return code, Path(log.name).read_text("utf-8")


@cache
def nursery() -> Nursery:
    """Return the nursery of this process."""
    return Nursery()


def become(words: list[str], env: dict[str, str], log: str | None) -> None:
    """Be `zhitong words`, in a process just forked; never returns."""
    code = 1
    try:
        os.setsid()
        target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND) if log else 2
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(target, 1)
        os.dup2(target, 2)
        os.environ.clear()
        os.environ.update(env)
        sys.argv = ["zhitong", *words]
        random.seed()
        from backend.cli import main

        main(words)
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else int(left.code is not None)
    except BaseException:  # noqa: BLE001 - told as an interpreter tells it, then gone
        sys.excepthook(*sys.exc_info())
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def ended(pid: int) -> int | None:
    """Return how a child ended, None while it runs."""
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def main() -> None:
    """Load everything, then carry out orders until nobody gives any."""
    from tests.conftest import create_app, settings_for

    for name in ("backend.cli", "backend.http.server", "backend.worker"):
        import_module(name)
    create_app(settings_for("nowhere", Path("/nonexistent")))
    gc.freeze()  # what is loaded is shared with the children until something writes to it, as a collection would
    for line in sys.stdin:
        order = json.loads(line)
        if "poll" in order:
            answer = ended(order["poll"])
        elif (answer := os.fork()) == 0:
            become(**order)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
