"""What is told of an edition and of what it moved. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args
from uuid import UUID

Kind = Literal["cells", "posts", "cases", "reports", "workers"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Head:
    """An edition as far as it lies in the reader's scope.

    `cells`: its cells there; `kept`, `renamed` (kept under another code), `split`, `merged`, `redrawn`: what became of the cells there before. `keeps`: the reader may take
    it back as long as none follows (`followed`).
    """

    id: int
    name: str
    area_code: str
    area_name: str
    in_force_from: date
    in_force_to: date | None
    source: str
    file_name: str
    imported_by: str
    imported_at: datetime
    synthetic: bool
    cells: int
    kept: int
    renamed: int
    split: int
    merged: int
    redrawn: int
    keeps: bool
    followed: bool


@dataclass(frozen=True)
class Sums:
    """How much an edition moved in the reader's scope; `new`, `gone`: cells on new ground, and those that nothing follows."""

    new: int
    gone: int
    posts: int
    cases: int
    reports: int
    workers: int


@dataclass(frozen=True)
class Moved:
    """Something that an edition moved from the cell `former` to `cell` (None: no cell).

    `what`, `share`: of cells, what became of one and the share of its ground, 0 to 1. `n`: how many reports. `name`: of the cell's
    village, the post, the case (its number) or the worker. `distance_m`: how far a post lies outside its cell.
    """

    key: str
    former: str | None
    cell: str | None
    what: str | None
    share: float | None
    n: int
    name: str
    case_id: UUID | None
    station_id: int | None
    distance_m: float | None


@dataclass(frozen=True)
class Withdrawn:
    """An edition that was taken back."""

    id: int
    name: str
    withdrawn_name: str
    reason: str
    withdrawn_at: datetime
