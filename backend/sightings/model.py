"""What a sighting has beyond the common facts of a report."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.sightings.domain import NOTICED_BY, RISKS


class Sighting(Base):
    """How a matter was noticed. Rows are only added."""

    __tablename__ = "sighting"
    __table_args__ = (
        CheckConstraint(f"noticed_by in {NOTICED_BY}", name="sighting_noticed_known"),
        CheckConstraint(f"risk in {RISKS}", name="sighting_risk_known"),
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
