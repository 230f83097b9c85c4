"""布点方案: trial posts that an office keeps under a name."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Float, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.db.types import plain


class CoveragePlan(Base):
    """A plan as it was saved: what was assumed, and the figures of that day, never counted again; `grid`: digest of the cells in force."""

    __tablename__ = "coverage_plan"
    __table_args__ = (
        plain("coverage_plan", "name", 2, 60),
        CheckConstraint("reach_m between 50 and 10000", name="coverage_plan_reach"),
        CheckConstraint(
            "cardinality(weights) = 4 and 0 <= all (weights) and 1000 >= all (weights)", name="coverage_plan_weights"
        ),
        CheckConstraint("jsonb_array_length(figures -> 'sites') between 1 and 20", name="coverage_plan_figures"),
        CheckConstraint("length(grid) = 32", name="coverage_plan_grid"),
        # Usage: the plans of an area, the newest first.
        Index("coverage_plan_area_idx", "area_code", "made_at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    name: Mapped[str] = mapped_column(Text)
    reach_m: Mapped[float]
    weights: Mapped[list[float]] = mapped_column(ARRAY(Float))
    since: Mapped[date]
    figures: Mapped[dict[str, Any]] = mapped_column(JSONB)
    grid: Mapped[bytes]
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_name: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    asked: Mapped[bytes]
    removed_at: Mapped[datetime | None]
