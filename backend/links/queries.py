"""Typed callers of the room's named SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from backend.db import NamedSql
from backend.links.domain import Link, Opened

SQL = NamedSql.beside(__file__)
COLUMNS = [each.name for each in fields(Opened)]


@dataclass(frozen=True)
class Seat:
    """Who has a case in hand, since which of its versions; `given_by`: the roles that may have given it to them."""

    body_id: int
    role: str
    version: int
    body_name: str
    given_by: Sequence[str]


def handler_seat(session: Session, case_id: UUID) -> Seat | None:
    """Return who has a case in hand, None for nobody."""
    row = session.execute(SQL["handler_seat"], {"case_id": case_id}).one_or_none()
    return Seat(*row) if row else None


def links(session: Session, case_id: UUID, link_id: UUID | None = None) -> list[Link]:
    """Return the links of a case, newest first; only `link_id`, if it is named."""
    return [Link(*row) for row in session.execute(SQL["links"], {"case_id": case_id, "link_id": link_id})]


def issue(session: Session, new: dict[str, Any]) -> bool:
    """Store a link; False when its id is taken."""
    return session.execute(SQL["issue"], new).one_or_none() is not None


def issued(session: Session, new: dict[str, Any]) -> bool:
    """Return whether the same was issued before by the same person."""
    return session.execute(SQL["issued"], new).one_or_none() is not None


def revoke(session: Session, case_id: UUID, link_id: UUID) -> bool:
    """Take a link back; False when it was before, or is none that this person may take back."""
    return session.execute(SQL["revoke"], {"id": link_id, "case_id": case_id}).one_or_none() is not None


def found(connection: Connection | Session, digest: bytes) -> Opened | None:
    """Return the link whose token has this digest; needs no context."""
    return _opened(connection, "found", {"digest": digest})


def bound(session: Session, digest: bytes, device: bytes) -> bool:
    """Bind the link whose token has this digest to a device; False when another one has it."""
    return session.scalar(SQL["bound"], {"digest": digest, "device": device}) is not None


def of_device(connection: Connection | Session, device: bytes) -> Opened | None:
    """Return the link that a device holds, and note that it was seen; needs no context."""
    return _opened(connection, "of_device", {"device": device})


def _opened(connection: Connection | Session, name: str, asked: dict[str, bytes]) -> Opened | None:
    row = connection.execute(SQL[name], asked).mappings().one_or_none()
    if row is None:
        return None
    device = bytes(row["device_hash"]) if row["device_hash"] else None
    return Opened(**{column: row[column] for column in COLUMNS} | {"device_hash": device})
