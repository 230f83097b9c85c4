"""Stations as the rest of the house sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from backend.grid.domain import AreaRef

Kind = Literal["contact_point", "liaison_point", "collection_post", "workstation", "deputy_home"]
# What may stand above a station of each kind; the first in the tuple may stand alone at the top.
PARENTS: dict[str, tuple[str, ...]] = {
    "contact_point": ("contact_point",),
    "workstation": ("contact_point",),
    "deputy_home": ("contact_point", "workstation", "liaison_point"),
    "liaison_point": ("contact_point", "workstation"),
    "collection_post": ("contact_point", "workstation", "liaison_point", "deputy_home"),
}
ALONE = frozenset({"contact_point", "workstation", "deputy_home", "liaison_point"})
CELL_OF_POST = "编入这个网格的信息采集点"
CELL_AND_NEAREST = "编入这个网格的信息采集点，也离这里最近"
NEAREST = "离这里最近的站点"
NTH_NEAREST = "离这里第{n}近的站点"


@dataclass(frozen=True)
class StationRef:
    """A station; `lon`, `lat` in WGS-84 degrees, None when its place is not known; `mobile`: somewhere else each time."""

    id: int
    code: str
    name: str
    kind: Kind
    area_code: str
    phone: str
    hours: str
    address: str
    lon: float | None
    lat: float | None
    mobile: bool


@dataclass(frozen=True)
class PostCell:
    """The grid cell that a fixed collection post stands for."""

    code: str
    name: str


@dataclass(frozen=True)
class StationNear:
    """A station in operation and its great-circle distance in metres; `of_cell`: a post attached to the place's cell."""

    id: int
    code: str
    name: str
    kind: Kind
    area_code: str
    distance_m: float
    of_cell: bool = False


@dataclass(frozen=True)
class Located:
    """What is at a place: its cell, the areas above it (village first), the nearest stations (nearest first)."""

    cell: dict[str, Any] | None
    areas: list[AreaRef]
    stations: list[StationNear]


@dataclass(frozen=True)
class Node:
    """A station's place in the tree."""

    code: str
    kind: str
    parent_code: str | None
    area_code: str


@dataclass(frozen=True)
class Move:
    """A collection post whose cell is another one in the new edition."""

    station_code: str
    name: str
    before: str | None
    after: str
    distance_m: float


@dataclass(frozen=True)
class CellPosts:
    """A cell, its village, and how many collection posts it has; one without any is a blank cell (空白网格)."""

    code: str
    name: str
    area_code: str
    village: str
    households: int
    posts: int


@dataclass(frozen=True)
class Coverage:
    """The cells of an area, in the order of their codes."""

    cells: tuple[CellPosts, ...]

    @property
    def blank(self) -> tuple[CellPosts, ...]:
        """Return the cells without a post."""
        return tuple(cell for cell in self.cells if not cell.posts)

    @property
    def covered(self) -> int:
        """Return how many cells have a post."""
        return len(self.cells) - len(self.blank)

    @property
    def rate(self) -> float:
        """Return the share of cells that have a post, 0 to 1; 0 where there is no cell."""
        return self.covered / len(self.cells) if self.cells else 0.0


@dataclass(frozen=True)
class Stood:
    """A station as the public network shows it; `level`: what it is a model of today, in both languages, None without one."""

    id: int
    parent_id: int | None
    name: str
    kind: str
    area_name: str
    address: str
    level: str | None
    level_en: str | None


@dataclass(frozen=True)
class Picture:
    """A drawing of the cells around a station, `wide` by `high` units, y upwards from minus `high` to 0 as SVG has it.

    `x`, `y`: where the station stands, None when its place is not known; `paths`: of each cell, and whether it is of its own village.
    `attribution`: what has to stand under it.
    """

    wide: float
    high: float
    x: float | None
    y: float | None
    paths: tuple[tuple[str, bool], ...]
    attribution: str


@dataclass(frozen=True)
class Branch:
    """A station with the stations that stand under it."""

    station: Stood
    below: tuple[Branch, ...]


def branches(stations: Sequence[Stood]) -> list[Branch]:
    """Return stations as trees; one whose own superior is not among them stands at the top. The database holds that there is no circle."""
    known = {each.id for each in stations}
    under: dict[int | None, list[Stood]] = {}
    for each in stations:
        under.setdefault(each.parent_id if each.parent_id in known else None, []).append(each)

    def grow(at: int | None) -> tuple[Branch, ...]:
        return tuple(Branch(each, grow(each.id)) for each in under.get(at, ()))

    return list(grow(None))


def reason(rank: int, *, of_cell: bool) -> tuple[str, dict[str, Any]]:
    """Return why a station is named, as a key of the catalogue and its values; `rank` 1 is the nearest."""
    if of_cell:
        return (CELL_AND_NEAREST if rank == 1 else CELL_OF_POST), {}
    return (NEAREST, {}) if rank == 1 else (NTH_NEAREST, {"n": rank})
