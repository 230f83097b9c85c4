"""What people say of the answers they got. Rows are only added; the last one of a sheet counts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.ratings.domain import VERDICTS, WAYS


class RatingRow(Base):
    """One judgement; triggers check whose sheet it is and mark the case."""

    __tablename__ = "rating"
    __table_args__ = (
        CheckConstraint(f"verdict in {tuple(VERDICTS)}", name="rating_known"),
        CheckConstraint(f"way in {tuple(WAYS)}", name="rating_way_known"),
        CheckConstraint("verdict <> 'dissatisfied' or length(btrim(reason)) >= 2", name="rating_reason"),
        CheckConstraint("(way = 'receipt') = (actor_id is null)", name="rating_way"),
        # Usage: what was said of the answers to a case; of the answer on one sheet, newest first.
        Index("rating_case_idx", "case_id", "sheet_id", "nth"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    nth: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_sheet.id"))
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"))
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    verdict: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, server_default=text("''"))
    way: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Text, server_default=text("''"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]
