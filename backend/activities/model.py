"""Activities, who is invited, their agendas, decisions and minutes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Numeric,
    SmallInteger,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import BYTEA, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.activities.domain import PARTS, State
from backend.db import Base
from backend.db.types import plain


class ActivityType(Base):
    """A kind of activity. `steps`: what stands in the record of one, in this order; `fields`: what is counted of one.

    `minutes`: how long one lasts where nobody says; `a_year`: how many there are at most in a place's year.
    `open`: everybody may read of one where nobody says; `needs`: steps and parts without which none counts as held.
    """

    __tablename__ = "activity_type"
    type: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    position: Mapped[int]
    minutes: Mapped[int]
    numbered: Mapped[bool]
    scored: Mapped[bool]
    a_year: Mapped[int | None]
    open: Mapped[bool]
    needs: Mapped[list[str]] = mapped_column(ARRAY(Text))
    steps: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    fields: Mapped[list[dict[str, str]]] = mapped_column(JSONB)


class Audience(Base):
    """For whom a lecture or a story is (`axis`: trade, people), or a subject with a page of its own; the name is the tag."""

    __tablename__ = "audience"
    __table_args__ = (
        plain("audience", "name", 1, 20),
        CheckConstraint("axis in ('trade', 'people', 'subject')", name="audience_axis_known"),
    )
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    axis: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    intro: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    intro_en: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    position: Mapped[int] = mapped_column(SmallInteger)


class VenueKind(Base):
    """A kind of 普法阵地; the office may add rows."""

    __tablename__ = "venue_kind"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(SmallInteger)


class Venue(Base):
    """A square, a park, a corridor where people meet the law; public. `holds`: what there is."""

    __tablename__ = "venue"
    __table_args__ = (
        plain("venue", "name", 1, 100),
        plain("venue", "address", 0, 200),
        plain("venue", "holds", 0, 200),
        plain("venue", "opening_hours", 0, 200),
        plain("venue", "note", 0, 200),
        # Usage: the venues of a place.
        Index("venue_area_idx", "area_code"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text, ForeignKey("venue_kind.code"))
    name: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    address: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    holds: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    opening_hours: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    note: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    closed_on: Mapped[date | None]
    geom: Mapped[WKBElement | None] = mapped_column(Geometry("POINT", 4326, spatial_index=False))


class Activity(Base):
    """Anything with a time, a place, participants and a record."""

    __tablename__ = "activity"
    __table_args__ = (
        # Usage: the activities of a scope, newest first; the next planned one.
        Index("activity_area_idx", "area_code", "type", "state", "starts_at"),
        # Usage: what is public in a span of time.
        Index("activity_public_idx", "starts_at", postgresql_where=sql("public")),
        # Usage: the others of a row.
        Index("activity_series_idx", "series_id", "starts_at", postgresql_where=sql("series_id is not null")),
        # Usage: cells that are taken back with an edition.
        Index("activity_cell_idx", "cell_id", postgresql_where=sql("cell_id is not null")),
        CheckConstraint("jsonb_typeof(numbers) = 'object'", name="activity_numbers"),
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
    geom: Mapped[WKBElement | None] = mapped_column(Geometry("POINT", 4326, spatial_index=False))
    cell_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("grid_cell.id"))
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("station_session.id"))
    venue_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("venue.id"))
    public: Mapped[bool] = mapped_column(server_default=sql("false"))
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=sql("'{}'"))
    numbers: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=sql("'{}'"))
    rule: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    series_id: Mapped[UUID | None]
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


class ActivityPerson(Base):
    """Somebody at an activity: with an account, a deputy, or by name only."""

    __tablename__ = "activity_person"
    __table_args__ = (
        # Usage: what a person is invited to: every policy of activities asks; whether somebody is free.
        Index(
            "activity_person_account_idx",
            "account_id",
            "activity_id",
            postgresql_where=sql("account_id is not null"),
        ),
        # Usage: whether a deputy is free; what a deputy took part in.
        Index("activity_person_deputy_idx", "deputy_id", "activity_id", postgresql_where=sql("deputy_id is not null")),
        plain("activity_person", "name", 1, 60),
        CheckConstraint(f"part in ({', '.join(repr(each) for each in PARTS)})", name="activity_person_part_known"),
    )
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    nth: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    part: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    deputy_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("deputy.id"))
    name: Mapped[str] = mapped_column(Text)


class ActivityEvidence(Base):
    """What shows that a step was done. Rows are only added."""

    __tablename__ = "activity_evidence"
    __table_args__ = (
        # Usage: what was done of an activity.
        Index("activity_evidence_activity_idx", "activity_id", "at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    step: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    noted_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    noted_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))


class ActivityPhoto(Base):
    """A photo of who noted what was done."""

    __tablename__ = "activity_photo"
    __table_args__ = (
        # Usage: may this viewer see this photo (policy of attachment); whether somebody still needs it.
        Index("activity_photo_sent_idx", "sent_sha256"),
    )
    evidence_id: Mapped[UUID] = mapped_column(ForeignKey("activity_evidence.id"), primary_key=True)
    nth: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    author_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    sent_sha256: Mapped[bytes] = mapped_column(BYTEA)


class ActivityAttendance(Base):
    """Who was there: by the code at the place, with the own account, or from the paper list."""

    __tablename__ = "activity_attendance"
    __table_args__ = (
        # Usage: what somebody has been at.
        Index("activity_attendance_account_idx", "account_id", postgresql_where=sql("account_id is not null")),
        UniqueConstraint("activity_id", "name", "unit", name="activity_attendance_once"),
        UniqueConstraint("activity_id", "account_id", name="activity_attendance_account_once"),
        plain("activity_attendance", "name", 1, 60),
        plain("activity_attendance", "unit", 0, 60),
        CheckConstraint("way in ('code', 'account', 'list')", name="activity_attendance_way_known"),
        CheckConstraint(
            "(way = 'account') = (account_id is not null) and (way = 'list') = (noted_by is not null)",
            name="activity_attendance_ways",
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    way: Mapped[str] = mapped_column(Text)
    noted_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))


class ActivityScore(Base):
    """How content somebody is who was there, or whom it concerns; one device once."""

    __tablename__ = "activity_score"
    __table_args__ = (
        CheckConstraint("verdict in ('satisfied', 'fair', 'dissatisfied')", name="activity_score_verdict_known"),
    )
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    device: Mapped[bytes] = mapped_column(BYTEA, primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    verdict: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))


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


class FundEntry(Base):
    """Money in or out of a charity fund, with the balance after it; yuan. Rows are only added."""

    __tablename__ = "fund_entry"
    __table_args__ = (
        # Usage: the entries of a fund in their order, and the last of it.
        UniqueConstraint("area_code", "fund", "nth", name="fund_entry_once"),
        plain("fund_entry", "fund", 2, 60),
        plain("fund_entry", "purpose", 2, 200),
        plain("fund_entry", "party", 0, 60),
        CheckConstraint("way in ('in', 'out')", name="fund_entry_way_known"),
        CheckConstraint("amount > 0", name="fund_entry_amount"),
        CheckConstraint("balance >= 0", name="fund_entry_balance"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    fund: Mapped[str] = mapped_column(Text)
    nth: Mapped[int]
    day: Mapped[date]
    way: Mapped[str] = mapped_column(Text)
    amount: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    balance: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    purpose: Mapped[str] = mapped_column(Text)
    party: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    noted_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    noted_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
