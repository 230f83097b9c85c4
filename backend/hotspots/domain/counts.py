"""What the map shows: cells, figures, and what is told of one cell; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from backend.hotspots.domain.asked import About, Period


@dataclass(frozen=True)
class Rules:
    """What an office may set of the statistics.

    `permutations`, `seed`: of the p by chance; `q`: share of false discoveries that is borne; `least_cells`: fewer with
    households are not compared; `step_days`: shortest step of a trend; `walking_m`: metres walked in a minute.
    """

    permutations: int
    seed: int
    q: float
    least_cells: int
    step_days: int
    walking_m: float


class Cell(NamedTuple):
    """A cell in force; `area_code` is its village."""

    id: int
    code: str
    name: str
    area_code: str
    households: int


@dataclass(frozen=True)
class Edition:
    """A drawing of the grid in force: whether it is synthetic, whom to name beside it, how often its neighbours were found anew."""

    id: int
    synthetic: bool
    attribution: str
    refreshed: int


@dataclass(frozen=True)
class Town:
    """A township with the place of its label in degrees (WGS-84)."""

    code: str
    name: str
    lon: float
    lat: float


class HotCell(NamedTuple):
    """A cell that stands out upwards; `since`: the first day of the steps in a row in which it is hot, None when the last one is not."""

    id: int
    name: str
    n: int
    z: float
    p: float
    trend: str | None
    since: date | None


class Cluster(NamedTuple):
    """Hot cells that touch, the hottest first: their reports, and how many they would have at the rate of the whole area."""

    cells: Sequence[HotCell]
    n: int
    expected: float


class Significance(NamedTuple):
    """What is said of each cell, in their order; None where it cannot be said. All p are two-sided."""

    z: Sequence[float | None]
    p: Sequence[float | None]
    p_sim: Sequence[float | None]
    fdr: Sequence[bool | None]
    classes: Sequence[str | None]
    trend: Sequence[str | None]
    # how many of the last steps of the trend in a row are hot
    lasting: Sequence[int | None]
    # cells compared (with households), and those of them that touch no other
    cells: int
    islands: int
    # too_few_cells or all_equal: why nothing is said
    reason: str | None


@dataclass(frozen=True)
class Counts:
    """The answer of the map: figures of reports that are not hidden, whatever became of them.

    `rates`, `smoothed`: of each cell in 1000 households, None without households. `hidden_by_village`: hidden reports of the
    period for their handlers, for others how many open hidden matters there are.
    """

    period: Period
    version: str
    cells: Sequence[Cell]
    by_code: Mapping[str, int]
    # reports outside every cell, and of cells that no edition in force has any more
    unplaced: int
    former: int
    hidden_by_village: Sequence[tuple[str, str, int]]
    about: About = field(default_factory=About)
    rates: Sequence[float | None] = ()
    smoothed: Sequence[float | None] = ()
    significance: Significance | None = None
    # with significance: the twelve steps that end with the period, and the reports of each cell (rows) in each of them
    steps: Sequence[Period] = ()
    trail: NDArray[np.float64] | None = None

    @property
    def total(self) -> int:
        """Return the number of reports of the period that are not hidden."""
        return sum(self.by_code.values()) + self.unplaced + self.former


@dataclass(frozen=True)
class Series:
    """Reports that are not hidden by step: of each cell that has any, and of all together, those without a cell too."""

    steps: Sequence[Period]
    by_code: Mapping[str, Sequence[int]]
    total: Sequence[int]


class Post(NamedTuple):
    """A station near a cell: metres on the sphere from a point inside it, and the minutes that walking so far would take."""

    id: int
    name: str
    kind: str
    distance_m: int
    walk_min: int


@dataclass(frozen=True)
class Sheet:
    """All that is told of one cell: its figures, its last steps of time, and who is there for it."""

    figures: Mapping[str, Any]
    village: str
    town: str
    steps: Sequence[Period]
    series: Sequence[int]
    categories: Sequence[tuple[str, str, str, int]]
    open_cases: int
    workers: Sequence[tuple[int, str]]
    posts: Sequence[Post]
