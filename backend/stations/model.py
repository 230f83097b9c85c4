"""Stations and the cells their posts are attached to."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    SmallInteger,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.db.types import Cube, plain
from backend.stations.domain.duties import POSTS

SESSION_UNIT = (
    "cube(array["
    "cos(radians(st_y(geom))) * cos(radians(st_x(geom))),"
    "cos(radians(st_y(geom))) * sin(radians(st_x(geom))),"
    "sin(radians(st_y(geom)))])"
)
UNIT = f"case when geom is null then null else {SESSION_UNIT} end"


class Station(Base):
    """A staffed place of the network: contact point 立法联系点 → liaison point 立法联络点 → collection post 信息采集点."""

    __tablename__ = "station"
    __table_args__ = (
        CheckConstraint(
            "kind in ('contact_point', 'liaison_point', 'collection_post', 'workstation', 'deputy_home')",
            name="station_kind_known",
        ),
        CheckConstraint("kind <> 'collection_post' or parent_id is not null", name="station_tree"),
        CheckConstraint("closed_on > opened_on", name="station_days"),
        plain("station", "name", 1, 100),
        plain("station", "address", 0, 200),
        plain("station", "opening_hours", 0, 200),
        # Usage: nearest station (locate, intake).
        Index("station_unit_idx", "unit", postgresql_using="gist"),
        # Usage: stations of an area.
        Index("station_area_idx", "area_code"),
        Index("station_parent_idx", "parent_id"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    address: Mapped[str] = mapped_column(Text, server_default="")
    phone: Mapped[str] = mapped_column(Text, server_default="")
    opening_hours: Mapped[str] = mapped_column(Text, server_default="")
    mobile: Mapped[bool] = mapped_column(server_default="false")
    opened_on: Mapped[date] = mapped_column(server_default="2000-01-01")
    closed_on: Mapped[date | None]
    geom: Mapped[WKBElement | None] = mapped_column(Geometry("POINT", 4326, spatial_index=False))
    unit: Mapped[str | None] = mapped_column(Cube, Computed(UNIT, persisted=True))


class StationCell(Base):
    """The cell a post is attached to in one edition (就近就便): the one that covers it, else the nearest."""

    __tablename__ = "station_cell"
    __table_args__ = (
        # Usage: posts of a cell.
        Index("station_cell_cell_idx", "cell_id"),
    )
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("grid_edition.id"), primary_key=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("grid_cell.id"))
    distance_m: Mapped[float]


class StationSession(Base):
    """Where and when a mobile station stands (流动站点); `unit`: as of a station. One at a time: the database holds that."""

    __tablename__ = "station_session"
    __table_args__ = (
        # Usage: what runs now, for the nearest station; what comes.
        Index("station_session_ends_idx", "ends_at", postgresql_where=text("cancelled_reason = ''")),
        # Usage: cells that are taken back with an edition.
        Index("station_session_cell_idx", "cell_id", postgresql_where=text("cell_id is not null")),
        plain("station_session", "place", 1, 100),
        plain("station_session", "theme", 0, 100),
        CheckConstraint(
            "ends_at > starts_at and ends_at <= starts_at + interval '24 hours'", name="station_session_times"
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("station.id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(Text)
    theme: Mapped[str] = mapped_column(Text)
    geom: Mapped[WKBElement] = mapped_column(Geometry("POINT", 4326, spatial_index=False))
    cell_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("grid_cell.id"))
    unit: Mapped[str] = mapped_column(Cube, Computed(SESSION_UNIT, persisted=True))
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())
    asked: Mapped[bytes]
    cancelled_reason: Mapped[str] = mapped_column(Text, server_default="")


class PostDuty(Base):
    """What a post answers for in an area (岗位责任清单), one version of it. Rows are only added."""

    __tablename__ = "post_duty"
    __table_args__ = (
        CheckConstraint(f"post in {tuple(POSTS)}", name="post_duty_post"),
        CheckConstraint("length(btrim(text)) between 5 and 4000", name="post_duty_text"),
        # Usage: what a post answers for in an area, the newest first.
        UniqueConstraint("area_code", "post", "version", name="post_duty_once"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    post: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int] = mapped_column(BigInteger)
    written_name: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(server_default=func.now())


class StationTerm(Base):
    """A value that facts of a kind may have; the office may add rows."""

    __tablename__ = "station_term"
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(SmallInteger)


class StationFact(Base):
    """What a station is or has, one version of it (站点档案). Rows are only added, the last version stands."""

    __tablename__ = "station_fact"
    __table_args__ = (
        ForeignKeyConstraint(["kind", "value"], ["station_term.kind", "station_term.value"], name="station_fact_term"),
        CheckConstraint("version >= 1", name="station_fact_version"),
        CheckConstraint("length(words) <= 2000", name="station_fact_words"),
        CheckConstraint("count between 1 and 10000", name="station_fact_count"),
        CheckConstraint("length(place) <= 100", name="station_fact_place"),
        CheckConstraint("length(note) <= 500", name="station_fact_note"),
        CheckConstraint("until_day >= from_day", name="station_fact_days"),
        CheckConstraint("(kind = 'equipment') = (count is not null)", name="station_fact_counted"),
        CheckConstraint("(kind = 'standard') = (met is not null)", name="station_fact_met"),
        CheckConstraint("(kind = 'assessment') = (about is not null)", name="station_fact_about"),
        # Usage: the facts of a station.
        Index("station_fact_station_idx", "station_id", "id", "version"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    kind: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text, server_default="")
    count: Mapped[int | None]
    place: Mapped[str] = mapped_column(Text, server_default="")
    met: Mapped[bool | None]
    about: Mapped[UUID | None]
    from_day: Mapped[date | None]
    until_day: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, server_default="")
    removed: Mapped[bool] = mapped_column(server_default="false")
    written_by: Mapped[int] = mapped_column(BigInteger)
    written_name: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(server_default=func.now())
