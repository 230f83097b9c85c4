"""What lies elsewhere is refused by the same work in the same time as what is nowhere (T15).

Times of a shared machine say nothing; so each pair is asked one after the other, in changing order, and pairs are added
until their medians agree. Noise passes, a difference stays, however many are added.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from tests.contracts.test_scope_walk import ask
from tests.contracts.world import HERE, NEXT, World, nowhere
from tests.make import Browser, Maker

FEWEST, STEP, MOST, APART = 60, 20, 600, 0.10
WRONG = {"headers": {"Query-Code": "AAAA-AAAA", "If-Match": '"5"'}}
ASKED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "case": ("get", "/api/cases/{case_id}", {}),
    "move": ("post", "/api/cases/{case_id}/transitions", {"json": {"to": "accepted"}} | WRONG),
    "contact": ("post", "/api/cases/{submission}/reports/{submission}/contact", {"json": {"reason": "问一问"}}),
    "sheet": ("get", "/api/feedback/{sheet_id}", {}),
    "message": ("post", "/api/notices/{notice_id}/read", {"json": {}}),
    "photo": ("get", "/api/attachments/{sha256}", {}),
    "receipt": ("get", "/api/submissions/{receipt}", WRONG),
}


@pytest.fixture
def world(make: Maker) -> World:
    """Two townships; somebody may look at as many contacts as the test asks for."""
    kept = make.app.extensions
    kept["zhitong.settings"] = replace(kept["zhitong.settings"], reveals_a_day=10**6)
    return World(make, towns=[HERE, NEXT], roles=["grid_worker", "liaison", "verifier"])


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """Yield the list of what the application asks the database meanwhile."""
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    engine = world.make.app.extensions["zhitong.database"].engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def took(someone: Browser, verb: str, path: str, more: dict[str, Any]) -> float:
    """Return the seconds that one refusal takes."""
    begun = time.perf_counter()
    status = ask(someone, path, verb, **more).status_code
    spent = time.perf_counter() - begun
    assert status == 404, path
    return spent


@pytest.mark.parametrize("what", ASKED)
def test_elsewhere_and_nowhere_take_as_long(world: World, what: str) -> None:
    ids = world.happen(HERE, "暗号").ids
    verb, path, more = ASKED[what]
    someone = world.people[NEXT, "liaison"]
    works: list[list[str]] = []
    for known in (ids, nowhere(ids)):
        with statements(world) as work:
            took(someone, verb, path.format(**known), more)
        works.append(work)
    assert works[0] == works[1], "the same statements in the same order"
    assert works[0]
    real: list[float] = []
    unreal: list[float] = []
    ratio = 0.0
    for n in range(MOST):
        pair = ((ids, real), (nowhere(ids), unreal))
        for known, times in pair if n % 2 else reversed(pair):
            times.append(took(someone, verb, path.format(**known), more))
        if n >= FEWEST and n % STEP == 0:
            ratio = statistics.median(real) / statistics.median(unreal)
            if abs(ratio - 1) <= APART:
                return
    pytest.fail(f"{what}: elsewhere takes {ratio:.2f} of the time of nowhere")
