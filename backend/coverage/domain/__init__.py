"""Cells, posts, what weighs on a cell, who reaches whom; pure. Places are WGS-84 degrees, distances great-circle metres."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import ceil, sin
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from backend.geo.sphere import RADIUS_M

Floats = NDArray[np.float64]
# scipy publishes no types: a sparse matrix in CSR form, cells in rows.
Reached = Any
State = Literal["own", "within", "blank"]
# What may draw a post to a cell: people who live there, and the three that the decision names (矛盾问题多、群众意见多、社会治理难度大).
FACTORS = ("households", "reports", "opinions", "harder")


class Weights(NamedTuple):
    """What each factor counts for; 0: nothing. A factor's own total always counts as its weight, however large its figures are."""

    households: float
    reports: float
    opinions: float
    harder: float


@dataclass(frozen=True)
class Rules:
    """What is assumed: `reach_m` metres, `walk_kmh` on the straight line, `since` when the figures count, and the weights."""

    reach_m: float
    walk_kmh: float
    since: date
    weights: Weights


class CellSpot(NamedTuple):
    """A cell in force with a place inside it, how many posts are its own, and the nearest open post; `area_code`: its village."""

    id: int
    code: str
    name: str
    area_code: str
    village: str
    households: int
    lon: float
    lat: float
    posts: int
    post_id: int | None
    post_name: str | None
    post_mobile: bool | None
    distance_m: float | None


class Post(NamedTuple):
    """An open collection post, or a mobile station where it stands now; `cell`: code, None without one; `ours`: of the area asked about."""

    id: int
    name: str
    kind: str
    mobile: bool
    lon: float | None
    lat: float | None
    cell: str | None
    ours: bool


class Figures(NamedTuple):
    """What weighs on a cell."""

    households: int
    reports: int
    opinions: int
    harder: int


@dataclass(frozen=True)
class Sum:
    """How much of an area is served: cells and households within reach or with a post of their own, and the share of the demand, 0 to 1."""

    cells: int
    reached: int
    own: int
    households: int
    households_reached: int
    share: float

    @property
    def blank(self) -> int:
        """Return how many cells nobody reaches."""
        return self.cells - self.reached


@dataclass(frozen=True)
class Gain:
    """What a new site adds to those before it: of the demand (0 to 1), in cells, and of each factor; `parts`: each factor's part of `share`."""

    share: float
    cells: tuple[str, ...]
    figures: Figures
    parts: Mapping[str, float]


@dataclass(frozen=True)
class Survey:
    """Cells and posts of an area with the figures of each cell."""

    rules: Rules
    cells: Sequence[CellSpot]
    posts: Sequence[Post]
    figures: Sequence[Figures]

    @cached_property
    def spots(self) -> Floats:
        """Return the cells' places on the unit sphere."""
        return units([(cell.lon, cell.lat) for cell in self.cells])

    @cached_property
    def reaches(self) -> Reached:
        """Return which cell (row) is within reach of which post that has a place (column), 1 or nothing."""
        return near(self.spots, units([(post.lon, post.lat) for post in self.placed]), self.rules.reach_m)

    @cached_property
    def placed(self) -> Sequence[Post]:
        """Return the posts whose place is known."""
        return [post for post in self.posts if post.lon is not None]

    @cached_property
    def served(self) -> NDArray[np.bool_]:
        """Return for each cell whether it has a post of its own or one within reach."""
        return np.array([state(cell, self.rules.reach_m) != "blank" for cell in self.cells], bool)

    @cached_property
    def parts(self) -> Floats:
        """Return a row for each cell: what each factor adds to its demand; all rows together come to 1, or to 0 where nothing weighs."""
        return demand(self.figures, self.rules.weights)

    @cached_property
    def weights(self) -> Floats:
        """Return the demand of each cell; together 1, or 0 where nothing weighs."""
        total: Floats = self.parts.sum(axis=1)
        return total

    def sum(self, served: NDArray[np.bool_] | None = None) -> Sum:
        """Return how much is served, where `served` cells are (default: those of today)."""
        inside = self.served if served is None else served
        households = np.array([cell.households for cell in self.cells], np.int64)
        return Sum(
            len(self.cells), int(inside.sum()), sum(1 for cell in self.cells if cell.posts), int(households.sum()),
            int(households[inside].sum()), float(self.weights[inside].sum()),
        )  # fmt: skip

    def gains(self, reached: Reached) -> tuple[list[Gain], Sum]:
        """Return what each site (column of `reached`, cells in rows) adds to those before it, and how much is served with all of them."""
        served = self.served.copy()
        gains = []
        for site in range(reached.shape[1]):
            new = reached[:, [site]].toarray().ravel().astype(bool) & ~served
            served |= new
            gains.append(self._gain(np.flatnonzero(new)))
        return gains, self.sum(served)

    def _gain(self, rows: NDArray[np.intp]) -> Gain:
        counted = Figures(*(sum(self.figures[row][factor] for row in rows) for factor in range(len(FACTORS))))
        parts = dict(zip(FACTORS, (float(part) for part in self.parts[rows].sum(axis=0)), strict=True))
        codes = tuple(self.cells[row].code for row in rows)
        return Gain(float(self.weights[rows].sum()), codes, counted, parts)


def state(cell: CellSpot, reach_m: float) -> State:
    """Return whether a cell has a post of its own, lies within reach of one, or is blank (空白网格)."""
    if cell.posts:
        return "own"
    return "within" if cell.distance_m is not None and cell.distance_m <= reach_m else "blank"


def walk_min(distance_m: float, walk_kmh: float) -> int:
    """Return the minutes on foot along the straight line, begun ones counted; real ways are longer."""
    return ceil(distance_m / (walk_kmh * 1000 / 60))


def units(places: Sequence[tuple[Any, Any]]) -> Floats:
    """Return places (longitude, latitude in degrees) as points on the unit sphere, a row each."""
    lon, lat = np.radians(np.array(places, float).reshape(-1, 2).T)
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))


def chord(metres: float) -> float:
    """Return the straight line through the unit sphere between two places that lie `metres` apart on it."""
    return 2 * sin(min(metres / (2 * RADIUS_M), 1.5))


def near(rows: Floats, columns: Floats, reach_m: float) -> Reached:
    """Return a matrix with 1 where the place of a row lies at most `reach_m` from that of a column, both on the unit sphere."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - see `_tree`

    shape = (len(rows), len(columns))
    if not all(shape):
        return csr_matrix(shape)
    tree = _tree()
    # a micrometre more, so that what lies exactly at the edge is within
    pairs = tree(rows).query_ball_tree(tree(columns), chord(reach_m + 1e-6))
    counts = [len(each) for each in pairs]
    found = np.fromiter((column for each in pairs for column in each), np.int64, sum(counts))
    return csr_matrix((np.ones(len(found)), (np.repeat(np.arange(shape[0]), counts), found)), shape=shape)


def _tree() -> Any:
    """Return scipy's tree of places; its library is loaded when it is first needed, not when the application starts."""
    from scipy.spatial import cKDTree  # noqa: PLC0415

    return cKDTree


def pairs_within(spots: Floats, reach_m: float) -> int:
    """Return how many pairs of places lie within reach, each with itself counted too; cheap."""
    if not len(spots):
        return 0
    tree = _tree()(spots)
    return int(tree.count_neighbors(tree, chord(reach_m)))


def demand(figures: Sequence[Figures], weights: Weights) -> Floats:
    """Return what each factor adds to the demand of each cell: its share of the factor's total, times the weight; all together 1 or 0."""
    counted = np.array(figures, float).reshape(-1, len(FACTORS))
    totals = counted.sum(axis=0)
    # a factor that nobody has any of weighs nothing, and the others keep their proportions
    parts = np.divide(counted, totals, out=np.zeros_like(counted), where=totals > 0) * np.array(weights, float)
    whole = parts.sum()
    shares: Floats = parts / whole if whole > 0 else parts
    return shares
