"""Tasks by name, and the context they run in."""

from __future__ import annotations

import pytest
from croniter import croniter

from backend.jobs.registry import TASKS, Again, area_context, task
from backend.rooms import load

list(load("tasks"))


@pytest.fixture(autouse=True)
def _own_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.jobs.registry.TASKS", dict(TASKS))


def test_a_function_stays_what_it_is_and_is_found_by_its_name() -> None:
    from backend.jobs import registry

    def body(database: object, **ids: object) -> None:
        """Do nothing."""

    assert task("test.nothing", every="* * * * *", attempts=2)(body) is body
    kept = registry.TASKS["test.nothing"]
    assert (kept.name, kept.body, kept.every, kept.attempts) == ("test.nothing", body, "* * * * *", 2)
    task("test.plain")(body)
    assert (registry.TASKS["test.plain"].every, registry.TASKS["test.plain"].attempts > 1) == (None, True)


@pytest.mark.parametrize("name", sorted(TASKS))
def test_every_task_is_called_after_its_room_and_its_times_can_be_read(name: str) -> None:
    kept = TASKS[name]
    assert kept.body.__module__ == f"backend.{name.partition('.')[0]}.tasks"
    assert kept.attempts >= 1
    assert kept.every is None or croniter.is_valid(kept.every)


def test_an_errand_of_one_place_sees_that_place_as_nobody() -> None:
    context = area_context("cases.delivered", "621124100001")
    assert (context.viewer, context.service) == (None, "cases.delivered")
    assert context.areas == context.hidden_areas == ("621124100001",)
    assert context.roles == (("system", "621124100001"),)


def test_another_try_may_name_its_time() -> None:
    assert (Again().seconds, Again(90).seconds) == (None, 90)
