"""Typed callers of this room's SQL."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from backend.bodies.domain import BodyRef, Member
from backend.bodies.model import Body
from backend.db import NamedSql

SQL = NamedSql.beside(__file__)
PEOPLE = text("select * from body_people(cast(:bodies as bigint[]))")


def upsert_bodies(session: Session, rows: list[dict[str, Any]]) -> tuple[int, int]:
    """Store bodies; return how many were added and how many changed."""
    sent = json.dumps(rows, ensure_ascii=False, default=str)
    added, changed = session.execute(SQL["upsert_bodies"], {"rows": sent}).one()
    return added, changed


def serving(
    session: Session, place: str | None, roles: Collection[str] | None = None, kinds: Collection[str] | None = None
) -> list[BodyRef]:
    """Return the bodies at work today that serve the area `place`, the nearest level first; see `queries.sql`."""
    asked = {"place": place, "roles": sorted(roles) if roles else None, "kinds": sorted(kinds) if kinds else None}
    return [BodyRef(*row) for row in session.execute(SQL["serving"], asked)]


def mine(session: Session) -> list[BodyRef]:
    """Return the bodies for which the viewer acts today."""
    return [BodyRef(*row) for row in session.execute(SQL["mine"])]


def names(session: Session, codes: Collection[str]) -> dict[str, str]:
    """Return how the bodies of these codes are called, by code; one that is nobody's is left out."""
    found = session.execute(select(Body.code, Body.name).where(Body.code.in_(codes)))
    return {row.code: row.name for row in found}


def name_of(session: Session, body_id: int) -> str:
    """Return how a body is called; raises NoResultFound for an id that is nobody's."""
    return session.get_one(Body, body_id).name


def members(session: Session, bodies: Collection[int]) -> list[Member]:
    """Return who acts today for each of `bodies` (ids), those with a duty first."""
    return [Member(*row) for row in session.execute(PEOPLE, {"bodies": sorted(bodies)})]
