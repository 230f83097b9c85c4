"""The nine steps of a station (九步工作法). No source says what they are: each station names its own; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.errors import Invalid

NINE = 9
FIRST_NAMES = ("第一步", "第二步", "第三步", "第四步", "第五步", "第六步", "第七步", "第八步", "第九步")
LONGEST = 20


@dataclass(frozen=True)
class Done:
    """What shows that a step was done, who said so and when; `photos`: digests in hex, `activity_id`: of the activity that did it."""

    words: str
    name: str
    at: datetime
    photos: Sequence[str] = ()
    activity_id: UUID | None = None
    activity_title: str = ""


@dataclass(frozen=True)
class Evidence:
    """What somebody gives to show that a step was done; `photos`: digests in hex of their own attachments."""

    words: str
    photos: tuple[str, ...] = ()
    activity_id: UUID | None = None


@dataclass(frozen=True)
class Box:
    """A step under the name it had when its run began; `done` None: still to be done."""

    nth: int
    name: str
    done: Done | None


@dataclass(frozen=True)
class Run:
    """The steps that something carries at a station; `may`: the viewer ticks them."""

    id: UUID
    station_id: int
    station: str
    boxes: list[Box]
    may: bool


@dataclass(frozen=True)
class Template:
    """The steps of a station as it names them; version 0: not named yet."""

    station_id: int
    version: int
    names: Sequence[str]


def check_names(names: Sequence[str]) -> None:
    """Hold the names of nine steps, each its own. Raises Invalid (field `names`)."""
    if len(names) != NINE or len(set(names)) != NINE or not all(1 <= len(name) <= LONGEST for name in names):
        raise Invalid("九步都要有名称，最多{n}个字，不能重复", field="names", n=LONGEST)
