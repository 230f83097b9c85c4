"""The worker: when it tries again, when it gives up, what it hands to an errand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from procrastinate.jobs import Job

from backend.jobs.registry import RUNNING, TASKS, Again, Task
from backend.settings import Settings
from backend.worker import Backoff, body_of, make_worker


def waits(attempts: int, error: BaseException) -> list[int | None]:
    """Return how many seconds each failed try waits for the next; None: there is none."""
    found: list[int | None] = []
    for done in range(attempts + 1):
        job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="x", attempts=done)
        decision = Backoff(attempts).get_retry_decision(exception=error, job=job)
        seconds = None
        if decision:
            from datetime import UTC, datetime

            assert decision.retry_at
            seconds = round((decision.retry_at - datetime.now(UTC)).total_seconds())
        found.append(seconds)
    return found


def test_each_wait_is_twice_the_one_before_until_the_tries_are_used_up() -> None:
    assert waits(6, ValueError()) == [30, 60, 120, 240, 480, None, None]
    assert waits(1, ValueError()) == [None, None]


def test_an_errand_that_names_its_time_is_tried_then_and_no_more_often() -> None:
    assert waits(3, Again(900)) == [900, 900, None, None]
    assert waits(3, Again()) == [30, 60, None, None]


def test_an_errand_gets_its_ids_and_never_the_time_of_a_periodic_one() -> None:
    seen: list[Any] = []
    database = SimpleNamespace()
    run = body_of(Task("x", lambda found, **ids: seen.append((found, ids))), database)  # type: ignore[arg-type]
    run(edition=7, area="62")
    run(timestamp=1_763_713_800)
    assert seen == [(database, {"edition": 7, "area": "62"}), (database, {})]


def test_a_fault_of_an_errand_reaches_the_worker() -> None:
    def fails(_: object) -> None:
        raise Again(5)

    with pytest.raises(Again):
        body_of(Task("x", fails), SimpleNamespace())()  # type: ignore[arg-type]


def test_it_knows_every_task_and_those_that_come_by_the_clock(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.worker.RUNNING", dict(RUNNING))
    app = make_worker(settings)
    assert set(app.tasks) >= {*TASKS, "jobs.rescue"}
    timed = {entry.task.name for entry in app.periodic_registry.periodic_tasks.values()}
    assert timed == {each.name for each in TASKS.values() if each.every} | {"jobs.rescue"}
