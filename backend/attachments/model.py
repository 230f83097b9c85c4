"""The row of an attachment: who sent what, and what is kept of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class Attachment(Base):
    """A photo or a recording of an author or of a draft ticket. The bytes lie in the store under `kept_sha256`; those sent are gone."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("octet_length(sent_sha256) = 32", name="attachment_sent_length"),
        CheckConstraint("octet_length(kept_sha256) = 32", name="attachment_kept_length"),
        CheckConstraint("(author_id is null) <> (ticket is null)", name="attachment_owner"),
        CheckConstraint(
            "num_nulls(width, height) = case when duration_ms is null then 0 else 2 end", name="attachment_measures"
        ),
        UniqueConstraint(
            "author_id", "ticket", "sent_sha256", name="attachment_once", postgresql_nulls_not_distinct=True
        ),
        # Usage: an attachment by the digest it was sent under, whoever sent it (the policies choose).
        Index("attachment_sent_idx", "sent_sha256"),
        # Usage: whether anybody still needs a file.
        Index("attachment_kept_idx", "kept_sha256"),
        # Usage: photos that no report has named in time.
        Index("attachment_created_idx", "created_at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ticket: Mapped[bytes | None] = mapped_column(BYTEA)
    sent_sha256: Mapped[bytes] = mapped_column(BYTEA)
    kept_sha256: Mapped[bytes] = mapped_column(BYTEA)
    media_type: Mapped[str] = mapped_column(Text)
    bytes: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    duration_ms: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class AttachmentGone(Base):
    """A file that nobody needs any more, until the worker has removed it."""

    __tablename__ = "attachment_gone"
    kept_sha256: Mapped[bytes] = mapped_column(BYTEA, primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
