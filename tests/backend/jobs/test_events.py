"""Both ends of every event exist: somebody emits it, and the tasks it sets off are there and take what it carries."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.jobs.events import EVENTS
from backend.jobs.registry import TASKS
from backend.rooms import load

BACKEND = Path(__file__).parents[3] / "backend"


def emitted() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the name of each event that is emitted somewhere, and the names of what it carries."""
    for path in BACKEND.rglob("*.py"):
        words = path.read_text("utf-8")
        # each process that runs tests reads this; most files emit nothing
        for node in ast.walk(ast.parse(words)) if "emit(" in words else ():
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"emit", "jobs.emit"}:
                assert isinstance(node.args[1], ast.Constant), path
                yield str(node.args[1].value), frozenset(str(each.arg) for each in node.keywords)


CALLS = sorted(emitted(), key=str)


def test_what_is_emitted_is_in_the_table_and_nothing_else_is() -> None:
    assert {name for name, _ in CALLS} == set(EVENTS)
    assert all(EVENTS.values())


@pytest.mark.parametrize(("event", "carried"), CALLS)
def test_the_tasks_of_an_event_take_what_it_carries(event: str, carried: frozenset[str]) -> None:
    list(load("tasks"))
    for name in EVENTS[event]:
        inspect.signature(TASKS[name].body).bind("database", **dict.fromkeys(carried))
