"""In which other procedures cases are, and who is in charge of those of the backlog. Rows are only added; the last one counts."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.petitions.domain import CHARGERS, NOTERS, PROCEDURES


class CaseElsewhere(Base):
    """That a case is in another procedure, or no more; the trigger marks the case."""

    __tablename__ = "case_elsewhere"
    __table_args__ = (
        CheckConstraint(f"actor_role in {NOTERS}", name="case_elsewhere_role"),
        CheckConstraint(f"procedure in {tuple(PROCEDURES)}", name="case_elsewhere_known"),
        CheckConstraint("length(btrim(reason)) >= 2", name="case_elsewhere_reason"),
        # Usage: in which procedures a case is, newest first.
        Index("case_elsewhere_case_idx", "case_id", "id"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    actor_id: Mapped[int] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Text)
    actor_role: Mapped[str] = mapped_column(Text)
    procedure: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]


class CaseCharge(Base):
    """The leader in charge (包案领导) of a case, with a reason and the day it is due."""

    __tablename__ = "case_charge"
    __table_args__ = (
        CheckConstraint(f"actor_role in {CHARGERS}", name="case_charge_role"),
        CheckConstraint("length(btrim(leader)) between 2 and 60", name="case_charge_leader"),
        CheckConstraint("length(btrim(reason)) >= 2", name="case_charge_reason"),
        # Usage: who is and was in charge of a case.
        Index("case_charge_case_idx", "case_id", "nth"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    nth: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    actor_id: Mapped[int] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Text)
    actor_role: Mapped[str] = mapped_column(Text)
    leader: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]
