"""Receptions, who receives, appointments and talks."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, Text
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import TSTZRANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.db.types import plain


class Reception(Base):
    """A reception day that was published: an activity cut into slots."""

    __tablename__ = "reception"
    __table_args__ = (
        # Usage: the receptions to come, of all and of a station.
        Index("reception_starts_idx", "starts_at", "activity_id"),
        Index("reception_station_idx", "station_id", "starts_at"),
        CheckConstraint("notice_days >= 0", name="reception_notice_days"),
        CheckConstraint("slot_minutes between 5 and 120", name="reception_slot_minutes"),
        CheckConstraint("slots between 1 and 60", name="reception_slots"),
        CheckConstraint(
            "(starts_at at time zone 'Asia/Shanghai')::date - (published_at at time zone 'Asia/Shanghai')::date >= notice_days",
            name="reception_published",
        ),
    )
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    starts_at: Mapped[datetime]
    published_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    notice_days: Mapped[int] = mapped_column(SmallInteger)
    slot_minutes: Mapped[int] = mapped_column(SmallInteger)
    slots: Mapped[int] = mapped_column(SmallInteger)
    asked: Mapped[bytes]


class ReceptionHost(Base):
    """Who receives; a deputy's times never overlap (an exclusion constraint in the migration)."""

    __tablename__ = "reception_host"
    __table_args__ = (
        CheckConstraint("kind in ('deputy', 'judge', 'prosecutor', 'police', 'mediator')", name="reception_host_kind"),
        CheckConstraint("(kind = 'deputy') = (deputy_id is not null)", name="reception_host_deputy"),
        plain("reception_host", "name", 1, 40),
        # Usage: the receptions of a deputy: their page, and every policy of their own.
        Index("reception_host_deputy_idx", "deputy_id", "activity_id", postgresql_where=sql("deputy_id is not null")),
    )
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("reception.activity_id"), primary_key=True)
    nth: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("deputy.id"))
    name: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    stands: Mapped[bool] = mapped_column(server_default=sql("true"))


class AppointmentRow(Base):
    """One talk that somebody wants to have, or came for; its id is the id behind its receipt."""

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("nth >= 0", name="appointment_nth"),
        CheckConstraint("channel in ('web', 'phone', 'door')", name="appointment_channel"),
        CheckConstraint(
            "state in ('booked', 'withdrawn', 'cancelled', 'absent', 'talked')", name="appointment_state"
        ),
        CheckConstraint("reply_way in ('receipt', 'phone')", name="appointment_way"),
        CheckConstraint("nth is not null or channel = 'door'", name="appointment_walked_in"),
        CheckConstraint("state <> 'cancelled' or length(btrim(reason)) >= 2", name="appointment_reason"),
        # Usage: which slots are taken: a slot is one person's.
        Index(
            "appointment_slot_idx", "activity_id", "nth", unique=True,
            postgresql_where=sql("nth is not null and state in ('booked', 'talked', 'absent')"),
        ),
        # Usage: the appointments of a reception.
        Index("appointment_activity_idx", "activity_id", "nth"),
    )  # fmt: skip
    id: Mapped[UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("reception.activity_id"))
    nth: Mapped[int | None] = mapped_column(SmallInteger)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    receipt: Mapped[str] = mapped_column(Text, unique=True)
    channel: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    reply_way: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    noted_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    asked: Mapped[bytes]


class AppointmentText(Base):
    """What somebody wants to talk about."""

    __tablename__ = "appointment_text"
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"), primary_key=True)
    activity_id: Mapped[UUID]
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    about: Mapped[str] = mapped_column(Text)


class Talk(Base):
    """What became of a talk; rows are only added."""

    __tablename__ = "talk"
    __table_args__ = (
        CheckConstraint("outcome in ('answered', 'case', 'suggestion')", name="talk_outcome"),
        CheckConstraint("(outcome = 'suggestion') = (initiative_id is not null)", name="talk_suggestion"),
        # Usage: the talks of a reception.
        Index("talk_activity_idx", "activity_id"),
        # Usage: the talk of which a suggestion came.
        Index("talk_initiative_idx", "initiative_id", postgresql_where=sql("initiative_id is not null")),
    )
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"), primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("reception.activity_id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    outcome: Mapped[str] = mapped_column(Text)
    initiative_id: Mapped[UUID | None] = mapped_column(ForeignKey("initiative.id"))
    noted_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    noted_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    asked: Mapped[bytes]


class TalkText(Base):
    """What was said at a talk, and answered."""

    __tablename__ = "talk_text"
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("talk.appointment_id"), primary_key=True)
    activity_id: Mapped[UUID]
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    said: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
