"""Whose map it is: the scope of who asks, its cells and who touches whom among them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from backend.clock import today
from backend.errors import Invalid
from backend.grid import service as grid
from backend.grid.domain import Scope
from backend.hotspots import queries
from backend.hotspots.domain import Cell, Edition, Period, period, sliced
from backend.hotspots.domain.gistar import Neighbours, Whole, matrix

T = TypeVar("T")
Key = tuple[str, date]
MOST_KEPT = 8


@dataclass
class Kept:
    """What a process keeps of one database, by version of a scope and day: public facts only, who may see them is asked before."""

    cells: dict[Key, Sequence[Cell]] = field(default_factory=dict)
    neighbours: dict[Key, Neighbours] = field(default_factory=dict)


# By engine, for two databases number their editions alike.
KEPT: WeakKeyDictionary[Engine | Connection, Kept] = WeakKeyDictionary()


def kept_of(session: Session) -> Kept:
    """Return what is kept of the database of `session`."""
    return KEPT.setdefault(session.get_bind(), Kept())


def cells_of(session: Session, scope: Scope, now: date, version: str) -> Sequence[Cell]:
    """Return the cells in force; those of the last few scopes are kept until their version or the day changes."""
    return _keep(kept_of(session).cells, (version, now), lambda: queries.cells(session, scope, now))


def neighbours_of(session: Session, scope: Scope, now: date, version: str, cells: Sequence[Cell]) -> Neighbours:
    """Return who touches whom among `cells`, the cells of the scope in force; kept like these.

    Neighbours beyond the border of the scope take no part: what is said of a cell rests on nothing the asker may not see.
    """

    def read() -> Neighbours:
        return matrix(len(cells), positions(grid.neighbours(session, scope.prefixes, now), cells))

    return _keep(kept_of(session).neighbours, (version, now), read)


def positions(pairs: Whole, cells: Sequence[Cell]) -> Whole:
    """Return pairs of ids as pairs of positions in `cells`, without those of which one is none of them."""
    at = places(cells, pairs)
    inside: Whole = at[(at >= 0).all(axis=1)]
    return inside


def places(cells: Sequence[Cell], ids: Whole) -> Whole:
    """Return where in `cells` those with `ids` stand; -1 for an id that is none of theirs."""
    known = np.array([cell.id for cell in cells], dtype=np.int64)
    if not len(known):
        return np.full(ids.shape, -1, dtype=np.int64)
    order = np.argsort(known)
    at = order[np.minimum(np.searchsorted(known, ids, sorter=order), len(known) - 1)]
    return np.where(known[at] == ids, at, -1)


def _keep(kept: dict[Key, T], key: Key, read: Callable[[], T]) -> T:
    found = kept.get(key)
    if found is None:
        found = read()
        # Other threads keep and drop at the same time; a list is made of the keys in one step, an iteration is not.
        for old in list(kept)[: max(0, len(kept) + 1 - MOST_KEPT)]:
            kept.pop(old, None)
        kept[key] = found
    return found


def version_of(scope: Scope, editions: list[Edition]) -> str:
    """Return a short text that changes when other shapes are in force in the scope, or other cells are known to touch."""
    parts = [*scope.prefixes, *(f"{edition.id}.{edition.refreshed}" for edition in editions)]
    return hashlib.sha256(",".join(parts).encode()).hexdigest()[:20]


def checked_period(first: date | None, last: date | None) -> Period:
    """Return the period asked for.

    Raises Invalid naming `from` or `to`.
    """
    try:
        return period(first, last, today())
    except ValueError as error:
        raise Invalid("开始日期不能晚于结束日期，年份在2000到2199之间", field=str(error)) from error


def checked_steps(span: Period, step: str) -> list[Period]:
    """Return the steps of a period.

    Raises Invalid naming `step` when they are too many.
    """
    try:
        return sliced(span, step)
    except ValueError as error:
        raise Invalid("这段时间分成的步数太多，请选长一些的步长", field=str(error)) from error
