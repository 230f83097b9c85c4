"""Rules of dispatch (分派规则): kind of matter × area × time, in order; the first that fits. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.clock import CHINA

# Who hands matters on, and so writes the rules of the own area.
WRITERS = ("liaison", "town_congress")
MOST_POSITION = 9999
COUNTY = 6  # digits of a county's code
# The roles of bodies that a rule may name, by channel: who handles it; where it is reported to.
BODIES: Mapping[str, frozenset[str]] = {
    "industry": frozenset({"department", "mediator"}),
    "congress": frozenset({"research_centre"}),
}


@dataclass(frozen=True)
class Wanted:
    """What a rule says, all but its place in the order.

    `category`, `from_day`, `until_day` (both counted), `weekdays` (Monday is 1), `from_hour` and `until_hour` (of the day in
    China; 22 to 6 runs over midnight): None for any. `days`: working days for the handling.
    """

    category: str | None
    area_code: str
    from_day: date | None
    until_day: date | None
    weekdays: tuple[int, ...] | None
    from_hour: int | None
    until_hour: int | None
    channel: str
    body_id: int | None
    days: int | None
    note: str
    disabled: bool


@dataclass(frozen=True)
class Rule:
    """A rule in its place; `body_name`: as it is called now."""

    id: UUID
    position: int
    says: Wanted
    body_name: str | None
    version: int


@dataclass(frozen=True)
class Matter:
    """What is to be dispatched: its category, the code of the smallest area it lies in, and when."""

    category: str
    area_code: str
    at: datetime


@dataclass(frozen=True)
class Trial:
    """What the rules make of a matter: the one that takes it, and those before it, each with why it does not fit."""

    rule: Rule | None
    passed: Sequence[tuple[Rule, str]]


def why_not(rule: Wanted, matter: Matter) -> str | None:
    """Return why a rule does not fit a matter, as a key of the catalogue; None when it does."""
    local = matter.at.astimezone(CHINA)
    if rule.disabled:
        return "已停用"
    if not matter.area_code.startswith(rule.area_code):
        return "不在这个区域"
    if rule.category not in {None, matter.category}:
        return "不是这一类"
    if rule.from_day and local.date() < rule.from_day:
        return "还没到起用的日子"
    if rule.until_day and local.date() > rule.until_day:
        return "已过截止的日子"
    if rule.weekdays and local.isoweekday() not in rule.weekdays:
        return "不在这几个星期几"
    if not in_hours(rule, local.hour):
        return "不在这个时段"
    return None


def in_hours(rule: Wanted, hour: int) -> bool:
    """Return whether `hour` (0 to 23) lies in the hours of a rule."""
    if rule.from_hour is None or rule.until_hour is None:
        return True
    if rule.from_hour < rule.until_hour:
        return rule.from_hour <= hour < rule.until_hour
    return hour >= rule.from_hour or hour < rule.until_hour


def first_fit(rules: Sequence[Rule], matter: Matter) -> Trial:
    """Return the first of `rules` that fits, and those it passed."""
    passed: list[tuple[Rule, str]] = []
    for rule in rules:
        reason = why_not(rule.says, matter)
        if reason is None:
            return Trial(rule, passed)
        passed.append((rule, reason))
    return Trial(None, passed)
