"""Which months are told of, what a station's figures are, and what of a map's figures is shown to everybody. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

# So many whole months are told of; fewer than so many of anything in a month are not.
MONTHS, LEAST = 12, 5


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
    """Reports of one category in a cell in a month."""

    cell: str
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


def told(parts: Mapping[str, int], least: int) -> dict[str, int]:
    """Return which parts of a total that everybody knows may be told, with their numbers.

    Those below a line are kept back, zeros too, and only where their sum, which anybody can work out, is nothing, or leaves each of them
    free: no less than the line, and small enough that any of them may be nothing. The line is `least`, else twice, four times ... that;
    below twice `least` in all no part is told. So nobody, not even who knows this rule, can tell of a part that it is 1 to `least` - 1:
    docs/decisions/0077, tests/backend/releases.
    """
    line = least
    while sum(parts.values()) >= 2 * least and line <= max(parts.values()):
        small = [n for n in parts.values() if n < line]
        if not any(small) or line <= sum(small) <= (len(small) - 1) * (line - 1):
            return {code: n for code, n in parts.items() if n >= line}
        line *= 2
    return {}


def figures(
    counted: Sequence[Counted], cells: Mapping[str, Sequence[str]], categories: Sequence[str], least: int
) -> Figures:
    """Return what everybody is told of a county's month: of the reports in its cells, for a map can tell of no others.

    `cells`: those of each township, `categories`: all there are, also where nothing was reported. Of a township that is not told, no cell is.
    """
    by_cell = Counter(dict.fromkeys((cell for each in cells.values() for cell in each), 0))
    by_kind = Counter(dict.fromkeys(categories, 0))
    # What is no cell any more is left out: a part that is there only when it holds something would tell of it.
    for each in counted:
        if each.cell in by_cell:
            by_cell[each.cell] += each.n
            by_kind[each.category] += each.n
    total = by_cell.total()
    if total < least:
        return Figures(None)
    shown = told({town: sum(by_cell[cell] for cell in within) for town, within in cells.items()}, least)
    inside = {town: told({cell: by_cell[cell] for cell in cells[town]}, least) for town in shown}
    return Figures(total, shown, {town: found for town, found in inside.items() if found}, told(by_kind, least))
