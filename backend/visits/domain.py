"""What a task of a visit is: pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.plain import digest_of

PRIORITIES: Mapping[str, str] = {"high": "优先", "usual": "常规", "low": "可缓"}
STATES: Mapping[str, str] = {"open": "待走访", "done": "已走访", "cancelled": "已取消"}
# What somebody found who went there.
FOUND: Mapping[str, str] = {
    "settled": "当场化解", "nothing": "没有发现问题", "watch": "需要继续关注", "reported": "已登记上报", "absent": "没有见到人",
}  # fmt: skip
# Who asks somebody to go, and who goes.
GIVERS = ("town_head", "liaison", "town_congress")
GOERS = ("grid_worker", "collector")
# A task lies at most so far ahead.
MOST_AHEAD_DAYS = 366


@dataclass(frozen=True)
class NewTask:
    """A visit that somebody is asked to make: at a cell by its code, or anywhere at `area_code`; `place`: where, in words."""

    id: UUID
    area_code: str
    cell_code: str | None
    place: str
    what: str
    why: str
    priority: str
    worker_id: int
    due_on: date

    @property
    def digest(self) -> bytes:
        """Return by what the same task sent again is known."""
        return digest_of(**vars(self))


@dataclass(frozen=True)
class Result:
    """What came of a visit, as the phone sends it; `id` and `made_at` are the phone's, `households` how many were seen."""

    id: UUID
    made_at: datetime
    found: str
    households: int
    note: str

    @property
    def digest(self) -> bytes:
        """Return by what the same result sent again is known."""
        return digest_of(**vars(self))


@dataclass(frozen=True)
class Step:
    """A step of a task: given, done or called off, by whom."""

    kind: str
    at: datetime
    actor_name: str
    note: str


@dataclass(frozen=True)
class Task:
    """A task as it is read; `sightings`: how many were written down at it, as far as the viewer sees them."""

    id: UUID
    area_code: str
    area_name: str
    cell_code: str | None
    cell_name: str | None
    place: str
    what: str
    why: str
    priority: str
    worker_id: int
    worker_name: str
    due_on: date
    state: str
    asked: bytes
    made_by: int
    made_name: str
    made_at: datetime
    result_id: UUID | None
    result_asked: bytes | None
    found: str | None
    households: int | None
    note: str
    done_at: datetime | None
    sightings: int = 0
    steps: Sequence[Step] = ()


@dataclass(frozen=True)
class Goer:
    """Somebody who may be asked; `of_cell`: they answer for the cell."""

    id: int
    name: str
    of_cell: bool


@dataclass(frozen=True)
class Progress:
    """What a worker has done this month, beside the goal of the area (None: it has set none)."""

    households: int
    tasks: int
    goal: int | None


def due_word(due_on: date, day: date) -> str:
    """Return how a task that is open stands to its day: overdue, today, later."""
    return "overdue" if due_on < day else "today" if due_on == day else "later"
