"""Activities, who is invited, their agendas, decisions and minutes."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from backend.activities.domain import State
from backend.db import Base
from backend.db.types import plain


class ActivityType(Base):
    """A kind of activity; `steps`: what stands in the record of one, in this order."""

    __tablename__ = "activity_type"
    type: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    steps: Mapped[list[str]] = mapped_column(ARRAY(Text))


class Activity(Base):
    """Anything with a time, a place, participants and a record."""

    __tablename__ = "activity"
    __table_args__ = (
        # Usage: the activities of a scope, newest first; the next planned one.
        Index("activity_area_idx", "area_code", "type", "state", "starts_at"),
        plain("activity", "title", 1, 100),
        plain("activity", "place", 0, 200),
        CheckConstraint(f"state in ({', '.join(repr(each.value) for each in State)})", name="activity_state_known"),
        CheckConstraint("ends_at >= starts_at", name="activity_ends"),
        CheckConstraint("(state = 'held') = (held_on is not null)", name="activity_held"),
        CheckConstraint("(state = 'cancelled') = (cancelled_reason <> '')", name="activity_cancelled"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(Text, ForeignKey("activity_type.type"))
    title: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    place: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(Text, server_default=sql("'planned'"))
    station_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("station.id"))
    body_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("body.id"))
    held_on: Mapped[date | None]
    cancelled_reason: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    made_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    asked: Mapped[bytes | None]
    version: Mapped[int] = mapped_column(server_default=sql("1"))


class ActivityParticipant(Base):
    """A body that is invited."""

    __tablename__ = "activity_participant"
    __table_args__ = (
        # Usage: what a body is invited to: every policy of its people asks.
        Index("activity_participant_body_idx", "body_id", "activity_id"),
    )
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    body_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("body.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))


class ActivityItem(Base):
    """A point of an agenda: number and village, which everybody at the meeting may read."""

    __tablename__ = "activity_item"
    __table_args__ = (
        # Usage: the agenda of an activity.
        Index("activity_item_activity_idx", "activity_id", "position"),
        # Usage: whether a case stands on an agenda already.
        Index("activity_item_case_idx", "case_id", postgresql_where=sql("case_id is not null")),
        CheckConstraint("(case_id is null) = (case_number is null)", name="activity_item_case"),
        UniqueConstraint("activity_id", "case_id", name="activity_item_once"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"))
    position: Mapped[int]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    case_number: Mapped[str | None] = mapped_column(Text)
    put_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]


class ActivityItemText(Base):
    """The words of an item, apart: of a hidden matter only its handlers read them."""

    __tablename__ = "activity_item_text"
    item_id: Mapped[UUID] = mapped_column(ForeignKey("activity_item.id", ondelete="CASCADE"), primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]
    words: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)


class ActivityDecision(Base):
    """What was decided of an item, and the commitment it became."""

    __tablename__ = "activity_decision"
    __table_args__ = (CheckConstraint("length(btrim(text)) >= 2", name="activity_decision_text_said"),)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("activity_item.id"), primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    commitment_id: Mapped[UUID | None] = mapped_column(ForeignKey("commitment.id"))
    decided_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))


class ActivityMinutes(Base):
    """The minutes of an activity; `hidden` where a hidden matter stood on its agenda."""

    __tablename__ = "activity_minutes"
    __table_args__ = (plain("activity_minutes", "number", 2, 60), plain("activity_minutes", "signed_by", 1, 60))
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]
    number: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    signed_by: Mapped[str] = mapped_column(Text)
    noted_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
