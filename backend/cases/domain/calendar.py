"""How long a state may last, by the official calendar of working days.

Source: the yearly 国务院办公厅关于部分节假日安排的通知, holidays and working weekends (调休), as the package
chinesecalendar holds them.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

import chinese_calendar

from backend.clock import CHINA

log = logging.getLogger(__name__)
MONDAY_TO_FRIDAY = 5
DayKind = Literal["usual", "worked", "holiday", "unknown"]


@dataclass(frozen=True)
class Limit:
    """How long a state may last: days of the plain calendar, or working days of the official one."""

    days: int
    working: bool

    def due(self, since: datetime) -> date:
        """Return the last day, in China, when it counts from `since`."""
        day = since.astimezone(CHINA).date()
        return working_days_after(day, self.days) if self.working else day + timedelta(days=self.days)


def working_days_after(day: date, count: int) -> date:
    """Return the day that is `count` working days after `day` (`day` itself does not count).

    Beyond the years of the calendar's data Monday to Friday are taken, and the log says so.
    """
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_left(today: date, due: date) -> int:
    """Return how many working days are left from `today` to `due`, that day counted; negative when it has passed."""
    sign, start, end = (1, today, due) if due >= today else (-1, due, today)
    days: Sequence[date] = [start + timedelta(days=n + 1) for n in range((end - start).days)]
    return sign * sum(is_working_day(each) for each in days)


def is_working_day(day: date) -> bool:
    """Return whether people work on `day` by the official calendar, moved rest days included."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        warn_of(day.year)
        return day.weekday() < MONDAY_TO_FRIDAY


@cache
def warn_of(year: int) -> None:
    """Say, once in a process, that the data have no such year: a limit of days asks for each of them."""
    log.warning("no official calendar for %s: Monday to Friday taken as working days; update chinesecalendar", year)


def day_kind(day: date) -> DayKind:
    """Return whether `day` is like its weekday, a weekend that is worked instead (调休), or a public holiday.

    Beyond the years of the calendar's data it is not known.
    """
    try:
        rests, of_holiday = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return "unknown"
    if of_holiday is None:
        return "usual"
    return "holiday" if rests else "worked"
