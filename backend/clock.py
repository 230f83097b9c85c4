"""The time of people: days begin and end in China. At rest and on the wire it is UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import overload
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the time it is in China."""
    return datetime.now(CHINA)


def today() -> date:
    """Return the day it is in China."""
    return now().date()


def minute(when: datetime) -> str:
    """Return a moment as papers of the office say it, in China: `2026-11-22 15:30`."""
    return f"{when.astimezone(CHINA):%Y-%m-%d %H:%M}"


def next_month(day: date) -> date:
    """Return the first day of the month after that of `day`."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


@overload
def midnight(day: date, *, later: int = 0) -> datetime: ...


@overload
def midnight(day: None, *, later: int = 0) -> None: ...


def midnight(day: date | None, *, later: int = 0) -> datetime | None:
    """Return the moment at which `day` (plus `later` days) begins in China, in UTC; None for no day."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=later), time(), CHINA).astimezone(UTC)
