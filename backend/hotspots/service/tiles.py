"""What the map is drawn from: its frame, and vector tiles of the scope of who asks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy.orm import Session

from backend.clock import today
from backend.db import Trip
from backend.errors import NotFound
from backend.grid import service as grid
from backend.hotspots import queries
from backend.hotspots.domain import LAYERS, NEAR, TileNumber, Town
from backend.hotspots.service.scope import version_of


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
        cells_from_zoom=0 if queries.few(session, scope) else NEAR,
    )


def tile(where: Session | Trip, layer: str, number: TileNumber, known: frozenset[str]) -> Tile:
    """Return a tile of `layer`, only what lies in the scope; `known`: tags of what the asker holds.

    Raises NotFound for a layer or tile that does not exist.
    """
    if layer not in LAYERS or not number.exists:
        raise NotFound("没有找到")
    body = queries.tile(where, layer, number, grid.whole_scope(where), today())
    tag = hashlib.sha256(body).hexdigest()[:20]
    return Tile(tag, None if tag in known else body)
