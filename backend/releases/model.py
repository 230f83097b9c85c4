"""Tables of what is released; how it is counted stands in the migration."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, SmallInteger, Text, func
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


class MapRelease(Base):
    """A month of a county that was released as a map; `least`: below how many nothing is told."""

    __tablename__ = "map_release"
    __table_args__ = (
        CheckConstraint("extract(day from month) = 1", name="map_release_first"),
        CheckConstraint("least between 2 and 1000", name="map_release_least"),
        CheckConstraint("total >= least", name="map_release_total"),
    )
    county: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    least: Mapped[int] = mapped_column(SmallInteger)
    total: Mapped[int | None]
    released_at: Mapped[datetime] = mapped_column(server_default=func.now())


class MapFigure(Base):
    """A figure of it that everybody is told: of a township, a cell, a category."""

    __tablename__ = "map_figure"
    __table_args__ = (
        CheckConstraint("kind in ('town', 'cell', 'category')", name="map_figure_kind"),
        CheckConstraint("n >= 2", name="map_figure_many"),
        CheckConstraint("(kind = 'cell') = (town is not null)", name="map_figure_town"),
        ForeignKeyConstraint(
            ["county", "month"], ["map_release.county", "map_release.month"], name="map_figure_release"
        ),
    )
    county: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    code: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    town: Mapped[str | None] = mapped_column(Text(collation="C"))
    n: Mapped[int]
