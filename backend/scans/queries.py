"""Typed callers of the room's named SQL; all run in the viewer's context."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.db import NamedSql
from backend.grid.domain import Scope
from backend.grid.model import Area
from backend.hotspots.domain import Period
from backend.scans.domain import Issued, Step, Use

SQL = NamedSql.beside(__file__)
NOWHERE: dict[str, Any] = {"low": "", "high": "", "prefixes": []}


def codes(session: Session, scope: Scope | None, person: int | None, span: Period) -> list[Issued]:
    """Return the codes of a scope, or of an account as a deputy, that were issued before a period ended, the oldest first."""
    values = (scope.values if scope else NOWHERE) | {"person": person, "until": span.until}
    return [Issued(*row) for row in session.execute(SQL["codes"], values)]


def figures(
    session: Session, ids: Collection[int], scope: Scope | None, span: Period, step: Step
) -> tuple[dict[int, Use], dict[date, Use]]:
    """Return the figures of some codes, by code and by step; `scope`: all that the viewer reads, None for a deputy's own codes."""
    values = {
        "codes": list(ids), "step": step, "since": span.since, "until": span.until, "first": span.first, "last": span.last,
    } | (scope.values if scope else {})  # fmt: skip
    found = session.execute(SQL["figures" if scope else "own_figures"], values).all()
    uses = [(row.code_id, row.begins, Use(*row[2:])) for row in found]
    return {code: use for code, _, use in uses if code is not None}, {at: use for _, at, use in uses if at is not None}


def names(session: Session, areas: Collection[str]) -> dict[str, str]:
    """Return the names of areas by their codes."""
    return {row.code: row.name for row in session.execute(select(Area.code, Area.name).where(Area.code.in_(areas)))}
