"""What a running system was started with: one file that only its owner may read, so that `scripts/zhitong` finds the same database."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from . import keys
from .places import Places, locked
from .say import SetupError


@contextlib.contextmanager
def told(places: Places, settings: dict[str, str]) -> Iterator[None]:
    """Keep the settings, secrets among them, where `read` finds them while this runs."""
    path = places.var / "running.env"
    keys.write(path, settings)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def read(places: Places) -> dict[str, str]:
    """Return the settings of the system that runs from this state folder. Raises SetupError when none does."""
    settings = keys.read(places.var / "running.env")
    if not settings or _idle(places):
        raise SetupError(
            f"nothing is running from {places.var}: start scripts/run in another terminal, and wait for Ready"
        )
    return settings


def _idle(places: Places) -> bool:
    """Tell whether nobody holds the state folder; a file that a power cut left behind does not count."""
    try:
        with locked(places.var, "", wait=False):
            return True
    except SetupError:
        return False
