"""Typed callers of this room's SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from backend.db import NamedSql

SQL = NamedSql.beside(__file__)


def known_stations(session: Session, codes: Iterable[str]) -> frozenset[str]:
    """Return those of `codes` that are codes of stations."""
    return frozenset(session.scalars(SQL["known_stations"], {"codes": sorted(set(codes))}))


def upsert_deputies(session: Session, rows: list[dict[str, Any]]) -> tuple[int, int]:
    """Store deputies; return how many were added and how many changed."""
    text = json.dumps(rows, ensure_ascii=False, default=str)
    added, changed = session.execute(SQL["upsert_deputies"], {"rows": text}).one()
    return added, changed
