"""The time of people: days begin and end in China. At rest and on the wire it is UTC."""

from __future__ import annotations

from datetime import date, datetime
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
