"""What the person in front of the terminal sees: one line for each thing that is being done, and how long it took."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

if isinstance(sys.stdout, io.TextIOWrapper):
    # A terminal that cannot show a bullet shows a question mark; that is no reason to stop.
    sys.stdout.reconfigure(errors="replace")


class SetupError(Exception):
    """The set-up cannot go on; the text says why and what to do about it."""


def note(text: str) -> None:
    """Print one plain line at once, so that order is kept with what child programs print."""
    print(text, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Announce `text` before the work and print the seconds it took after it.

    On a terminal both stand on one line; in a log the end gets a line of its own, because the work may print too.
    """
    terminal = sys.stdout.isatty()
    print(f"• {text} … ", end="" if terminal else "\n", flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        note("failed" if terminal else f"  failed: {text}")
        raise
    note(f"{'' if terminal else '  '}done in {time.monotonic() - started:.1f} s")
