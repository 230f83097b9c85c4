"""Periods, scopes and tile numbers: what may be asked; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from backend.clock import midnight
from backend.db import past

DEFAULT_DAYS = 30
# Digits of a county's code.
COUNTY = 6
# Days beyond these are typing errors; they would only overflow further in.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
DEEPEST = 22
# Below this zoom a scope of more cells than `MOST_CELLS_FAR` is drawn by its townships only.
NEAR, MOST_CELLS_FAR = 11, 3000
LAYERS = ("cells", "areas", "stations")
# Half a pixel of a tile's edge, as a share of the edge. Nearer, the tile's own steps simplify enough.
COARSE = 4 / 4096


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
    def wide(self) -> bool:
        """Return whether the scope reaches over whole counties."""
        return any(len(prefix) <= COUNTY for prefix in self.prefixes)

    def narrowed(self, prefix: str) -> Scope | None:
        """Return the scope of one area inside this one; None when the area does not lie wholly inside."""
        return Scope((prefix,)) if prefix.startswith(self.prefixes) else None


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
    """What is counted: one category or topic of supervision, None for all."""

    category: str | None = None
    topic: str | None = None


EVERYTHING = About()


class Cell(NamedTuple):
    """A cell in force; `area_code` is its village."""

    id: int
    code: str
    name: str
    area_code: str
    households: int


@dataclass(frozen=True)
class Edition:
    """A drawing of the grid in force: whether it is synthetic, and whom to name beside it."""

    id: int
    synthetic: bool
    attribution: str


@dataclass(frozen=True)
class Town:
    """A township with the place of its label in degrees (WGS-84)."""

    code: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Counts:
    """The answer of the map: figures of reports that are not hidden, whatever became of them.

    `hidden_by_village`: hidden reports of the period for their handlers, for others how many open hidden matters there are.
    """

    period: Period
    version: str
    cells: Sequence[Cell]
    by_code: Mapping[str, int]
    # reports outside every cell, and of cells that no edition in force has any more
    unplaced: int
    former: int
    hidden_by_village: Sequence[tuple[str, str, int]]

    @property
    def total(self) -> int:
        """Return the number of reports of the period that are not hidden."""
        return sum(self.by_code.values()) + self.unplaced + self.former
