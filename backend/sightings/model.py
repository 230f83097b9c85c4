"""What a sighting has beyond the common facts of a report."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.sightings.domain import NOTICED_BY, RISKS


class Sighting(Base):
    """How a matter was noticed. Rows are only added."""

    __tablename__ = "sighting"
    __table_args__ = (
        CheckConstraint(f"noticed_by in {NOTICED_BY}", name="sighting_noticed_known"),
        CheckConstraint(f"risk in {RISKS}", name="sighting_risk_known"),
        # Usage: the sightings that were written down at a visit.
        Index("sighting_visit_idx", "visit_id", postgresql_where=text("visit_id is not null")),
    )
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    author_id: Mapped[int] = mapped_column(BigInteger)
    hidden: Mapped[bool]
    noticed_by: Mapped[str] = mapped_column(Text)
    risk: Mapped[str] = mapped_column(Text)
    out_of_cell: Mapped[bool]
    out_of_cell_reason: Mapped[str | None] = mapped_column(Text)
    visit_id: Mapped[UUID | None]


class Amendment(Base):
    """What was said of a sighting later: its order, what its writer had read, and which fields it says anew (none: it adds)."""

    __tablename__ = "sighting_amendment"
    __table_args__ = (
        CheckConstraint("nth > 0", name="sighting_amendment_nth_positive"),
        CheckConstraint("actor_role in ('author', 'liaison')", name="sighting_amendment_role"),
        UniqueConstraint("first_id", "nth", name="sighting_amendment_order"),
    )
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), primary_key=True)
    first_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"))
    nth: Mapped[int]
    based_on: Mapped[UUID] = mapped_column(ForeignKey("report.id"))
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    actor_id: Mapped[int] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Text)
    actor_role: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
