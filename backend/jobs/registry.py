"""The tasks: plain functions of rooms' `tasks.py`, registered by name, run by the worker in a named context."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backend.db import Context
from backend.settings import Settings

Body = Callable[..., None]


@dataclass(frozen=True)
class Task:
    """One kind of errand. `every`: cron expression of a periodic one. `attempts`: tries at most."""

    name: str
    body: Body
    every: str | None = None
    attempts: int = 6


# Every area code of the country begins with one of these.
EVERYWHERE = tuple("12345678")
TASKS: dict[str, Task] = {}
# What the running worker was started with; errands that need a setting or a key read it here.
RUNNING: dict[str, Settings] = {}


class Again(Exception):  # noqa: N818 - asks for another try
    """The errand could not be done yet; `seconds` until the next try (None: growing by itself)."""

    def __init__(self, seconds: int | None = None) -> None:
        super().__init__()
        self.seconds = seconds


def task(name: str, *, every: str | None = None, attempts: int = 6) -> Callable[[Body], Body]:
    """Register a function as the task `name`.

    It is called as `body(database, **ids)` with the worker's Database, and opens its own transactions
    in the context it needs (`area_context`).
    """

    def keep(body: Body) -> Body:
        TASKS[name] = Task(name, body, every, attempts)
        return body

    return keep


def everywhere(service: str) -> Context:
    """Return the context of a background service that looks after all areas."""
    return Context.of_service(service, EVERYWHERE)


def area_context(service: str, area: str) -> Context:
    """Return the context of a background service that works on what belongs to one area code."""
    return Context.of_service(service, (area,))
