"""Commitments and the notes on how they went on."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from backend.commitments.domain import SUBJECTS, State
from backend.db import Base

STATES = ", ".join(repr(each.value) for each in State)


class Commitment(Base):
    """Something promised at an activity or by a body."""

    __tablename__ = "commitment"
    __table_args__ = (
        # Usage: what was promised in a scope, by the day it is due.
        Index("commitment_area_idx", "area_code", "state", "due_on"),
        # Usage: what a body has promised: its people's list.
        Index("commitment_body_idx", "body_id", "state", "due_on"),
        # Usage: what was promised of a case or at an activity.
        Index("commitment_subject_idx", "subject_id"),
        # Usage: what was promised to the people of a case.
        Index("commitment_asked_case_idx", "asked_case", postgresql_where=sql("asked_case is not null")),
        # Usage: what somebody with an account asked for.
        Index("commitment_asked_by_idx", "asked_by", postgresql_where=sql("asked_by is not null")),
        CheckConstraint(
            f"subject_kind in ({', '.join(repr(each) for each in SUBJECTS)})", name="commitment_subject_known"
        ),
        CheckConstraint("length(btrim(text)) >= 2", name="commitment_text_said"),
        CheckConstraint(f"state in ({STATES})", name="commitment_state_known"),
        CheckConstraint("(state = 'open') = (settled_at is null)", name="commitment_settled"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[UUID]
    subject_name: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    body_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("body.id"))
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(Text, server_default=sql("'open'"))
    settled_at: Mapped[datetime | None]
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    asked: Mapped[bytes]
    asked_case: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    asked_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]


class CommitmentNote(Base):
    """How a commitment went on; rows are only added."""

    __tablename__ = "commitment_note"
    __table_args__ = (
        # Usage: the notes of a commitment.
        Index("commitment_note_commitment_idx", "commitment_id", "id"),
        CheckConstraint(f"state in ({STATES})", name="commitment_note_state_known"),
        CheckConstraint("length(btrim(words)) >= 2", name="commitment_note_words_said"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitment.id"))
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    actor_id: Mapped[int] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
