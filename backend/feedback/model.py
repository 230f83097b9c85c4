"""Feedback sheets, their deliveries, messages inside the product, and the browsers that asked to be told."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Sequence,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base

FEEDBACK_NUMBER = Sequence("feedback_number", metadata=Base.metadata)
NEW_ID = text("gen_random_uuid()")
NOW = text("now()")


class Sheet(Base):
    """The numbered answer to one person about one report."""

    __tablename__ = "feedback_sheet"
    __table_args__ = (
        UniqueConstraint("subject_id", "report_id", "issued_at", name="feedback_sheet_once"),
        # Usage: the sheets of a receipt.
        Index("feedback_sheet_report_idx", "report_id", "issued_at"),
        # Usage: the sheets of a case.
        Index("feedback_sheet_subject_idx", "subject_id", "issued_at"),
        # Usage: the answers of an area and a period, for the books.
        Index("feedback_sheet_area_idx", "area_code", "issued_at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    number: Mapped[str] = mapped_column(Text, unique=True)
    subject_kind: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[UUID]
    subject_number: Mapped[str] = mapped_column(Text)
    report_id: Mapped[UUID]
    report_number: Mapped[str] = mapped_column(Text)
    receipt: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text, server_default=text("'zh-CN'"))
    said_at: Mapped[datetime]
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]
    author_id: Mapped[int | None] = mapped_column(BigInteger)
    reply_way: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[datetime] = mapped_column(server_default=NOW)
    signed_by: Mapped[int] = mapped_column(BigInteger)
    signer_name: Mapped[str] = mapped_column(Text)
    signer_role: Mapped[str] = mapped_column(Text)
    body_name: Mapped[str] = mapped_column(Text)


class SheetText(Base):
    """The words of a sheet, apart because they may have to be erased."""

    __tablename__ = "feedback_sheet_text"
    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_sheet.id"), primary_key=True)
    report_id: Mapped[UUID]
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]
    said: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)


class PushSubscription(Base):
    """A browser that may be sent to."""

    __tablename__ = "push_subscription"
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    endpoint: Mapped[str] = mapped_column(Text)
    endpoint_hash: Mapped[bytes] = mapped_column(BYTEA, unique=True)
    p256dh: Mapped[str] = mapped_column(Text)
    auth: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    gone_at: Mapped[datetime | None]
    gone_status: Mapped[int | None] = mapped_column(SmallInteger)


class PushFollow(Base):
    """What a browser follows: one receipt, or one person's messages."""

    __tablename__ = "push_follow"
    __table_args__ = (
        CheckConstraint("(account_id is null) <> (report_id is null)", name="push_follow_one"),
        UniqueConstraint(
            "subscription_id", "account_id", "report_id", name="push_follow_once", postgresql_nulls_not_distinct=True
        ),
        # Usage: browsers that follow a receipt.
        Index("push_follow_report_idx", "report_id", postgresql_where=text("report_id is not null")),
        # Usage: browsers that follow a person's messages.
        Index("push_follow_account_idx", "account_id", postgresql_where=text("account_id is not null")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    subscription_id: Mapped[UUID] = mapped_column(ForeignKey("push_subscription.id"))
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    report_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)


class Delivery(Base):
    """One attempt on one rung of the ladder; its key stands before the call is made."""

    __tablename__ = "delivery"
    __table_args__ = (
        CheckConstraint(
            "rung in ('inbox', 'receipt', 'push', 'gateway', 'channel', 'door', 'aloud', 'post')",
            name="delivery_rung_known",
        ),
        CheckConstraint("state in ('trying', 'confirmed', 'failed', 'gone')", name="delivery_state_known"),
        CheckConstraint(
            "(photo_sha256 is null) = (photo_by is null) and (photo_sha256 is null or rung = 'door')",
            name="delivery_photo",
        ),
        UniqueConstraint(
            "sheet_id", "rung", "follow_id", "attempt", name="delivery_key", postgresql_nulls_not_distinct=True
        ),
        # Usage: may this viewer see this photo of a signature (policy of attachment).
        Index("delivery_photo_idx", "photo_sha256", postgresql_where=text("photo_sha256 is not null")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_sheet.id"))
    report_id: Mapped[UUID]
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]
    rung: Mapped[str] = mapped_column(Text)
    follow_id: Mapped[UUID | None]
    attempt: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    state: Mapped[str] = mapped_column(Text)
    status: Mapped[int | None] = mapped_column(SmallInteger)
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    settled_at: Mapped[datetime | None]
    photo_sha256: Mapped[bytes | None] = mapped_column(BYTEA)
    photo_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))


class Unreached(Base):
    """A sheet that no rung has confirmed yet; the database keeps it."""

    __tablename__ = "feedback_unreached"
    __table_args__ = (
        # Usage: who of a scope was not reached.
        Index("feedback_unreached_area_idx", "area_code", "issued_at"),
    )
    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_sheet.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]
    issued_at: Mapped[datetime]


class Notice(Base):
    """A message to a person with an account; `kind` makes the words, no content stands here."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("subject_id", "kind", "account_id", name="notice_once"),
        # Usage: a person's messages, newest first.
        Index("notice_account_idx", "account_id", "created_at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[UUID]
    number: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    read_at: Mapped[datetime | None]


class Ask(Base):
    """Somebody who reported is asked for more, until a day; what is asked stands with the move of the case."""

    __tablename__ = "ask"
    __table_args__ = (
        UniqueConstraint("subject_id", "turn", "report_id", name="ask_once"),
        # Usage: what was asked of a receipt, of a worker's sighting.
        Index("ask_report_idx", "report_id", "asked_at"),
        # Usage: what is asked of a worker.
        Index("ask_author_idx", "author_id", "asked_at", postgresql_where=text("author_id is not null")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    subject_kind: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[UUID]
    subject_number: Mapped[str] = mapped_column(Text)
    turn: Mapped[int]
    report_id: Mapped[UUID]
    receipt: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text, server_default=text("'zh-CN'"))
    reply_way: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(BigInteger)
    asked_at: Mapped[datetime] = mapped_column(server_default=NOW)
    due_on: Mapped[date | None]
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]


class AskDelivery(Base):
    """One attempt to tell of an ask on one rung; its key stands before the call is made."""

    __tablename__ = "ask_delivery"
    __table_args__ = (
        CheckConstraint("rung in ('inbox', 'receipt', 'push', 'gateway')", name="ask_delivery_rung_known"),
        CheckConstraint("state in ('trying', 'confirmed', 'failed', 'gone')", name="ask_delivery_state_known"),
        UniqueConstraint(
            "ask_id", "rung", "follow_id", "attempt", name="ask_delivery_key", postgresql_nulls_not_distinct=True
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    ask_id: Mapped[UUID] = mapped_column(ForeignKey("ask.id"))
    report_id: Mapped[UUID]
    rung: Mapped[str] = mapped_column(Text)
    follow_id: Mapped[UUID | None]
    attempt: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    state: Mapped[str] = mapped_column(Text)
    status: Mapped[int | None] = mapped_column(SmallInteger)
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    settled_at: Mapped[datetime | None]
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]
