"""Typed callers of this room's SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from backend.db import NamedSql, past

SQL = NamedSql.beside(__file__)


def known_stations(session: Session, codes: Iterable[str]) -> frozenset[str]:
    """Return those of `codes` that are codes of stations."""
    return frozenset(session.scalars(SQL["known_stations"], {"codes": sorted(set(codes))}))


def upsert_deputies(session: Session, rows: list[dict[str, Any]]) -> tuple[int, int]:
    """Store deputies; return how many were added and how many changed."""
    text = json.dumps(rows, ensure_ascii=False, default=str)
    added, changed = session.execute(SQL["upsert_deputies"], {"rows": text}).one()
    return added, changed


@dataclass(frozen=True)
class Wanted:
    """Which deputies: of an area's prefix, a level, a group, a cell, or one; None for any."""

    prefix: str | None = None
    level: str | None = None
    group: int | None = None
    cell: str | None = None
    one: int | None = None


@dataclass(frozen=True)
class Placed:
    """A deputy with where they are placed today: `places` holds groups and cells as the wire has them."""

    id: int
    code: str
    name: str
    level: str
    area_code: str
    area_name: str
    station_id: int | None
    station_name: str | None
    term_to: date | None
    places: list[dict[str, Any]]


@dataclass(frozen=True)
class Home:
    """A station where deputies are at home: its groups, and who holds it."""

    id: int
    name: str
    kind: str
    area_code: str
    area_name: str
    groups: list[dict[str, Any]]
    officers: list[dict[str, Any]]


def store_groups(session: Session, rows: list[dict[str, str]]) -> None:
    """Store the groups that a file names: code, name, station_code."""
    session.execute(SQL["upsert_groups"], {"rows": json.dumps(rows, ensure_ascii=False)})


def known_cells(session: Session, codes: Iterable[str], day: date) -> dict[str, str]:
    """Return those of `codes` that are cells in force on a day, with the village of each."""
    found = session.execute(SQL["known_cells"], {"codes": sorted(set(codes)), "day": day})
    return {row.code: row.area_code for row in found}


def place(session: Session, rows: list[dict[str, str]], day: date) -> int:
    """Place deputies from a day on (id, code, group_code or cell); return how many places are new."""
    text = json.dumps(rows, ensure_ascii=False)
    return len(session.execute(SQL["place"], {"rows": text, "day": day}).all())


def listed(session: Session, wanted: Wanted, day: date, *, after: int, most: int) -> list[Placed]:
    """Return the deputies `wanted` who are in office on a day, by id, after the id `after`."""
    low = wanted.prefix
    asked: dict[str, Any] = {
        "low": low,
        "high": past([low]) if low else None,
        "level": wanted.level,
        "group_id": wanted.group,
    }
    asked |= {"cell": wanted.cell, "one": wanted.one, "day": day, "after": after, "most": most}
    return [Placed(*row) for row in session.execute(SQL["listed"], asked)]


def levels(session: Session, prefix: str | None, day: date) -> dict[str, int]:
    """Return how many deputies of each level an area has; None for all areas."""
    asked = {"low": prefix or "0", "high": past([prefix]) if prefix else "~", "day": day}
    return {row.level: row.n for row in session.execute(SQL["levels"], asked)}


def homes(session: Session, prefix: str, day: date) -> list[Home]:
    """Return the home stations of an area."""
    asked = {"low": prefix, "high": past([prefix]), "day": day}
    return [Home(*row) for row in session.execute(SQL["homes"], asked)]
