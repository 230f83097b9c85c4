"""The figures of codes: sums, rates, what brings nothing, and the steps of a period. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from backend.clock import next_month
from backend.codes.domain import Kind
from backend.hotspots.domain import Period

By = Literal["code", "owner", "area"]
Step = Literal["week", "month"]
# `unscanned`: a code that counts and nobody scanned; `unwritten`: scanned, and nothing came of it; `ended`: revoked.
Show = Literal["all", "unscanned", "unwritten", "ended"]
Sort = Literal["opened", "begun", "came", "rate"]
BYS: tuple[By, ...] = ("code", "owner", "area")
STEPS: tuple[Step, ...] = ("week", "month")
SHOWS: tuple[Show, ...] = ("all", "unscanned", "unwritten", "ended")
SORTS: tuple[Sort, ...] = ("opened", "begun", "came", "rate")
MOST_STEPS = 120


@dataclass(frozen=True)
class Asked:
    """Which figures: of an area (None: all of one's own) and a period, by what, and which lines in which order; `own`: of one's codes as a deputy."""

    area: str | None
    span: Period
    step: Step
    by: By
    show: Show
    sort: Sort
    own: bool


@dataclass(frozen=True)
class Use:
    """How often a page was seen and a form begun there, and how many submissions and opinions came of it."""

    opened: int = 0
    begun: int = 0
    submissions: int = 0
    opinions: int = 0

    @property
    def came(self) -> int:
        """Return what came of it in all."""
        return self.submissions + self.opinions

    @property
    def rate(self) -> float | None:
        """Return what came of each opening, 0 to 1; None where that is no share: nobody opened it, or more came than were counted."""
        return round(self.came / self.opened, 4) if 0 < self.opened >= self.came else None

    def plus(self, other: Use) -> Use:
        """Return the sum of both."""
        return Use(
            self.opened + other.opened, self.begun + other.begun,
            self.submissions + other.submissions, self.opinions + other.opinions,
        )  # fmt: skip


@dataclass(frozen=True)
class Issued:
    """A code that was issued, and whose it is. `ended_on`: when it was revoked, None while it counts."""

    id: int
    kind: Kind
    key_id: int
    owner_id: int
    name: str
    area_code: str
    area: str
    category: str | None
    category_en: str | None
    issued_on: date
    ended_on: date | None


@dataclass(frozen=True)
class Line:
    """One line of the figures: a code, all codes of one deputy or station, or all of an area (`of` None)."""

    of: Issued | None
    name: str
    area_code: str
    codes: int
    ended: int
    use: Use

    @property
    def brings(self) -> Show:
        """Return what is to be said of it: `unscanned`, `unwritten`, `ended`, else `all`."""
        if self.ended == self.codes:
            return "ended"
        return "all" if self.use.came else "unwritten" if self.use.opened else "unscanned"


@dataclass(frozen=True)
class Figures:
    """The figures of a period: all of it, by step, and line by line; `tally`: how many lines bring what."""

    total: Use
    steps: Sequence[tuple[date, Use]]
    lines: Sequence[Line]
    tally: Mapping[Show, int]


def began(step: Step, day: date) -> date:
    """Return the first day of the week (Monday) or month in which `day` lies."""
    return day - timedelta(days=day.weekday()) if step == "week" else day.replace(day=1)


def steps_of(step: Step, first: date, last: date) -> list[date]:
    """Return the first days of the steps that `first` to `last` lie in. Raises ValueError when they are more than `MOST_STEPS`."""
    found: list[date] = []
    at = began(step, first)
    while at <= last:
        if len(found) == MOST_STEPS:
            raise ValueError("step")
        found.append(at)
        at = at + timedelta(days=7) if step == "week" else next_month(at)
    return found


def lines_of(codes: Sequence[Issued], used: Mapping[int, Use], by: By, digits: int) -> list[Line]:
    """Return a line for each code, each deputy or station (`owner`), or each area of so many `digits` (its name is not known here).

    A code that was revoked and that nobody used has none.
    """
    groups: dict[object, list[Issued]] = {}
    for code in codes:
        if code.ended_on is None or code.id in used:
            groups.setdefault(_key(code, by, digits), []).append(code)
    return [_line(group, used, by, digits) for group in groups.values()]


def sorted_by(lines: Iterable[Line], sort: Sort) -> list[Line]:
    """Return lines by one of their figures, the greatest first; one without a rate stands last."""

    def order(line: Line) -> tuple[float, str, str, int]:
        rate = line.use.rate
        figure = (-1 if rate is None else rate) if sort == "rate" else float(getattr(line.use, sort))
        return -figure, line.area_code, line.name, line.of.id if line.of else 0

    return sorted(lines, key=order)


def _key(code: Issued, by: By, digits: int) -> object:
    if by == "code":
        return code.id
    return (code.kind == "deputy", code.owner_id) if by == "owner" else area_of(code.area_code, digits)


def area_of(code: str, digits: int) -> str:
    """Return the code of the area of so many digits that `code` lies in, itself where it is shorter; cities end in zeros."""
    return code[:digits].ljust(6, "0")


def _line(group: Sequence[Issued], used: Mapping[int, Use], by: By, digits: int) -> Line:
    use = Use()
    for code in group:
        use = use.plus(used.get(code.id, Use()))
    one, ended = group[-1], sum(code.ended_on is not None for code in group)
    if by == "area":
        return Line(None, "", area_of(one.area_code, digits), len(group), ended, use)
    return Line(one, one.name, one.area_code, len(group), ended, use)
