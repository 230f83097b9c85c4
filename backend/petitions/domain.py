"""Other procedures, the backlog, and who is in charge: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

# The procedures in which a matter is not handled a second time; "none": no more.
PROCEDURES: Mapping[str, str] = {
    "litigation": "诉讼",
    "arbitration": "仲裁",
    "petition": "信访",
    "none": "不在其他程序",
}
NOTERS = ("liaison", "town_congress")
# Who may name the leader in charge.
CHARGERS = ("liaison", "town_congress", "town_head")
# Why a case is one of the backlog: open for long, redone often, petitioned again.
WHY: Mapping[str, str] = {"old": "办理时间长", "redone": "多次重办", "again": "重复信访"}


@dataclass(frozen=True)
class Elsewhere:
    """That a case is in another procedure, or no more: who noted it, and why or under which number."""

    at: datetime
    actor_name: str
    actor_role: str
    procedure: str
    reason: str


@dataclass(frozen=True)
class NewCharge:
    """A leader in charge who is to be named; `id` is made by the page. `due_on`: by when the matter is to be resolved."""

    id: UUID
    leader: str
    reason: str
    due_on: date


@dataclass(frozen=True)
class Charge:
    """Who is, or was, in charge of a case."""

    id: UUID
    at: datetime
    actor_name: str
    actor_role: str
    leader: str
    reason: str
    due_on: date


@dataclass(frozen=True)
class Earlier:
    """Another petition by the same person; number and state of its case."""

    case_id: UUID
    number: str
    state: str
    channel_name: str
    channel_name_en: str
    came_on: date


@dataclass(frozen=True)
class Backlog:
    """A case of the backlog; `why`: keys of `WHY`. `leader`, `due_on`: who is in charge until when, None where nobody is."""

    id: UUID
    number: str
    state: str
    category_name: str
    category_name_en: str
    area_code: str
    area_name: str
    hidden: bool
    opened_at: datetime
    redos: int
    old: bool
    redone: bool
    again: bool
    leader: str | None
    due_on: date | None

    @property
    def why(self) -> list[str]:
        """Return why it is one, in the order of `WHY`."""
        return [name for name in WHY if getattr(self, name)]
