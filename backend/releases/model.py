"""Tables of what is released; how it is counted stands in the migration."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class ReleaseMonth(Base):
    """A month that was released."""

    __tablename__ = "release_month"
    __table_args__ = (CheckConstraint("extract(day from month) = 1", name="release_month_first"),)
    month: Mapped[date] = mapped_column(primary_key=True)
    released_at: Mapped[datetime] = mapped_column(server_default=func.now())


class StationRelease(Base):
    """What was heard, answered and adopted at a station in a month; None: fewer than five."""

    __tablename__ = "station_release"
    __table_args__ = (
        CheckConstraint("heard >= 5", name="station_release_heard"),
        CheckConstraint("answered >= 5", name="station_release_answered"),
        CheckConstraint("adopted >= 5", name="station_release_adopted"),
        CheckConstraint("num_nonnulls(heard, answered, adopted) > 0", name="station_release_something"),
    )
    station_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("station.id"), primary_key=True)
    month: Mapped[date] = mapped_column(ForeignKey("release_month.month"), primary_key=True)
    heard: Mapped[int | None]
    answered: Mapped[int | None]
    adopted: Mapped[int | None]
