"""The programs that make up a running Zhitong, started together and stopped together."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Self

from .say import SetupError

GRACE_SECONDS = 15
START_SECONDS = 60
POLL_SECONDS = 0.2
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


class Children:
    """Child programs that live no longer than this one; a context manager that stops them all."""

    def __init__(self, env: Mapping[str, str], cwd: Path) -> None:
        """Prepare children that run in `cwd` with `env` added to the environment."""
        self._env = {**os.environ, **env}
        self._cwd = cwd
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        """Start nothing yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Ask every child to end, and make sure of it."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for child in reversed(self._running.values()):
            child.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for child in self._running.values():
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def start(self, name: str, args: Sequence[str | Path]) -> None:
        """Start one child, out of reach of the terminal's Ctrl-C, so that the order of stopping is ours."""
        self._running[name] = subprocess.Popen(
            [str(arg) for arg in args],
            env=self._env,
            cwd=self._cwd,
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - this program has no threads
        )

    def wait_until_open(self, host: str, port: int) -> None:
        """Wait until somebody answers at the port; raises SetupError when a child ends or the time is up."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self._check()
            try:
                with socket.create_connection((host, port), timeout=1):
                    return
            except OSError:
                time.sleep(POLL_SECONDS)
        raise SetupError(f"the web server did not open port {port} within {START_SECONDS} s")

    def watch(self) -> None:
        """Return never, but by the exception of Ctrl-C or of a child that ended by itself."""
        while True:
            self._check()
            time.sleep(POLL_SECONDS)

    def _check(self) -> None:
        for name, child in self._running.items():
            if child.poll() is not None:
                raise SetupError(f"the {name} ended by itself (code {child.returncode}); its last lines stand above")


def stop_on_signals() -> None:
    """Turn every signal that ends this program into one orderly stop, even where a shell had Ctrl-C ignored."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)


def free(host: str, port: int) -> None:
    """Raise SetupError when `port` is taken, naming the settings that move it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SetupError(
                f"port {port} on {host} cannot be opened ({error.strerror}). "
                "Another copy? ZHITONG_PORT moves the port and ZHITONG_VAR the state folder."
            ) from error


def _end_with_parent() -> None:
    """Have the kernel end this child when its parent is killed without a chance to do so."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
