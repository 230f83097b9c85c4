"""Urging what is late: 催办, 督办, 提级督办. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.cases.domain.calendar import is_working_day, working_days_left
from backend.cases.domain.states import OVER
from backend.db import SYSTEM

LEVELS: Mapping[int, str] = {1: "催办", 2: "督办", 3: "提级督办"}
# How far each may go: the station urges, the congress supervises, its working body a level up.
URGES: Mapping[str, int] = {SYSTEM: 3, "liaison": 1, "town_congress": 2, "working_body": 3}


@dataclass(frozen=True)
class Urge:
    """催办, 督办 or 提级督办 (level 1 to 3) of a case."""

    level: int
    at: datetime
    actor_name: str
    actor_role: str
    note: str


def latest_due(today: date, days: int) -> date:
    """Return the latest deadline that is `days` working days past on `today`, that day counted."""
    day = today
    while days:
        days -= is_working_day(day)
        day -= timedelta(days=1)
    return day


URGENCIES = ("overdue", "today", "soon", "later")


def urgency_of(state: str, due_on: date | None, today: date, soon_days: int) -> str | None:
    """Return how pressing a deadline is: `overdue`, `today`, `soon` (at most `soon_days` working days left) or `later`.

    None where nothing is due.
    """
    if due_on is None or state in OVER:
        return None
    if due_on <= today:
        return "today" if due_on == today else "overdue"
    return "soon" if working_days_left(today, due_on) <= soon_days else "later"


def most_of(roles: frozenset[str]) -> int:
    """Return the highest level that somebody with `roles` may urge at, 0 for none."""
    return max((URGES.get(role, 0) for role in roles), default=0)
