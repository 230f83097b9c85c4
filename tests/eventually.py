"""Waiting for something that others bring about, no longer than needed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(check: Callable[[], T], seconds: float = 20, what: str = "it") -> T:
    """Return the first true value of `check()`, asking every 50 ms; fail after `seconds`."""
    end = time.monotonic() + seconds
    pause = threading.Event()
    while True:
        found = check()
        if found:
            return found
        assert time.monotonic() < end, f"{what} did not happen within {seconds} s"
        pause.wait(0.05)
