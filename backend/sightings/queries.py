"""Typed callers of the room's named SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.db import NamedSql

Q = NamedSql.beside(__file__)
NEAR = text("select number, category, opened_at, lon, lat, cell_code, mine from near_the_field(:viewer, :on)")
MISSING = text("select found, missing from missing_of(:report, :viewer)")


@dataclass(frozen=True)
class Recorded:
    """What the intake statement says of one item; `status`: new, same or a word of `domain.REFUSALS`."""

    n: int
    id: UUID
    answer: str | None
    status: str


def record(
    session: Session, rows: Sequence[dict[str, Any]], *, viewer: int, actor: str, scopes: Sequence[str]
) -> list[Recorded]:
    """Store `rows` (see `NewSighting.row`) for the account `viewer`, who may file inside `scopes` (area prefixes)."""
    values = {"items": json.dumps(rows), "viewer": viewer, "actor": actor, "scopes": list(scopes)}
    return [Recorded(*row) for row in session.execute(Q["record"], values)]


def near(session: Session, viewer: int, on: date) -> list[dict[str, Any]]:
    """Return what a worker's phone holds to ask whether it is the same matter, newest first; see the look-up."""
    rows = session.execute(NEAR, {"viewer": viewer, "on": on})
    return [dict(row._mapping) for row in rows]  # noqa: SLF001 - the public way to a row's names


def missing(session: Session, report: UUID, viewer: int) -> list[str] | None:
    """Return the digests a report still lacks, in its order; None when it is not this person's."""
    row = session.execute(MISSING, {"report": report, "viewer": viewer}).one_or_none()
    return list(row.missing) if row else None
