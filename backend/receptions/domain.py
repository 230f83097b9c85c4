"""Receptions, their slots, appointments and talks: pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from backend.submissions.domain import Reply

TYPE = "reception"
# Who receives beside a deputy (三官一员).
HOSTS: Mapping[str, str] = {
    "deputy": "代表",
    "judge": "法官",
    "prosecutor": "检察官",
    "police": "警官",
    "mediator": "调解员",
}
STATES: Mapping[str, str] = {
    "booked": "已预约",
    "withdrawn": "本人取消了",
    "cancelled": "接待方取消了",
    "absent": "没有来",
    "talked": "已接待",
}
OUTCOMES: Mapping[str, str] = {"answered": "当场答复", "case": "转为事项办理", "suggestion": "形成代表建议"}
MOST_SLOTS = 60
Channel = Literal["web", "phone", "door"]
Outcome = Literal["answered", "case", "suggestion"]


@dataclass(frozen=True)
class Host:
    """Who receives: a deputy by id, or an official by kind and name."""

    kind: str
    deputy_id: int | None
    name: str


@dataclass(frozen=True)
class NewReception:
    """A reception to be published: at a station, from a moment to a moment, in slots of so many minutes."""

    id: UUID
    title: str
    station_id: int
    place: str
    starts_at: datetime
    ends_at: datetime
    slot_minutes: int
    hosts: tuple[Host, ...]

    @property
    def slots(self) -> int:
        """Return how many whole slots there are."""
        return int((self.ends_at - self.starts_at) / timedelta(minutes=self.slot_minutes))


@dataclass(frozen=True)
class Shown:
    """A reception as everybody may read it; `free`: the numbers of the slots that are to come and nobody has taken."""

    id: UUID
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    state: str
    reason: str
    version: int
    station_id: int
    station_name: str
    area_code: str
    slot_minutes: int
    slots: int
    asked: bytes
    made_by: int | None
    hosts: Sequence[Mapping[str, Any]]
    free: Sequence[int]

    def slot(self, nth: int) -> datetime:
        """Return when a slot begins."""
        return self.starts_at + timedelta(minutes=nth * self.slot_minutes)


@dataclass(frozen=True)
class NewAppointment:
    """Somebody who wants to come, or has come (`nth` None). `id`: made by the sender; `about`: what for, may be empty."""

    id: UUID
    activity_id: UUID
    nth: int | None
    about: str
    reply: Reply
    channel: Channel
    language: str


@dataclass(frozen=True)
class Booked:
    """What somebody who has an appointment holds."""

    receipt: str
    query_code: str
    reception: Shown
    at: datetime | None


@dataclass(frozen=True)
class Appointment:
    """An appointment as it is read; `about`: what for; `name`, `phone`: masked, None where not given or not for this viewer."""

    id: UUID
    activity_id: UUID
    nth: int | None
    area_code: str
    receipt: str
    channel: str
    state: str
    reason: str
    reply_way: str
    language: str
    made_at: datetime
    asked: bytes
    about: str
    outcome: str | None
    said: str | None
    answer: str | None
    initiative_id: UUID | None
    talk_asked: bytes | None


@dataclass(frozen=True)
class NewTalk:
    """What a talk was: `said` by the person; `answer` where it was answered at once; `category` where it becomes a case.

    `title`: of the suggestion that the deputy who receives makes of it.
    """

    outcome: Outcome
    said: str
    answer: str = ""
    category: str | None = None
    title: str = ""


@dataclass(frozen=True)
class File:
    """A reception with its appointments, as far as they are for this viewer; `may_change`: calls it off, notes what was said."""

    reception: Shown
    appointments: Sequence[Appointment]
    may_change: bool
    hosting: bool
