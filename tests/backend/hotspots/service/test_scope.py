"""What a process keeps of the grid is kept and dropped by many threads at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from random import Random

import pytest

from backend.hotspots.service.scope import MOST_KEPT, Key, _keep

DAY = date(2026, 11, 23)


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads that give way to each other a thousand times as often as usual."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hasty")
def test_many_threads_keep_and_drop_without_stumbling_over_each_other() -> None:
    kept: dict[Key, str] = {}

    def ask(seed: int) -> None:
        dice = Random(seed)
        for _ in range(30_000):
            scope = str(dice.randrange(MOST_KEPT + 4))
            assert _keep(kept, (scope, DAY), lambda scope=scope: scope) == scope

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ask, range(8)))
    assert len(kept) < MOST_KEPT + 8
