"""Digest items and what hangs on them, experts, batches, notices."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, SmallInteger, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.db.types import plain
from backend.digests.domain import State


class DigestMove(Base):
    """An allowed change; see `domain.Move`."""

    __tablename__ = "digest_move"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    from_state: Mapped[str] = mapped_column(Text)
    to_state: Mapped[str] = mapped_column(Text)
    maker: Mapped[str] = mapped_column(Text)
    reason_required: Mapped[bool]


class ReportBatch(Base):
    """What goes up at one time, and that it has arrived."""

    __tablename__ = "report_batch"
    __table_args__ = (
        # Usage: the batches of a draft, newest first.
        Index("report_batch_solicitation_idx", "solicitation_id", "made_at", "id"),
        plain("report_batch", "recipient", 2, 60),
        plain("report_batch", "receipt_number", 1, 60),
        plain("report_batch", "receipt_by", 2, 60),
        CheckConstraint("length(note) <= 1000", name="report_batch_note_length"),
        CheckConstraint(
            "(receipt_number is null) = (receipt_on is null) and (receipt_number is null) = (receipt_by is null)"
            " and (receipt_number is null) = (receipt_noted_by is null) and (receipt_on is null or receipt_on >= sent_on)",
            name="report_batch_receipt",
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    solicitation_id: Mapped[UUID] = mapped_column(ForeignKey("solicitation.id"))
    recipient: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    sent_on: Mapped[date]
    receipt_number: Mapped[str | None] = mapped_column(Text)
    receipt_on: Mapped[date | None]
    receipt_by: Mapped[str | None] = mapped_column(Text)
    receipt_noted_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_name: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    asked: Mapped[bytes]


class DigestItem(Base):
    """What many opinions come to, beside the originals; its whole way up and back."""

    __tablename__ = "digest_item"
    __table_args__ = (
        # Usage: the items of a draft, by article.
        Index("digest_item_solicitation_idx", "solicitation_id", "article_id", "made_at"),
        # Usage: the items of a batch.
        Index("digest_item_batch_idx", "batch_id", postgresql_where=sql("batch_id is not null")),
        # Usage: what waits for somebody in a scope.
        Index("digest_item_area_idx", "area_code", "state", "made_at"),
        plain("digest_item", "title", 2, 100),
        CheckConstraint("length(btrim(text)) between 5 and 8000", name="digest_item_said"),
        CheckConstraint(f"state in ({', '.join(repr(each.value) for each in State)})", name="digest_item_state_known"),
        ForeignKeyConstraint(
            ["kind", "outcome"],
            ["solicitation_outcome.kind", "solicitation_outcome.outcome"],
            name="digest_item_outcome",
        ),
        CheckConstraint("(state = 'settled') = (outcome is not null)", name="digest_item_settled"),
        CheckConstraint("(state in ('reported', 'settled')) = (batch_id is not null)", name="digest_item_sent"),
        CheckConstraint("(state = 'merged') = (merged_into is not null)", name="digest_item_merged"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    solicitation_id: Mapped[UUID] = mapped_column(ForeignKey("solicitation.id"))
    kind: Mapped[str] = mapped_column(Text)
    article_id: Mapped[UUID | None] = mapped_column(ForeignKey("draft_article.id"))
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, server_default=sql("'drafted'"))
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey("report_batch.id"))
    outcome: Mapped[str | None] = mapped_column(Text)
    outcome_reason: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    final_article_id: Mapped[UUID | None] = mapped_column(ForeignKey("draft_article.id"))
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("digest_item.id"))
    answered_at: Mapped[datetime | None]
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    asked: Mapped[bytes]
    version: Mapped[int] = mapped_column(server_default=sql("1"))


class DigestEvent(Base):
    """A step of an item."""

    __tablename__ = "digest_event"
    item_id: Mapped[UUID] = mapped_column(ForeignKey("digest_item.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    move_id: Mapped[str] = mapped_column(Text, ForeignKey("digest_move.id"))
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    actor_id: Mapped[int] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)


class DigestOpinion(Base):
    """An opinion in an item, and how who said it was answered."""

    __tablename__ = "digest_opinion"
    __table_args__ = (
        # Usage: the opinions of an item; which of them wait for an answer.
        Index("digest_opinion_item_idx", "item_id", "answered_at"),
        CheckConstraint(
            "(answered_at is not null) = (sheet_id is not null or by_notice)", name="digest_opinion_answered"
        ),
    )
    opinion_id: Mapped[UUID] = mapped_column(ForeignKey("opinion.id"), primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("digest_item.id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    joined_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    joined_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    sheet_id: Mapped[UUID | None] = mapped_column(ForeignKey("feedback_sheet.id"))
    by_notice: Mapped[bool] = mapped_column(server_default=sql("false"))
    answered_at: Mapped[datetime | None]


class SpecialityRow(Base):
    """What somebody is an expert of; the office may add rows."""

    __tablename__ = "speciality"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(SmallInteger)


class ExpertRow(Base):
    """Somebody of the pool; with an account where they answer themselves."""

    __tablename__ = "expert"
    __table_args__ = (
        # Usage: the pool of an area, by name.
        Index("expert_area_idx", "area_code", "name", "id"),
        plain("expert", "name", 2, 30),
        plain("expert", "employer", 0, 60),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    employer: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"), unique=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    asked: Mapped[bytes]
    ended_on: Mapped[date | None]


class ExpertSpeciality(Base):
    """What an expert is good at."""

    __tablename__ = "expert_speciality"
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("expert.id"), primary_key=True)
    speciality: Mapped[str] = mapped_column(Text, ForeignKey("speciality.code"), primary_key=True)


class ExpertConflict(Base):
    """That an expert stands back from a draft (回避), and why."""

    __tablename__ = "expert_conflict"
    __table_args__ = (CheckConstraint("length(btrim(reason)) between 2 and 500", name="expert_conflict_reason"),)
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("expert.id"), primary_key=True)
    solicitation_id: Mapped[UUID] = mapped_column(ForeignKey("solicitation.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    declared_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    declared_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))


class ExpertAssignment(Base):
    """That an expert is asked about an item until a day, and what they said."""

    __tablename__ = "expert_assignment"
    __table_args__ = (
        # Usage: one opinion at a time is asked of an expert about an item.
        Index(
            "expert_assignment_open_idx", "item_id", "expert_id", unique=True, postgresql_where=sql("ended_at is null")
        ),
        # Usage: what an expert has been asked.
        Index("expert_assignment_expert_idx", "expert_id", "due_on"),
        CheckConstraint("verdict in ('pass', 'send_back')", name="expert_assignment_verdict_known"),
        CheckConstraint(
            "(verdict is null) = (given_at is null) and (verdict is null) = (given_by is null)"
            " and (verdict is null or (length(btrim(reasons)) >= 2 and ended_at is not null))",
            name="expert_assignment_given",
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=sql("gen_random_uuid()"))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("digest_item.id"))
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("expert.id"))
    due_on: Mapped[date]
    assigned_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    assigned_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    verdict: Mapped[str | None] = mapped_column(Text)
    reasons: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    given_at: Mapped[datetime | None]
    given_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]


class AnswerNotice(Base):
    """A public notice (公告) by which people were answered."""

    __tablename__ = "answer_notice"
    __table_args__ = (
        # Usage: the notices of a draft.
        Index("answer_notice_solicitation_idx", "solicitation_id", "published_on"),
        plain("answer_notice", "title", 2, 100),
        plain("answer_notice", "place", 2, 200),
        CheckConstraint("length(btrim(text)) between 5 and 8000", name="answer_notice_said"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    solicitation_id: Mapped[UUID] = mapped_column(ForeignKey("solicitation.id"))
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    published_on: Mapped[date]
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_name: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    asked: Mapped[bytes]


class AnswerNoticeOpinion(Base):
    """That a notice answers who said this."""

    __tablename__ = "answer_notice_opinion"
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("answer_notice.id"), primary_key=True)
    opinion_id: Mapped[UUID] = mapped_column(ForeignKey("opinion.id"), primary_key=True)
