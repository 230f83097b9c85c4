"""Typed callers of the named statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from backend.attachments.domain import Picture, Recording
from backend.db import NamedSql

SQL = NamedSql.beside(__file__)


@dataclass(frozen=True)
class Owner:
    """Whose an attachment is: an account's, or a draft ticket's (the digest of a citizen's ticket), never both."""

    author_id: int | None = None
    ticket: bytes | None = None

    def __post_init__(self) -> None:
        """Refuse an attachment of nobody and of two."""
        if (self.author_id is None) == (self.ticket is None):
            raise ValueError("an attachment belongs to an author or to a ticket")


@dataclass(frozen=True)
class Kept:
    """What is kept of an attachment: where, and its measures; a photo has pixels, a recording milliseconds."""

    kept_sha256: str
    media_type: str
    bytes: int
    width: int | None
    height: int | None
    duration_ms: int | None


def keep(session: Session, owner: Owner, sent: bytes, kept: bytes, made: Picture | Recording) -> UUID | None:
    """Record an attachment; return its id, or None when this owner had sent it before."""
    measures = {"media_type": made.media_type, "bytes": len(made.data)}
    measures |= {"width": made.width, "height": made.height, "duration_ms": made.duration_ms}
    found: UUID | None = session.scalar(SQL["keep"], vars(owner) | {"sent": sent, "kept": kept} | measures)
    return found


def own(session: Session, owner: Owner, sent: bytes) -> Kept | None:
    """Return the attachment `owner` has sent under the digest `sent`."""
    return _kept(session.execute(SQL["own"], vars(owner) | {"sent": sent}).one_or_none())


def visible(session: Session, sent: bytes) -> Kept | None:
    """Return an attachment sent under the digest `sent` that the context may see."""
    return _kept(session.execute(SQL["visible"], {"sent": sent}).one_or_none())


def of_deputy(session: Session, sent: bytes, viewer: int) -> Kept | None:
    """Return an attachment sent under the digest `sent` through the own code of the deputy with this account."""
    return _kept(session.execute(SQL["of_deputy"], {"sent": sent, "viewer": viewer}).one_or_none())


def _kept(row: Row[Any] | None) -> Kept | None:
    if row is None:
        return None
    return Kept(bytes(row.kept_sha256).hex(), row.media_type, row.bytes, row.width, row.height, row.duration_ms)


def lock_file(session: Session, kept_sha256: str, *, writes: bool) -> None:
    """Let nobody remove this file while it is written, and nobody write it while it is removed; until the transaction ends."""
    name = int.from_bytes(bytes.fromhex(kept_sha256)[:8], "big", signed=True)
    session.execute(SQL["file_lock_shared" if writes else "file_lock"], {"name": name})


def gone(session: Session, most: int) -> list[str]:
    """Return digests of files that nobody needs any more, as far as is known."""
    return list(session.scalars(SQL["gone"], {"most": most}))


def needed(session: Session, kept: Sequence[str]) -> set[str]:
    """Return which of these files an attachment still needs."""
    return set(session.scalars(SQL["needed"], {"kept": [bytes.fromhex(each) for each in kept]}))


def removed(session: Session, kept_sha256: str) -> None:
    """Note that a file waits no longer to be removed."""
    session.execute(SQL["removed"], {"kept": bytes.fromhex(kept_sha256)})


def forget(session: Session, kept: int, most: int) -> list[UUID]:
    """Delete attachments that no report has named in `kept` days; return their ids."""
    return list(session.scalars(SQL["forget"], {"kept": kept, "most": most}))
