"""Periods, steps, scopes and tile numbers: what may be asked; pure."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.clock import midnight

DEFAULT_DAYS = 30
# Days beyond these are typing errors; they would only overflow further in.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
DEEPEST = 22
# Below this zoom a scope of more cells than `MOST_CELLS_FAR` is drawn by its townships only.
NEAR, MOST_CELLS_FAR = 11, 3000
LAYERS = ("cells", "areas", "stations")
# Half a pixel of a tile's edge, as a share of the edge. Nearer, the tile's own steps simplify enough.
COARSE = 4 / 4096
MEASURES = ("count", "rate", "gi_star")
STEPS = ("day", "week", "month")
# So many steps a slider has at most, and so many the trend of a place looks at.
MOST_STEPS, TREND_STEPS = 60, 12


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both counted, in China."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        """Return the first moment, in UTC."""
        return midnight(self.first)

    @property
    def until(self) -> datetime:
        """Return the first moment after it, in UTC."""
        return midnight(self.last, later=1)


def period(first: date | None, last: date | None, now: date) -> Period:
    """Return the period asked for; without `last` it ends on the day `now`, without `first` it has 30 days.

    Raises ValueError naming the field (`from` or `to`) when a day is out of range or the two are swapped.
    """
    end = last or now
    if not FIRST_DAY <= end <= LAST_DAY:
        raise ValueError("to")
    begin = first or max(FIRST_DAY, end - timedelta(days=DEFAULT_DAYS - 1))
    if not FIRST_DAY <= begin <= end:
        raise ValueError("from")
    return Period(begin, end)


def sliced(span: Period, step: str) -> list[Period]:
    """Return the days of `span` in steps of one `day`, of seven days (`week`) or of a calendar `month`; the ends may be shorter.

    Raises ValueError naming `step` when these are more than `MOST_STEPS`.
    """
    found: list[Period] = []
    first = span.first
    while first <= span.last:
        if len(found) == MOST_STEPS:
            raise ValueError("step")
        last = min(_last_of(first, step), span.last)
        found.append(Period(first, last))
        first = last + timedelta(days=1)
    return found


def _last_of(first: date, step: str) -> date:
    if step == "month":
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first + timedelta(days=6 if step == "week" else 0)


def trend_steps(span: Period, least_days: int) -> list[Period]:
    """Return twelve equal steps that end with `span` and together are as long as it, each at least `least_days` long."""
    days = max(least_days, -(-((span.last - span.first).days + 1) // TREND_STEPS))
    lasts = [span.last - timedelta(days=days * back) for back in reversed(range(TREND_STEPS))]
    return [Period(last - timedelta(days=days - 1), last) for last in lasts]


def edges(steps: Sequence[Period]) -> list[datetime]:
    """Return the moments between steps that follow each other: the first of each and the first after the last."""
    return [*(step.since for step in steps), steps[-1].until]


@dataclass(frozen=True)
class TileNumber:
    """A tile of the Web Mercator pyramid: zoom, column from the west, row from the north."""

    z: int
    x: int
    y: int

    @property
    def exists(self) -> bool:
        """Return whether the pyramid has this tile."""
        return 0 <= self.z <= DEEPEST and 0 <= self.x < 1 << self.z and 0 <= self.y < 1 << self.z

    @property
    def tolerance(self) -> float:
        """Return how far a simplified line may lie off, in metres of EPSG:3857; 0 for none."""
        return 0.0 if self.z >= NEAR else 40_075_016.68557849 / (1 << self.z) * COARSE


@dataclass(frozen=True)
class About:
    """What is counted: one category, one topic of supervision, what came in one way; None for all."""

    category: str | None = None
    topic: str | None = None
    channel: str | None = None


EVERYTHING = About()
