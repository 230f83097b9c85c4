"""Which tests run when and in which process.

Tests that share something dear run in one process, before all others. Tests that start a server or a browser, which wait
more than they reckon, are spread evenly among those that keep a processor busy.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

import pytest
from xdist.scheduler import LoadScopeScheduling

# By file, what its tests share: a fixture of the module or of the session.
SHARED = {
    "test_explain_books": "country",
    "test_explain_cases": "country",
    "test_explain_definers": "country",
    "test_explain_rest": "country",
    "test_explain_territory": "province",
    "test_explain_hotspots": "volume",
    "test_explain_intake": "filled",
    "test_database": "untouched",
    "test_check": "server",
    "test_decoding": "decoder",
    "test_gistar": "esda",
    "test_rates": "esda",
    "test_neighbours": "esda",
}
WAITING = frozenset({"live", "playwright"})


class Order(LoadScopeScheduling):
    """Gives each process the next test, and those that share something together."""

    def _split_scope(self, nodeid: str) -> str:
        """Return what must run in one process: everything of one name."""
        return SHARED.get(PurePath(nodeid.split("::", maxsplit=1)[0]).stem, nodeid)


def spread(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Return tests in an order in which those that wait come at even distances."""
    waiting = [item for item in items if WAITING & set(getattr(item, "fixturenames", ()))]
    busy = [item for item in items if not WAITING & set(getattr(item, "fixturenames", ()))]
    places = [(n / len(waiting), item) for n, item in enumerate(waiting)]
    places += [((n + 0.5) / len(busy), item) for n, item in enumerate(busy)]
    return [item for _, item in sorted(places, key=lambda place: place[0])]
