"""Typed callers of the named statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from backend.attachments.domain import Picture
from backend.db import NamedSql

SQL = NamedSql.beside(__file__)


@dataclass(frozen=True)
class Owner:
    """Whose a photo is: an account's, or a draft ticket's (the digest of a citizen's ticket), never both."""

    author_id: int | None = None
    ticket: bytes | None = None

    def __post_init__(self) -> None:
        """Refuse a photo of nobody and of two."""
        if (self.author_id is None) == (self.ticket is None):
            raise ValueError("a photo belongs to an author or to a ticket")


@dataclass(frozen=True)
class Kept:
    """What is kept of a photo: where, and its measures."""

    kept_sha256: str
    media_type: str
    bytes: int
    width: int
    height: int


def keep(session: Session, owner: Owner, sent: bytes, kept: bytes, picture: Picture) -> UUID | None:
    """Record a photo; return its id, or None when this owner had sent it before."""
    measures = {"media_type": picture.media_type, "bytes": len(picture.data)}
    measures |= {"width": picture.width, "height": picture.height}
    found: UUID | None = session.scalar(SQL["keep"], vars(owner) | {"sent": sent, "kept": kept} | measures)
    return found


def own(session: Session, owner: Owner, sent: bytes) -> Kept | None:
    """Return the photo `owner` has sent under the digest `sent`."""
    return _kept(session.execute(SQL["own"], vars(owner) | {"sent": sent}).one_or_none())


def visible(session: Session, sent: bytes) -> Kept | None:
    """Return a photo sent under the digest `sent` that the context may see."""
    return _kept(session.execute(SQL["visible"], {"sent": sent}).one_or_none())


def of_deputy(session: Session, sent: bytes, viewer: int) -> Kept | None:
    """Return a photo sent under the digest `sent` through the own code of the deputy with this account."""
    return _kept(session.execute(SQL["of_deputy"], {"sent": sent, "viewer": viewer}).one_or_none())


def _kept(row: Row[Any] | None) -> Kept | None:
    if row is None:
        return None
    return Kept(bytes(row.kept_sha256).hex(), row.media_type, row.bytes, row.width, row.height)
