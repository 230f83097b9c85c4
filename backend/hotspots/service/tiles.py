"""What the map is drawn from: its frame, and vector tiles of the scope of who asks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy.orm import Session

from backend.clock import today
from backend.errors import NotFound
from backend.grid import service as grid
from backend.grid.domain import Scope
from backend.hotspots import queries
from backend.hotspots.domain import LAYERS, MOST_CELLS_FAR, NEAR, TileNumber, Town
from backend.hotspots.service.scope import version_of

# Number of cells by version of a scope; as many entries as there are scopes and editions.
SIZES: dict[str, int] = {}


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


def frame(session: Session) -> Frame:
    """Return the frame of the map of the person whose context this is."""
    scope, now = grid.scope_of(session), today()
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
    scope, now = grid.scope_of(session), today()
    if layer != "cells":
        body = queries.tile(session, layer, number, scope, now)
        tag = hashlib.sha256(body).hexdigest()[:20]
        return Tile(tag, None if tag in known else body)
    tag = version_of(scope, queries.editions(session, scope, now))
    if tag in known:
        return Tile(tag, None)
    far = number.z < NEAR and too_many(session, scope, tag)
    return Tile(tag, b"" if far else queries.tile(session, layer, number, scope, now))


def too_many(session: Session, scope: Scope, version: str) -> bool:
    """Return whether the scope has more cells than a small map can show; counted once a version."""
    if version not in SIZES:
        SIZES[version] = queries.size(session, scope)
    return SIZES[version] > MOST_CELLS_FAR
