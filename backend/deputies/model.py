"""Deputies."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.db.types import plain


class Deputy(Base):
    """A deputy; public, as deputies are."""

    __tablename__ = "deputy"
    __table_args__ = (
        CheckConstraint(
            "level in ('national', 'province', 'city', 'county', 'town', 'street_council')", name="deputy_level_known"
        ),
        plain("deputy", "name", 1, 40),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    term_to: Mapped[date | None]
