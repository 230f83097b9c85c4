"""Which days a bulletin tells of, and which it is held against. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from backend.hotspots.domain import FIRST_DAY, Period

Kind = Literal["week", "month", "own"]
KINDS: Mapping[str, str] = {"week": "周报", "month": "月报", "own": "自选期间"}
# Of which areas there are bulletins.
LEVELS = ("county", "town")
WEEK = timedelta(days=7)
# A year of whole weeks: Monday stands against Monday.
YEAR_OF_WEEKS = timedelta(days=364)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Times:
    """The days of a bulletin, those just before them, and the same of last year; None before the first day there is."""

    kind: Kind
    span: Period
    before: Period | None
    year: Period | None


def whole(kind: Kind, day: date) -> Period:
    """Return the last week (Monday to Sunday) or month that was over on `day`."""
    return running(kind, running(kind, day).first - DAY)


def running(kind: Kind, day: date) -> Period:
    """Return the whole week or month that `day` lies in."""
    if kind == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + WEEK - DAY)
    return Period(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))


def times_of(kind: Kind, span: Period) -> Times:
    """Return what `span` is held against: the week, the month or as many days just before it, and the same a year ago."""
    if kind == "month":
        before = whole("month", span.first)
        year = Period(_year_ago(span.first), _year_ago(span.last, whole_month=True))
    elif kind == "week":
        before = Period(span.first - WEEK, span.last - WEEK)
        year = Period(span.first - YEAR_OF_WEEKS, span.last - YEAR_OF_WEEKS)
    else:
        before = Period(span.first - (span.last - span.first) - DAY, span.first - DAY)
        year = Period(_year_ago(span.first), _year_ago(span.last))
    return Times(kind, span, _known(before), _known(year))


def _known(span: Period) -> Period | None:
    return span if span.first >= FIRST_DAY else None


def _year_ago(day: date, *, whole_month: bool = False) -> date:
    """Return the same day of last year, of a month that is over its last day; the 28th for a 29th of February."""
    last = calendar.monthrange(day.year - 1, day.month)[1]
    return date(day.year - 1, day.month, last if whole_month else min(day.day, last))
