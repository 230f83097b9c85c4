"""Counting and drawing, always inside the scope of the person who asks."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from backend.clock import today
from backend.db import current_context
from backend.errors import Forbidden, Invalid, NotFound
from backend.hotspots import queries
from backend.hotspots.domain import (
    EVERYTHING,
    LAYERS,
    MOST_CELLS_FAR,
    NEAR,
    About,
    Cell,
    Counts,
    Edition,
    Period,
    Scope,
    TileNumber,
    Town,
    period,
)
from backend.stations import service as stations
from backend.stations.domain import Coverage

# Number of cells by version of a scope; as many entries as there are scopes and editions.
SIZES: dict[str, int] = {}
# Cells by version of a scope and day. Public facts only: who may see them is asked before.
KEPT: dict[tuple[str, date], Sequence[Cell]] = {}
MOST_KEPT = 8


@dataclass(frozen=True)
class Frame:
    """What a map needs before it draws: where to look, what to write on it, whom to name."""

    version: str
    bounds: tuple[float, float, float, float] | None
    areas: list[tuple[str, str]]
    towns: list[Town]
    synthetic: bool
    attributions: tuple[str, ...]
    # below z11 the cells layer is empty, the townships are drawn
    cells_from_zoom: int


@dataclass(frozen=True)
class Tile:
    """A vector tile and the tag of what it shows; `body` is None when the asker has it already."""

    tag: str
    body: bytes | None


def scope_of(session: Session, area: str | None = None) -> Scope:
    """Return the scope of the person whose context this is, narrowed to `area`.

    Raises NotFound (field `area`) for an area that is unknown or not wholly inside the scope: the two look alike.
    """
    prefixes = current_context(session).areas
    if not prefixes:
        raise Forbidden("您的岗位不能做这一步")
    scope = Scope(prefixes)
    if area is None:
        return scope
    prefix = queries.prefix_of_area(session, area)
    narrowed = scope.narrowed(prefix) if prefix else None
    if narrowed is None:
        raise NotFound("没有找到", field="area")
    return narrowed


def count(session: Session, span: Period, *, area: str | None = None, about: About = EVERYTHING) -> Counts:
    """Return the reports of `span` that are not hidden by cell: every cell in force, those without any too.

    Hidden reports enter no cell's figure. Who handles them gets them by village; others get how many open hidden matters
    each village has, whatever the period, the category or the topic: nothing they ask for narrows it.
    """
    scope, now = scope_of(session, area), today()
    version = version_of(scope, queries.editions(session, scope, now))
    cells = cells_of(session, scope, now, version)
    found = of_today(session, queries.counts(session, scope, span, about), scope, span, about, cells)
    by_code = {cell.code: found.pop(cell.id, 0) for cell in cells}
    unplaced = found.pop(None, 0)
    handles = bool(current_context(session).hidden_areas)
    hidden = queries.hidden_counts(session, scope, span, about) if handles else queries.hidden_matters(session, scope)
    return Counts(span, version, cells, by_code, unplaced, sum(found.values()), hidden)


def of_today(
    session: Session,
    found: dict[int | None, int],
    scope: Scope,
    span: Period,
    about: About,
    cells: Sequence[Cell],
) -> dict[int | None, int]:
    """Return counts by the cells of today, from counts by the cells in which reports were filed.

    A former cell that one cell took over is counted there as a whole; only what several share is looked at by place.
    """
    now = today()
    counted: Counter[int | None] = Counter()
    in_force = {cell.id for cell in cells}
    former = [cell for cell in found if cell is not None and cell not in in_force]
    heirs = queries.heirs(session, former, now) if former else {}
    shared = [cell for cell in former if cell not in heirs]
    for cell, n in found.items():
        if cell in in_force or cell in heirs:
            counted[heirs.get(cell, cell)] += n
    if shared or None in found:
        counted.update(queries.counts_by_place(session, scope, span, about, shared, now))
    return counted


def coverage(session: Session, *, area: str | None = None) -> Coverage:
    """Return which cells of the scope, or of `area` inside it, have a collection post today, and which are blank (空白网格).

    Raises NotFound (field `area`) as `scope_of` does.
    """
    return stations.coverage_within(session, scope_of(session, area).prefixes, today())


def cells_of(session: Session, scope: Scope, now: date, version: str) -> Sequence[Cell]:
    """Return the cells in force; those of the last few scopes are kept until their version or the day changes."""
    key = (version, now)
    if key not in KEPT:
        while len(KEPT) >= MOST_KEPT:
            KEPT.pop(next(iter(KEPT)), None)
        KEPT[key] = queries.cells(session, scope, now)
    return KEPT[key]


def frame(session: Session) -> Frame:
    """Return the frame of the map of the person whose context this is."""
    scope, now = scope_of(session), today()
    editions = queries.editions(session, scope, now)
    version = version_of(scope, editions)
    return Frame(
        version=version,
        bounds=queries.bounds(session, scope, now),
        areas=queries.areas(session, scope),
        towns=queries.towns(session, scope, now),
        synthetic=any(edition.synthetic for edition in editions),
        attributions=tuple(sorted({edition.attribution for edition in editions if edition.attribution})),
        cells_from_zoom=NEAR if too_many(session, scope, version) else 0,
    )


def tile(session: Session, layer: str, number: TileNumber, known: frozenset[str]) -> Tile:
    """Return a tile of `layer`, only what lies in the scope; `known`: tags of what the asker holds.

    Cells are public and carry no figure: their tag names the editions, so a held tile is not drawn again.
    Raises NotFound for a layer or tile that does not exist.
    """
    if layer not in LAYERS or not number.exists:
        raise NotFound("没有找到")
    scope, now = scope_of(session), today()
    if layer != "cells":
        body = queries.tile(session, layer, number, scope, now)
        tag = hashlib.sha256(body).hexdigest()[:20]
        return Tile(tag, None if tag in known else body)
    tag = version_of(scope, queries.editions(session, scope, now))
    if tag in known:
        return Tile(tag, None)
    far = number.z < NEAR and too_many(session, scope, tag)
    return Tile(tag, b"" if far else queries.tile(session, layer, number, scope, now))


def version_of(scope: Scope, editions: list[Edition]) -> str:
    """Return a short text that changes when other shapes are in force in the scope."""
    parts = [*scope.prefixes, *(str(edition.id) for edition in editions)]
    return hashlib.sha256(",".join(parts).encode()).hexdigest()[:20]


def too_many(session: Session, scope: Scope, version: str) -> bool:
    """Return whether the scope has more cells than a small map can show; counted once a version."""
    if version not in SIZES:
        SIZES[version] = queries.size(session, scope)
    return SIZES[version] > MOST_CELLS_FAR


def checked_period(first: date | None, last: date | None) -> Period:
    """Return the period asked for.

    Raises Invalid naming `from` or `to`.
    """
    try:
        return period(first, last, today())
    except ValueError as error:
        raise Invalid("开始日期不能晚于结束日期，年份在2000到2199之间", field=str(error)) from error
