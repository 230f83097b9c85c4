"""Parties, records, follow-ups, confirmations by a court, and the words of each. Rows are only added; words may be erased."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class _Noted:
    """What every row has: of which case, when and by whom it was noted, where it may be seen."""

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    actor_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    actor_name: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]


class Party(_Noted, Base):
    """Who is at odds, on which side; name and phone are the contact of the same id."""

    __tablename__ = "mediation_party"
    __table_args__ = (
        # Usage: the parties of a case.
        Index("mediation_party_case_idx", "case_id", "at"),
        CheckConstraint("side in ('claimant', 'respondent', 'other')", name="mediation_party_side"),
        UniqueConstraint("corrects_id", name="mediation_party_corrects"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    side: Mapped[str] = mapped_column(Text)
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("mediation_party.id"))


class Record(_Noted, Base):
    """When parties sat together (笔录)."""

    __tablename__ = "mediation_record"
    __table_args__ = (
        # Usage: the records of a case.
        Index("mediation_record_case_idx", "case_id", "held_at"),
        UniqueConstraint("corrects_id", name="mediation_record_corrects"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    held_at: Mapped[datetime]
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("mediation_record.id"))


class FollowUp(_Noted, Base):
    """Whether an agreement was kept (履行回访)."""

    __tablename__ = "mediation_follow_up"
    __table_args__ = (
        # Usage: the follow-ups of a case; the reminder asks for the latest.
        Index("mediation_follow_up_case_idx", "case_id", "at"),
        CheckConstraint("outcome in ('kept', 'partly', 'broken')", name="mediation_follow_up_outcome"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    made_on: Mapped[date]
    outcome: Mapped[str] = mapped_column(Text)


class Confirmation(_Noted, Base):
    """Both sides have asked a court to confirm an agreement (司法确认); `version`: that of its event."""

    __tablename__ = "mediation_confirmation"
    __table_args__ = (
        CheckConstraint("cardinality(applicants) >= 2", name="mediation_confirmation_jointly"),
        UniqueConstraint("case_id", "version", name="mediation_confirmation_once"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    applied_on: Mapped[date]
    court_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("body.id"))
    applicants: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))


class Ruling(_Noted, Base):
    """What the court said; has the id of the confirmation."""

    __tablename__ = "mediation_ruling"
    __table_args__ = (
        # Usage: the rulings of a case.
        Index("mediation_ruling_case_idx", "case_id"),
        CheckConstraint("result in ('confirmed', 'refused')", name="mediation_ruling_result"),
    )
    id: Mapped[UUID] = mapped_column(ForeignKey("mediation_confirmation.id"), primary_key=True)
    result: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date]


class Words(Base):
    """The words of a row of one of these kinds, apart because words may have to be erased."""

    __tablename__ = "mediation_text"
    __table_args__ = (
        # Usage: all words of a case; what erases reads it too.
        Index("mediation_text_case_idx", "case_id"),
        CheckConstraint(
            "kind in ('party', 'record', 'follow_up', 'confirmation', 'ruling')", name="mediation_text_kind"
        ),
    )
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    words: Mapped[dict[str, str]] = mapped_column(JSONB)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]
