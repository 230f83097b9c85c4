"""Typed callers of this room's SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.orm import Session

from backend.db import NamedSql, past
from backend.grid.domain import NEAR, NOISE, WHOLE, AreaRef, Bounds, Cell, CellChange, Generation
from backend.grid.model import Area, AreaOutline, GridCell

SQL = NamedSql.beside(__file__)
Records = Sequence[Row[Any]]


def prefix_of_area(session: Session, code: str) -> str | None:
    """Return what every code inside the area `code` begins with, None when it is unknown."""
    found: str | None = session.scalar(SQL["prefix"], {"code": code})
    return found


def cell_at(session: Session, lon: float, lat: float, on: date) -> Cell | None:
    """Return the cell in force `on` that covers the WGS-84 place."""
    row = session.execute(SQL["cell_at"], {"lon": lon, "lat": lat, "on": on}).one_or_none()
    return Cell(*row) if row else None


def cell_by_code(session: Session, code: str, on: date) -> Cell | None:
    """Return the cell `code` in force `on`."""
    row = session.execute(SQL["cell_by_code"], {"code": code, "on": on}).one_or_none()
    return Cell(*row) if row else None


def villages_in(session: Session, prefix: str, on: date, most: int) -> list[tuple[str, str]]:
    """Return code and name of the villages that stand on a day in what begins with `prefix`, by code."""
    ends = or_(Area.valid_to.is_(None), Area.valid_to > on)
    wanted = select(Area.code, Area.name).where(Area.level == "village", Area.code.startswith(prefix), ends)
    return [(code, name) for code, name in session.execute(wanted.order_by(Area.code).limit(most))]


def cells_in(session: Session, village: str, on: date) -> list[tuple[str, str]]:
    """Return code and name of the cells of a village in force on a day, by code."""
    in_force = and_(GridCell.in_force_from <= on, or_(GridCell.in_force_to.is_(None), GridCell.in_force_to > on))
    wanted = select(GridCell.code, GridCell.name).where(GridCell.area_code == village, in_force)
    return [(code, name) for code, name in session.execute(wanted.order_by(GridCell.code))]


def areas_up(session: Session, code: str, on: date) -> list[AreaRef]:
    """Return what stands for the area `code` on a day and all above it, the smallest first; none when it is unknown."""
    return [AreaRef(*row) for row in session.execute(SQL["areas_up"], {"code": code, "on": on})]


def generations(session: Session, codes: Iterable[str]) -> dict[str, list[Generation]]:
    """Return the generations of those of `codes` that exist, the oldest first."""
    found: dict[str, list[Generation]] = {}
    for row in session.execute(SQL["generations"], {"codes": sorted(set(codes))}):
        found.setdefault(row.code, []).append(Generation(*row))
    return found


def fallen(session: Session, codes: Iterable[str], on: date) -> list[str]:
    """Return those of `codes` that do not stand on a day."""
    return list(session.scalars(SQL["fallen"], {"codes": sorted(set(codes)), "on": on}))


def known_areas(session: Session, codes: Iterable[str]) -> dict[str, Row[Any]]:
    """Return which of `codes` exist, as rows with `level`, `parent_code`, `name`."""
    rows = session.execute(SQL["known_areas"], {"codes": sorted(set(codes))}).all()
    return {row.code: row for row in rows}


def lock_imports(session: Session) -> None:
    """Wait until no other import runs; the lock ends with the transaction."""
    session.execute(SQL["import_lock"])


def upsert_areas(session: Session, rows: list[dict[str, Any]]) -> None:
    """Store generations; `newest` says which of a code's stands in `area`."""
    session.execute(SQL["upsert_areas"], {"rows": _json(rows)})


def add_aliases(session: Session, rows: list[dict[str, str]]) -> None:
    """Store aliases that are not there yet."""
    session.execute(SQL["add_aliases"], {"rows": _json(rows)})


def stage(session: Session, rows: list[dict[str, Any]]) -> None:
    """Put polygons (`n`, `code`, `wkb` in hex, WGS-84, and what a cell has) into the temporary table `incoming`."""
    session.execute(SQL["clear_stage"])
    session.execute(SQL["stage"])
    session.execute(SQL["fill_stage"], {"rows": _json(rows)})
    session.execute(SQL["index_stage"])


def ask(session: Session, check: str, /, **values: Any) -> Records:
    """Return the rows of one of the checks over `incoming`."""
    return session.execute(SQL[check], values).all()


def bounds(session: Session, area: str, prefix: str, day: date) -> Bounds:
    """Find what the staged cells of `area` are held against on a day; keep it for the checks that follow."""
    session.execute(SQL["bound"], {"area": area, "prefix": prefix, "day": day})
    outline, cells, size = session.execute(SQL["bounds"]).one()
    return Bounds(area, outline, cells, size)


def store_cells(session: Session, edition: int, day: date) -> None:
    """Store the staged cells under `edition`, in force from `day`."""
    session.execute(SQL["store_cells"], {"edition": edition, "day": day})


def end_former_cells(session: Session, edition: int, prefix: str, day: date) -> tuple[int, ...]:
    """End all other cells under `prefix` on `day`; return the editions that lost cells."""
    values = {"edition": edition, "prefix": prefix, "day": day}
    return tuple(session.scalars(SQL["end_former_cells"], values))


def record_changes(session: Session, edition: int, prefix: str, day: date) -> list[CellChange]:
    """Note what became of the cells under `prefix` that `edition` ended on `day`, and return it by former code."""
    values = {"edition": edition, "prefix": prefix, "day": day, "noise": NOISE, "whole": WHOLE}
    session.execute(SQL["record_changes"], values)
    return [CellChange(*row) for row in session.execute(SQL["changes"], {"edition": edition})]


def follow_neighbours(session: Session, edition: int, day: date) -> int:
    """Find who touches whom among the cells of `edition`, in force from `day`; those it took over as they were keep their pairs.

    Returns how many pairs had to be found by their shapes.
    """
    session.execute(SQL["keep_neighbours"], {"edition": edition, "day": day})
    return len(session.execute(SQL["add_neighbours"], {"edition": edition, "day": day, "near": NEAR}).all())


def refresh_neighbours(session: Session) -> int:
    """Find all pairs of cells that touch anew; return how many there are."""
    session.execute(SQL["forget_neighbours"])
    session.execute(SQL["note_refresh"])
    return len(session.execute(SQL["all_neighbours"], {"near": NEAR}).all())


def neighbours(session: Session, prefixes: Sequence[str], on: date) -> NDArray[np.int64]:
    """Return the pairs of cells that touch, two columns of ids, of which the first lies under one of `prefixes` and is in force `on`."""
    values = {"low": min(prefixes), "high": past(prefixes), "prefixes": list(prefixes), "on": on}
    found = session.scalar(SQL["neighbours"], values) or ""
    return np.array(found.split(), dtype=np.int64).reshape(-1, 2)


def store_outlines(session: Session) -> list[str]:
    """Store the staged outlines that are new or different; return whose."""
    return list(session.scalars(SQL["store_outlines"]))


def draw_outlines(session: Session, prefixes: Sequence[str], since: date) -> None:
    """Draw anew what has cells under one of `prefixes`, and what these lie in, from a day on."""
    session.execute(SQL["draw_outlines"], {"prefixes": list(prefixes), "since": since})


def outlines(session: Session) -> int:
    """Return how many outlines are kept."""
    return session.scalar(select(func.count()).select_from(AreaOutline)) or 0


def _json(rows: Sequence[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, default=str)
