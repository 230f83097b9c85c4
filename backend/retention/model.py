"""How long things are kept, what was deleted, which cases are kept whole."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Identity, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class RetentionRule(Base):
    """How many days one kind is kept; the office's own setting."""

    __tablename__ = "retention_rule"
    __table_args__ = (
        CheckConstraint("days between 1 and 36500", name="retention_rule_days"),
        CheckConstraint("kind <> 'orphans' or days > 30", name="retention_rule_orphans"),
    )
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    days: Mapped[int]


class DeletionRecord(Base):
    """What one batch of a run has deleted: by which rule, how many rows of which table, of which subjects. Rows are only added."""

    __tablename__ = "deletion_record"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    run: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    kind: Mapped[str] = mapped_column(Text, ForeignKey("retention_rule.kind"))
    days: Mapped[int]
    counts: Mapped[dict[str, int]] = mapped_column(JSONB)
    subjects: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default=text("'{}'"))
    backups_until: Mapped[date]


class CaseHold(Base):
    """A legal hold: nothing of the case, and of what it has joined, is erased while the row stands."""

    __tablename__ = "case_hold"
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    placed_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    placed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]
