"""Areas, editions and cells as the rest of the house sees them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Literal, get_args

from backend.db import past

ChangeKind = Literal["split", "merged", "redrawn", "kept"]
# What is told of a cell of which several are true: the first.
CHANGES: tuple[ChangeKind, ...] = get_args(ChangeKind)
Level = Literal["province", "city", "county", "town", "village"]
# From the largest to the smallest, with the length of their codes.
LEVELS: dict[str, int] = {"province": 6, "city": 6, "county": 6, "town": 9, "village": 12}
ALIAS_KINDS = ("old_code", "old_name", "short_name")
CODE = re.compile(r"[0-9]{6}(?:[0-9]{3}(?:[0-9]{3})?)?")
CELL_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,39}")
MOST_HOUSEHOLDS = 100_000
# Where nobody says since when an area stands.
FIRST_DAY = date(2000, 1, 1)
# Share of the outline's area that rounding of coordinates may open or cover twice (patterns: ten decimals
# give 1e-10, eight give 1e-8).
TOLERANCE = 1e-8
# Of two drawings of the grid: the share of a cell below which common ground is rounding, and from which one lies in the other.
NOISE = 0.001
WHOLE = 0.9
# Cells this near to each other touch: a centimetre, in degrees (EPSG:4326), which seven decimals of a coordinate leave open.
NEAR = 1e-7
SYNTHETIC_NOTE = "网格为合成数据，不作为法定界线·底图GS(2024)0650号"


@dataclass(frozen=True)
class AreaRef:
    """An area's code, name and level."""

    code: str
    name: str
    level: Level


@dataclass(frozen=True)
class Generation:
    """What a code stood for over a span of days (代际): from `valid_from` until the day before `valid_to`.

    `successor_code`: who took over on `valid_to`.
    """

    code: str
    name: str
    level: str
    parent_code: str | None
    valid_from: date
    valid_to: date | None
    successor_code: str | None

    def stands(self, on: date) -> bool:
        """Return whether the day is one of its days."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True)
class Cell:
    """A grid cell of an edition in force; `area_code` is its village."""

    id: int
    code: str
    name: str
    kind: str
    area_code: str
    households: int
    edition: str
    synthetic: bool
    attribution: str


@dataclass(frozen=True)
class Edition:
    """A drawing of the grid for `area_code`, in force from a day; `file_name`, `imported_by`: as whoever brought it said."""

    area_code: str
    name: str
    in_force_from: date
    source: str
    synthetic: bool
    attribution: str
    file_name: str = ""
    imported_by: str = ""


@dataclass(frozen=True)
class Bounds:
    """What an edition for `area` is held against.

    `outline`: whose outline the cells may not leave, the area's own or that of the nearest area above it that has one;
    `cells`: how many cells the edition follows, whose ground it must cover where the area has no outline of its own;
    `size`: of what must be covered, or of all the new cells where nothing says it, in square degrees.
    """

    area: str
    outline: str | None
    cells: int
    size: float

    @property
    def drawn(self) -> bool:
        """Whether the area has an outline of its own."""
        return self.outline == self.area

    @property
    def whole(self) -> str:
        """What must be covered, in words; "" when nothing says it."""
        if self.drawn:
            return f"the outline of {self.area}"
        return f"the ground of the {self.cells} cells before it" if self.cells else ""


@dataclass(frozen=True)
class StoredEdition:
    """An edition that was just stored, and the editions whose cells it ended."""

    id: int
    area_code: str
    in_force_from: date
    cells: int
    ended: tuple[int, ...]


@dataclass(frozen=True)
class CellChange:
    """A former cell and a new one on common ground, with the shares of their areas, 0 to 1."""

    former_code: str
    code: str
    kind: ChangeKind
    share_of_former: float
    share_of_cell: float


def what_became(changes: Sequence[CellChange]) -> tuple[dict[ChangeKind, list[str]], list[str]]:
    """Return the former codes by what became of them, and a line on each that is not as it was.

    `changes`: by former code, the largest share first. A cell that was split and redrawn counts as split.
    """
    kinds: dict[ChangeKind, list[str]] = {kind: [] for kind in CHANGES}
    lines = []
    for code, group in groupby(changes, lambda change: change.former_code):
        found = list(group)
        kind = min((change.kind for change in found), key=CHANGES.index)
        kinds[kind].append(code)
        if kind != "kept" or found[0].code != code:
            parts = ", ".join(f"{change.code} {change.share_of_former:.1%}" for change in found)
            lines.append(f"cell {code}: {kind} -> {parts}")
    return kinds, lines


def prefix_of(code: str, level: str) -> str:
    """Return what every code inside an area begins with: 62, 6211, 621124, 621124100, 621124100005."""
    return code[:2] if level == "province" else code[:4] if level == "city" else code


def level_of(code: str) -> str | None:
    """Return the level that a code's form tells, None when it has no such form."""
    if not CODE.fullmatch(code):
        return None
    if len(code) > LEVELS["county"]:
        return "town" if len(code) == LEVELS["town"] else "village"
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"


def short_name(name: str) -> str:
    """Return a village's or community's name without 居民委员会 or 村民委员会."""
    short = re.sub("(居民委员会|居委会)$", "", name)
    return re.sub("村?(村民委员会|村委会)$", "村", short)


def cell_name(code: str, area_code: str, area_name: str) -> str:
    """Return what people call a cell that has no name of its own: 城中社区第1网格."""
    number = code.removeprefix(area_code)
    if number == code or not number.isascii() or not number.isdigit():
        return f"{short_name(area_name)}{code}网格"
    return f"{short_name(area_name)}第{int(number)}网格"


# Digits of a code one level below one of so many.
BELOW = {2: 4, 4: 6, 6: 9, 9: 12, 12: 12}


@dataclass(frozen=True)
class Scope:
    """Prefixes of area codes, and the range of codes that an index can search for them."""

    prefixes: tuple[str, ...]

    @property
    def low(self) -> str:
        """Return the least code of the range."""
        return min(self.prefixes)

    @property
    def high(self) -> str:
        """Return a text greater than every code of the range."""
        return past(self.prefixes)

    @property
    def values(self) -> dict[str, Any]:
        """Return it as named statements are given it: `:low`, `:high`, `:prefixes`."""
        return {"low": self.low, "high": self.high, "prefixes": list(self.prefixes)}

    @property
    def digits_below(self) -> int:
        """Return how many digits the areas one level below have; those of villages below a village."""
        return BELOW[min(len(prefix) for prefix in self.prefixes)]

    @property
    def wide(self) -> bool:
        """Return whether the scope reaches over whole counties."""
        return any(len(prefix) <= LEVELS["county"] for prefix in self.prefixes)

    def narrowed(self, prefix: str) -> Scope | None:
        """Return the scope of one area inside this one; None when the area does not lie wholly inside."""
        return Scope((prefix,)) if prefix.startswith(self.prefixes) else None
