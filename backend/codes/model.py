"""Codes that were issued; the text itself is not stored, it is made again from the row."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, SmallInteger, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class RepresentativeCode(Base):
    """A code that was issued for one deputy or one station; its id is the serial in the text.

    `category`: what the form of whoever scans it has chosen beforehand; None leaves the choice open.
    """

    __tablename__ = "representative_code"
    __table_args__ = (
        CheckConstraint("kind in ('deputy', 'station', 'post')", name="code_kind_known"),
        CheckConstraint("(deputy_id is null) <> (station_id is null)", name="code_of_one"),
        CheckConstraint("(kind = 'deputy') = (deputy_id is not null)", name="code_kind_fits"),
        # Usage: the codes of a station or a deputy that still count; one for each category, and one without.
        Index(
            "code_station_idx",
            "station_id",
            "category",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("revoked_at is null and station_id is not null"),
        ),
        Index(
            "code_deputy_idx",
            "deputy_id",
            "category",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("revoked_at is null and deputy_id is not null"),
        ),
        # Usage: all codes of a deputy, those that were ended too.
        Index("code_of_deputy_idx", "deputy_id", postgresql_where=text("deputy_id is not null")),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("deputy.id"))
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))
    category: Mapped[str | None] = mapped_column(ForeignKey("category.code"))
    key_id: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    issued_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str | None] = mapped_column(Text)


class CodeDay(Base):
    """How often the page of a code was seen on a day in China, and how often somebody began to write there; only `count_code` writes.

    `area_code`: where the code counted that day.
    """

    __tablename__ = "code_day"
    __table_args__ = (
        CheckConstraint("opened >= 0", name="code_day_opened_bounds"),
        CheckConstraint("begun >= 0", name="code_day_begun_bounds"),
        # Usage: the figures of a scope in a time.
        Index("code_day_area_idx", "area_code", "day"),
    )
    code_id: Mapped[int] = mapped_column(ForeignKey("representative_code.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    opened: Mapped[int]
    begun: Mapped[int]
