"""Typed callers of the room's named SQL; all run in the viewer's context."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Row
from sqlalchemy.orm import Session

from backend.db import NamedSql, Prepared, Trip, run
from backend.grid.domain import Scope
from backend.hotspots.domain import LAYERS, MOST_CELLS_FAR, NEAR, About, Cell, Edition, Period, TileNumber, Town, edges
from backend.hotspots.domain.gistar import Whole

SQL = NamedSql.beside(__file__)
# The pieces of a map come by the dozen: planned once a connection.
TILES = {
    layer: Prepared(
        f"zhitong_tile_{layer}", SQL[f"tile_{layer}"], z="integer", x="integer", y="integer", tolerance="float8",
        low="text", high="text", prefixes="text[]", on="date", near_from="integer", most="integer",
    )
    for layer in LAYERS
}  # fmt: skip
# As a statement packs them: the number of a cell and a step, the cell's id times `STEPS_APART` and the step from 1; and how many.
PACKED = np.dtype([("place", ">i8"), ("n", ">i4")])
STEPS_APART = 64
# In place of the id of a cell for what lies outside every cell.
NO_CELL = 0


class Counted(NamedTuple):
    """Reports by cell and step: ids of cells or `NO_CELL`, steps from 0, how many."""

    cells: Whole
    steps: Whole
    n: Whole


def counts(session: Session, scope: Scope, steps: Sequence[Period], about: About) -> Counted:
    """Return the reports of `steps`, which follow each other, that are not hidden, those of closed cases too."""
    name = "counts_wide" if scope.wide else "counts"
    return _counted(session, name, _stepped(scope, steps, about))


def _counted(session: Session, name: str, values: dict[str, Any]) -> Counted:
    packed: memoryview = session.execute(SQL[name], values).scalar_one()
    found = np.frombuffer(packed, PACKED)
    cells, steps = np.divmod(found["place"].astype(np.int64), STEPS_APART)
    return Counted(cells, steps - 1, found["n"].astype(np.int64))


def hidden_counts(session: Session, scope: Scope, span: Period, about: About) -> list[tuple[str, str, int]]:
    """Return code and name of villages with the number of hidden reports this viewer handles."""
    rows = session.execute(SQL["hidden_counts"], _reports(scope, span, about))
    return [(row.code, row.name, row.n) for row in rows]


def hidden_matters(session: Session, scope: Scope) -> list[tuple[str, str, int]]:
    """Return code and name of villages with the number of open hidden matters; all that who does not handle them learns."""
    rows = session.execute(SQL["hidden_matters"], {"prefixes": list(scope.prefixes)})
    return [(row.code, row.name, row.n) for row in rows]


def heirs(session: Session, former: Sequence[int], on: date) -> dict[int, int]:
    """Return the cell in force `on` for each of the `former` cells that one single cell took over."""
    return {row.former_id: row.id for row in session.execute(SQL["heirs"], {"former": list(former), "on": on})}


def counts_by_place(
    session: Session, scope: Scope, steps: Sequence[Period], about: About, former: Sequence[int], on: date
) -> Counted:
    """Return the reports of `former` cells and of no cell by the cell in force `on` in which they count, or by their own."""
    values = _stepped(scope, steps, about) | {"former": list(former), "on": on}
    return _counted(session, "counts_by_place", values)


def cells(session: Session, scope: Scope, on: date) -> list[Cell]:
    """Return the cells in force `on`."""
    return [Cell(*row) for row in session.execute(SQL["cells"], _on(scope, on))]


def editions(session: Session, scope: Scope, on: date) -> list[Edition]:
    """Return the editions in force `on` that have to do with the scope."""
    return [Edition(*row) for row in session.execute(SQL["editions"], {"prefixes": list(scope.prefixes), "on": on})]


def few(session: Session, scope: Scope) -> bool:
    """Return whether the scope has no more cells than a small map can show, former ones counted."""
    return bool(session.scalar(SQL["few"], scope.values | {"most": MOST_CELLS_FAR}))


def bounds(session: Session, scope: Scope, on: date) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north of the scope's cells in degrees, None when it has no cell."""
    west, south, east, north = session.execute(SQL["bounds"], _on(scope, on)).one()
    return None if west is None else (west, south, east, north)


def towns(session: Session, scope: Scope, on: date) -> list[Town]:
    """Return the townships of the scope with the places of their labels."""
    return [Town(*row) for row in session.execute(SQL["towns"], _on(scope, on))]


def areas(session: Session, scope: Scope) -> list[tuple[str, str]]:
    """Return code and name of the areas the scope is made of."""
    return [(row.code, row.name) for row in session.execute(SQL["areas"], {"prefixes": list(scope.prefixes)})]


def cell(session: Session, scope: Scope, code: str, on: date) -> Row[Any] | None:
    """Return the cell `code` in force `on`, if it lies in the scope: what `Cell` has, `village`, `town`, and `lon`, `lat` inside it."""
    return session.execute(SQL["cell"], {"code": code, "prefixes": list(scope.prefixes), "on": on}).one_or_none()


def categories_of(
    session: Session, scope: Scope, span: Period, about: About, cell: int, on: date
) -> list[tuple[str, str, str, int]]:
    """Return code, name, English name and number of the categories of a cell's reports, the most first; that of `about` is not asked."""
    values = _reports(scope, span, about) | {"cell": cell, "on": on}
    return [(row.code, row.name, row.name_en, row.n) for row in session.execute(SQL["categories_of"], values)]


def open_cases(session: Session, cell: int, over: Sequence[str]) -> int:
    """Return how many cases of a cell are not hidden and in no state of `over`."""
    return int(session.scalar(SQL["open_cases"], {"cell": cell, "over": list(over)}) or 0)


def workers_of(session: Session, code: str) -> list[tuple[int, str]]:
    """Return id and name of who answers for a cell."""
    return [(row.id, row.name) for row in session.execute(SQL["workers_of"], {"code": code})]


def tile(where: Session | Trip, layer: str, number: TileNumber, scope: Scope, on: date) -> bytes:
    """Return the vector tile of a layer; empty when nothing of the scope lies in it."""
    ((body,),) = run(where, TILES[layer], tile_values(number, scope, on))
    return bytes(body or b"")


def tile_values(number: TileNumber, scope: Scope, on: date) -> dict[str, Any]:
    """Return what the statements of `TILES` are given."""
    place = {"z": number.z, "x": number.x, "y": number.y, "tolerance": number.tolerance}
    return _on(scope, on) | place | {"near_from": NEAR, "most": MOST_CELLS_FAR}


def _on(scope: Scope, on: date) -> dict[str, Any]:
    return scope.values | {"on": on}


def _reports(scope: Scope, span: Period, about: About) -> dict[str, Any]:
    days = {"since": span.since, "until": span.until}
    return scope.values | days | {"category": about.category, "topic": about.topic, "channel": about.channel}


def _stepped(scope: Scope, steps: Sequence[Period], about: About) -> dict[str, Any]:
    span = Period(steps[0].first, steps[-1].last)
    return _reports(scope, span, about) | {"edges": edges(steps) if len(steps) > 1 else None}
