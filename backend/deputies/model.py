"""Deputies, their groups and places, and who holds a home station."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, SmallInteger, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.db.types import plain


class Deputy(Base):
    """A deputy; public, as deputies are."""

    __tablename__ = "deputy"
    __table_args__ = (
        # Usage: the deputies of an area; those of a home station; a person's own.
        Index("deputy_area_idx", "area_code", "id"),
        Index("deputy_station_idx", "station_id", "id"),
        Index("deputy_account_idx", "account_id", postgresql_where=sql("account_id is not null")),
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


class DeputyGroup(Base):
    """The deputies of one home station (代表小组)."""

    __tablename__ = "deputy_group"
    __table_args__ = (
        plain("deputy_group", "name", 1, 60),
        # Usage: the groups of a station.
        Index("deputy_group_station_idx", "station_id"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))


class DeputyPlace(Base):
    """Where a deputy is placed: in one group at a time, in several cells (exclusion constraints in the migration)."""

    __tablename__ = "deputy_place"
    __table_args__ = (
        CheckConstraint("(group_id is null) <> (cell_code is null)", name="deputy_place_one"),
        CheckConstraint("until_day >= from_day", name="deputy_place_days"),
        # Usage: the places of a deputy; the deputies of a group; those who serve a cell.
        Index("deputy_place_deputy_idx", "deputy_id", "from_day"),
        Index("deputy_place_group_idx", "group_id", postgresql_where=sql("group_id is not null")),
        Index("deputy_place_cell_idx", "cell_code", postgresql_where=sql("cell_code is not null")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("deputy.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("deputy_group.id"))
    cell_code: Mapped[str | None] = mapped_column(Text(collation="C"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class StationOfficer(Base):
    """Who holds a home station: one head, one or two liaisons at a time (an exclusion constraint in the migration)."""

    __tablename__ = "station_officer"
    __table_args__ = (
        CheckConstraint("duty in ('head', 'liaison')", name="station_officer_duty"),
        CheckConstraint("seat = 1 or (seat = 2 and duty = 'liaison')", name="station_officer_seat"),
        CheckConstraint("until_day >= from_day", name="station_officer_days"),
        plain("station_officer", "name", 1, 40),
        # Usage: the officers of a station.
        Index("station_officer_station_idx", "station_id", "from_day"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    duty: Mapped[str] = mapped_column(Text)
    seat: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
