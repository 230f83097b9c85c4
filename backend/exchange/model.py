"""Partners and what is sent to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.db.types import plain

NOW = text("now()")


class Partner(Base):
    """Another system that hears of what happens in an area, and of it only what was granted."""

    __tablename__ = "partner"
    __table_args__ = (
        plain("partner", "name", 1, 60),
        CheckConstraint("(former_sealed is null) = (former_until is null)", name="partner_former"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    endpoint: Mapped[str] = mapped_column(Text)
    events: Mapped[list[str]] = mapped_column(ARRAY(Text))
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    hidden: Mapped[bool] = mapped_column(server_default=text("false"))
    vocabulary: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    secret_sealed: Mapped[bytes] = mapped_column(BYTEA)
    former_sealed: Mapped[bytes | None] = mapped_column(BYTEA)
    former_until: Mapped[datetime | None]
    created_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    disabled_at: Mapped[datetime | None]


class PartnerDelivery(Base):
    """One event for one partner; its id is the message's, the same at every try."""

    __tablename__ = "partner_delivery"
    __table_args__ = (
        CheckConstraint("status in ('waiting', 'delivered', 'dead')", name="partner_delivery_status"),
        UniqueConstraint("partner_id", "key", name="partner_delivery_once"),
        # Usage: a partner's deliveries, newest first, also of one status (the dead-letter list).
        Index("partner_delivery_list_idx", "partner_id", "created_at", "id"),
        # Usage: what is to be tried again; what of a partner has to wait with the rest.
        Index("partner_delivery_due_idx", "partner_id", "next_at", postgresql_where=text("status = 'waiting'")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partner.id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    event: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[UUID | None]
    version: Mapped[int | None]
    status: Mapped[str] = mapped_column(Text, server_default=text("'waiting'"))
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    next_at: Mapped[datetime] = mapped_column(server_default=NOW)
    queued_until: Mapped[datetime] = mapped_column(server_default=text("now() + interval '1 hour'"))
    response_code: Mapped[int | None] = mapped_column(SmallInteger)
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    settled_at: Mapped[datetime | None]


class PartnerNote(Base):
    """What a partner said of a case, once for each of its messages."""

    __tablename__ = "partner_note"
    __table_args__ = (
        plain("partner_note", "message_id", 1, 200),
        # Usage: what partners said of a case, newest first.
        Index("partner_note_case_idx", "case_id", "received_at"),
    )
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partner.id"), primary_key=True)
    message_id: Mapped[str] = mapped_column(Text, primary_key=True)
    digest: Mapped[bytes] = mapped_column(BYTEA)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]
    partner_name: Mapped[str] = mapped_column(Text)
    their_number: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(server_default=NOW)
