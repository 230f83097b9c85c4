"""Which months are told of, what a station's figures are, and what of a map's figures is shown to everybody. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

# So many whole months are told of; fewer than so many of anything in a month are not.
MONTHS, LEAST = 12, 5
# Stands for what lies in a township outside every cell.
OUTSIDE = "-"


@dataclass(frozen=True)
class Told:
    """A month of a station: what was heard, answered and adopted there in it; None: fewer than `LEAST`."""

    month: date
    heard: int | None = None
    answered: int | None = None
    adopted: int | None = None


@dataclass(frozen=True)
class Adopted:
    """What was adopted of what people said at a station; `final_label` None: where it stands was not noted."""

    draft: UUID
    law: str
    title: str
    said: str
    name: str
    name_en: str
    final_label: str | None
    final_text: str | None


def whole_months(day: date) -> list[date]:
    """Return the first days of the last `MONTHS` months that were over on `day`, the latest first."""
    found, first = [], day.replace(day=1)
    for _ in range(MONTHS):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first)
    return found


@dataclass(frozen=True)
class Counted:
    """Reports of one category in a cell (None: outside every cell) of a township in a month."""

    town: str
    cell: str | None
    category: str
    n: int


@dataclass(frozen=True)
class Figures:
    """What everybody is told of a county's month: by township, by the cells of each, by category. What is not told is not in it.

    `total` None: fewer than is told of at all.
    """

    total: int | None
    towns: dict[str, int] = field(default_factory=dict)
    cells: dict[str, dict[str, int]] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class AreaName:
    """A county."""

    code: str
    name: str


@dataclass(frozen=True)
class Shape:
    """A township or cell of a picture; the path has y upwards from minus `high` to 0, `x` and `y` lie inside."""

    code: str
    name: str
    path: str
    x: float
    y: float
    wide: float
    high: float
    attribution: str


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def told(parts: Mapping[str, int], least: int) -> dict[str, int]:
    """Return which parts of a total that everybody knows may be told, with their numbers.

    Those below a line are kept back, zeros too, and only where their sum, which anybody can work out, leaves each of them free: it is
    `least` or more, and small enough that any of them may be nothing. First with the line at `least`, then at twice that, else none is
    told. So nobody, not even who knows this rule, can tell of a part that it is 1 to `least` - 1: docs/decisions, tests/backend/releases.
    """
    if sum(parts.values()) < least:
        return {}
    for line in (least, 2 * least):
        small = [n for n in parts.values() if n < line]
        if not small or least <= sum(small) <= (len(small) - 1) * (line - 1):
            return {code: n for code, n in parts.items() if n >= line}
    return {}


def figures(
    counted: Sequence[Counted],
    towns: Sequence[str],
    cells: Mapping[str, Sequence[str]],
    categories: Sequence[str],
    least: int,
) -> Figures:
    """Return what everybody is told of a county's month.

    `towns`, `cells`, `categories`: all there are, also where nothing was reported; `towns` ends with what stands for none. Of a township that is not told, no cell is.
    """
    by_town, by_kind = Counter(dict.fromkeys(towns, 0)), Counter(dict.fromkeys(categories, 0))
    by_cell = {town: Counter(dict.fromkeys((*cells.get(town, ()), OUTSIDE), 0)) for town in towns}
    for each in counted:
        # What is no township or no cell any more counts as none: a part that is there only when it holds something would tell of it.
        town = each.town if each.town in by_cell else towns[-1]
        cell = each.cell if each.cell in by_cell[town] else OUTSIDE
        by_town[town] += each.n
        by_kind[each.category] += each.n
        by_cell[town][cell or OUTSIDE] += each.n
    total = by_town.total()
    if total < least:
        return Figures(None)
    shown = told(by_town, least)
    within = {town: told(by_cell[town], least) for town in shown}
    return Figures(total, shown, {town: found for town, found in within.items() if found}, told(by_kind, least))
