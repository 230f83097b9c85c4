"""What an activity is and what stands on its agenda: pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend.activities.domain.types import Kind
from backend.commitments.queries import CommitmentView

JOINT_MEETING = "joint_meeting"
# What somebody is at an activity.
PARTS: Mapping[str, str] = {
    "leader": "领导",
    "host": "主持",
    "speaker": "主讲",
    "deputy": "代表",
    "mentor": "带教",
    "guest": "来宾",
}
VERDICTS: Mapping[str, str] = {"satisfied": "满意", "fair": "基本满意", "dissatisfied": "不满意"}


class State(StrEnum):
    """What became of an activity."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


LABELS: Mapping[State, str] = {State.PLANNED: "已安排", State.HELD: "已召开", State.CANCELLED: "已取消"}


@dataclass(frozen=True)
class Head:
    """An activity; `starts_at` None: the day is not fixed yet. `type_name`: of its row."""

    id: UUID
    type: str
    type_name: str
    type_name_en: str
    title: str
    area_code: str
    area_name: str
    place: str
    starts_at: datetime | None
    ends_at: datetime | None
    state: str
    station_name: str | None
    body_name: str | None
    held_on: date | None
    cancelled_reason: str
    made_by: int | None
    asked: bytes | None
    version: int
    items: int
    station_id: int | None
    session_id: UUID | None
    lon: float | None
    lat: float | None
    cell_name: str | None
    public: bool
    tags: Sequence[str]
    numbers: Mapping[str, Any]
    rule: str
    series_id: UUID | None
    attended: int
    venue_id: int | None


@dataclass(frozen=True)
class Invited:
    """A body that is invited."""

    body_id: int
    body_name: str


@dataclass(frozen=True)
class Person:
    """Somebody at an activity. `account_id`, `deputy_id`: None for who is there by name only."""

    part: str
    name: str = ""
    account_id: int | None = None
    deputy_id: int | None = None


@dataclass(frozen=True)
class Evidence:
    """What shows that a step was done; `photos`: digests in hex, as they were sent."""

    id: UUID
    step: str
    words: str
    photos: tuple[str, ...]
    noted_by: int
    noted_name: str
    at: datetime


@dataclass(frozen=True)
class Attended:
    """Somebody who was there; `way`: code, account or list."""

    id: UUID
    name: str
    unit: str
    way: str
    at: datetime


@dataclass(frozen=True)
class Attendance:
    """Who is put on the list."""

    id: UUID
    name: str
    unit: str = ""


@dataclass(frozen=True)
class Item:
    """One point of an agenda.

    `case_id`, `category_name`: only where the viewer sees the case. `words`, `why`, `decision`: None where they are not for
    this viewer, who then reads number and village. `put_by`: None for the system.
    """

    id: UUID
    position: int
    case_id: UUID | None
    case_number: str | None
    area_code: str
    area_name: str
    hidden: bool
    put_by: int | None
    category_name: str | None
    category_name_en: str | None
    words: str | None
    why: str | None
    decision: str | None
    commitment_id: UUID | None


@dataclass(frozen=True)
class Minutes:
    """The minutes, as they were signed."""

    number: str
    text: str
    signed_by: str


@dataclass(frozen=True)
class ActivityFile:
    """An activity with all that hangs on it; `may_change`: the viewer calls meetings there."""

    head: Head
    kind: Kind
    people: Sequence[Person]
    evidence: Sequence[Evidence]
    done: frozenset[str]
    scores: Mapping[str, int]
    participants: Sequence[Invited]
    agenda: Sequence[Item]
    minutes: Minutes | None
    commitments: Sequence[CommitmentView]
    may_change: bool


@dataclass(frozen=True)
class Plan:
    """What an activity is made with.

    `bodies`: ids of those invited; `body_id`, `station_id`: who calls it, where not the area's congress; `point`: (lon, lat)
    in degrees, EPSG:4326; `repeat`: a rule of RFC 5545, which makes a row of activities; `public` None: as its kind has it.
    """

    id: UUID
    type: str
    title: str
    area_code: str
    place: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    station_id: int | None = None
    body_id: int | None = None
    bodies: tuple[int, ...] = field(default=())
    people: tuple[Person, ...] = field(default=())
    point: tuple[float, float] | None = None
    session_id: UUID | None = None
    venue_id: int | None = None
    public: bool | None = None
    tags: tuple[str, ...] = field(default=())
    repeat: str = ""


@dataclass(frozen=True)
class CaseRef:
    """A case as an agenda names it."""

    id: UUID
    number: str
    area_code: str
    hidden: bool


@dataclass(frozen=True)
class Point:
    """What somebody puts on an agenda; `case`: the number of one, or None for words only."""

    id: UUID
    case: str | None
    words: str
    why: str


@dataclass(frozen=True)
class Decision:
    """What was decided of an item; with a body that takes it until `due_on` it becomes the commitment `id`."""

    item_id: UUID
    text: str
    id: UUID | None = None
    body_id: int | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Vow:
    """What a body promises at an activity until `due_on`; `case`: the number of one whose people asked; `asked_by`: an account."""

    id: UUID
    text: str
    body_id: int
    due_on: date
    case: str | None = None
    asked_by: int | None = None
