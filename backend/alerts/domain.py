"""What an alert is, and when a number of reports is too high for chance. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.hotspots.domain import Cluster
from backend.visits.domain import Task

KINDS: Mapping[str, str] = {
    "repeat_place": "同一处反复反映", "repeat_person": "同一人反复反映", "overdue": "逾期集中", "rise": "突然增多", "hotspot": "热点",
}  # fmt: skip
STATES: Mapping[str, str] = {"open": "等待研判", "seen": "已知悉", "acted": "已催办", "tasked": "已派走访"}
# What has become of a hot cell that is worth an alert.
TURNS: Mapping[str, str] = {"new": "新出现", "growing": "在加重"}
# Who judges an alert: a head takes note, the station and the congress may urge as well.
JUDGES = ("town_head", "liaison", "town_congress")
URGERS = ("liaison", "town_congress")
# A past shorter than so many of the periods compared says nothing yet.
LEAST_PAST = 3


@dataclass(frozen=True)
class Rule:
    """From when on something is an alert: `n` within `days`. Of a rise also the past it is held against, and how rare it must be.

    `past_days` before the `days`; `least_mean`: no mean counts as lower; `odds`: rarer than once in so many. Of hot cells `odds` is how many are
    named for one that may be false.
    """

    n: int
    days: int
    past_days: int = 0
    least_mean: float = 0.0
    odds: int = 0


@dataclass(frozen=True)
class Tally:
    """Reports of one category in one cell: `now` in the last days, `before` in the past ones; `past_days`: how many are known; `cases`: of `now`."""

    area_code: str
    cell_id: int
    category: str
    now: int
    before: int
    past_days: float
    cases: Sequence[UUID] = ()


@dataclass(frozen=True)
class Found:
    """Something to raise: where, about what, how many, and the cases it is about."""

    kind: str
    area_code: str
    n: int
    cases: Sequence[UUID]
    category: str | None = None
    cell_id: int | None = None
    body_id: int | None = None
    station_id: int | None = None
    mean: float | None = None
    z: float | None = None
    p: float | None = None
    since: date | None = None
    trend: str | None = None


@dataclass(frozen=True)
class Told:
    """A case of an alert that the viewer may see."""

    id: UUID
    number: str
    state: str


@dataclass(frozen=True)
class Alert:
    """An alert as it is read; `who`: the body or station of an overdue heap; `task`: the visit that came of it.

    Of hot cells: `z` and `p` of the hottest, hot `since` a day, `trend` new or growing, `cells` by name, the hottest first.
    """

    id: UUID
    kind: str
    area_code: str
    area_name: str
    category: str | None
    category_name: str | None
    category_name_en: str | None
    cell_name: str | None
    who: str | None
    n: int
    days: int
    mean: float | None
    raised_at: datetime
    state: str
    note: str
    settled_name: str | None
    settled_at: datetime | None
    odds: int | None
    cell_id: int | None
    cell_code: str | None
    task_id: UUID | None
    z: float | None
    p: float | None
    since: date | None
    trend: str | None
    cases: Sequence[Told] = ()
    cells: Sequence[str] = ()
    task: Task | None = None


@dataclass(frozen=True)
class Errand:
    """What somebody is asked to do because of an alert; as `visits.domain.NewTask`."""

    id: UUID
    place: str
    what: str
    priority: str
    worker_id: int
    due_on: date


def usual(tally: Tally, rule: Rule) -> float:
    """Return how many reports so many days usually bring: the mean of the past that is known, never below the floor."""
    mean = tally.before * rule.days / tally.past_days if tally.past_days > 0 else 0.0
    return max(mean, rule.least_mean)


def is_rise(tally: Tally, rule: Rule) -> bool:
    """Return whether so many reports would come by chance less often than once in `odds`, were they as usual.

    As usual means: independent of each other at the mean of the same cell's own past (Poisson). Nothing is said of what is fewer
    than `n`, or of a past too short to compare with.
    """
    if tally.now < rule.n or tally.past_days < LEAST_PAST * rule.days:
        return False
    return tail(tally.now, usual(tally, rule)) * rule.odds < 1


def turned(cluster: Cluster, area: str, rule: Rule) -> Found | None:
    """Return what to raise of hot cells that touch: some of them are newly hot or grow, and there are `n` reports or more; else None.

    The cases stand out: they are looked for when it is raised.
    """
    trends = {cell.trend for cell in cluster.cells}
    since = [cell.since for cell in cluster.cells if cell.trend in TURNS and cell.since is not None]
    if cluster.n < rule.n or not since:
        return None
    first = cluster.cells[0]
    trend = "growing" if "growing" in trends else "new"
    return Found(
        "hotspot",
        area,
        cluster.n,
        (),
        cell_id=first.id,
        mean=cluster.expected,
        z=first.z,
        p=first.p,
        since=min(since),
        trend=trend,
    )


def tail(least: int, mean: float) -> float:
    """Return how likely a Poisson number of this `mean` is `least` or more."""
    if least <= 0:
        return 1.0
    # Summed from the far end's side where that is the smaller part, so that small tails keep their digits.
    if least > mean:
        term = math.exp(least * math.log(mean) - mean - math.lgamma(least + 1))
        total, k = 0.0, least
        while term > total * 1e-17:
            total, k = total + term, k + 1
            term *= mean / k
        return min(1.0, total)
    below = sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(least))
    return max(0.0, 1.0 - below)
