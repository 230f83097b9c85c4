"""Contacts: sealed values only."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class Contact(Base):
    """How one person who wrote can be reached; its id is that of the report."""

    __tablename__ = "contact"
    __table_args__ = (
        # Usage: who has written from this phone before, by its blind index.
        Index("contact_phone_idx", "phone_index", postgresql_where=text("phone_index is not null")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]
    suite: Mapped[int] = mapped_column(SmallInteger)
    key_id: Mapped[int] = mapped_column(SmallInteger)
    name_sealed: Mapped[bytes | None] = mapped_column(BYTEA)
    phone_sealed: Mapped[bytes | None] = mapped_column(BYTEA)
    phone_index: Mapped[bytes | None] = mapped_column(BYTEA)
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
