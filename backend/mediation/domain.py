"""Sides, what may be written in which state, the time in which a court may be asked to confirm an agreement: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from backend.cases.domain import State, is_working_day

Kind = Literal["party", "record", "follow_up", "confirmation", "ruling"]
CLAIMANT, RESPONDENT = "claimant", "respondent"
SIDES: Mapping[str, str] = {CLAIMANT: "申请人", RESPONDENT: "被申请人", "other": "其他相关人"}
OUTCOMES: Mapping[str, str] = {"kept": "已履行", "partly": "部分履行", "broken": "没有履行"}
RESULTS: Mapping[str, str] = {"confirmed": "裁定调解协议有效", "refused": "裁定驳回申请"}
REFUSED = "refused"
# Moves to these leave an agreement behind.
ANEW = frozenset({State.MEDIATING, State.TRIAGE})
# The name of the limit in which both sides may ask a court (人民调解法 33 条).
LIMIT = "confirmation"
_TALKING = frozenset({State.MEDIATING, State.EXTENDING})
# An agreement stands in these: what is mediated anew, or taken up anew, has none until the next one.
STANDS = frozenset({State.AGREED, State.VERIFYING, State.REDOING, State.ANSWERING, State.ANSWERED, State.CLOSED})
WRITABLE: Mapping[Kind, frozenset[State]] = {
    "party": _TALKING | STANDS,
    "record": _TALKING | {State.AGREED, State.TERMINATED},
    "follow_up": STANDS,
    "confirmation": STANDS,
    "ruling": _TALKING | STANDS,
}


@dataclass(frozen=True)
class Agreement:
    """What both sides agreed on; `version`: that of its event. `stands`: nothing has been taken up anew since."""

    version: int
    text: str
    effective_on: date
    perform_by: date
    made_at: datetime
    made_by: str
    stands: bool


@dataclass(frozen=True)
class Window:
    """In which both sides may jointly ask a court to confirm it; `last`: the last day. `days_left`: of the plain calendar, negative when past."""

    last: date
    days_left: int


@dataclass(frozen=True)
class NewParty:
    """A person at odds; `phone`: eleven digits. `relation`: who they are to the others. `corrects_id`: the row it puts right."""

    id: UUID
    side: str
    name: str
    phone: str | None
    relation: str
    corrects_id: UUID | None


@dataclass(frozen=True)
class NewRecord:
    """A sitting of the parties (笔录)."""

    id: UUID
    held_at: datetime
    place: str
    led_by: str
    said: str
    corrects_id: UUID | None


@dataclass(frozen=True)
class NewFollowUp:
    """A look at whether an agreement is kept."""

    id: UUID
    made_on: date
    outcome: str
    note: str


@dataclass(frozen=True)
class NewConfirmation:
    """Both sides' asking of a court; `applicants`: ids of parties, `number`: the court's own of the matter."""

    id: UUID
    applied_on: date
    court_id: int
    number: str
    applicants: tuple[UUID, ...]


@dataclass(frozen=True)
class NewRuling:
    """What the court said."""

    result: str
    decided_on: date
    reason: str


def window(effective_on: date, days: int, today: date) -> Window:
    """Return until when a court may be asked.

    The day of effect does not count, and a last day on which nobody works gives way to the next working day (民法典 201、203 条).
    """
    last = effective_on + timedelta(days=days)
    while not is_working_day(last):
        last += timedelta(days=1)
    return Window(last, (last - today).days)


def both_sides(sides: Iterable[str]) -> bool:
    """Return whether there is somebody on either side."""
    return {CLAIMANT, RESPONDENT} <= set(sides)
