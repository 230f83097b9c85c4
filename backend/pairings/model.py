"""Kinds of pairings, pairings, and what two did together."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.db.types import plain


class PairingKind(Base):
    """A kind of pairing: what stands on each side."""

    __tablename__ = "pairing_kind"
    __table_args__ = (
        CheckConstraint("first in ('person', 'body')", name="pairing_kind_first"),
        CheckConstraint("second in ('person', 'deputy')", name="pairing_kind_second"),
    )
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    first: Mapped[str] = mapped_column(Text)
    second: Mapped[str] = mapped_column(Text)
    activity_type: Mapped[str | None] = mapped_column(Text, ForeignKey("activity_type.type"))
    position: Mapped[int] = mapped_column(SmallInteger)


class PairingRow(Base):
    """Two who belong together from a day to a day; the same two of a kind never twice at once (an exclusion constraint in the migration)."""

    __tablename__ = "pairing"
    __table_args__ = (
        plain("pairing", "first_name", 1, 100),
        plain("pairing", "second_name", 1, 100),
        CheckConstraint("length(btrim(purpose)) >= 2", name="pairing_purpose_said"),
        CheckConstraint("num_nonnulls(first_person, first_body) = 1", name="pairing_first_one"),
        CheckConstraint("num_nonnulls(second_person, second_deputy) = 1", name="pairing_second_one"),
        CheckConstraint("first_person is distinct from second_person or first_person is null", name="pairing_two"),
        CheckConstraint("until_day >= from_day", name="pairing_days"),
        CheckConstraint("ended_reason = '' or until_day is not null", name="pairing_ended"),
        # Usage: the pairings of a scope, newest first; those of a person, a body, a deputy.
        Index("pairing_area_idx", "area_code", "made_at"),
        Index("pairing_first_person_idx", "first_person", postgresql_where=sql("first_person is not null")),
        Index("pairing_second_person_idx", "second_person", postgresql_where=sql("second_person is not null")),
        Index("pairing_body_idx", "first_body", postgresql_where=sql("first_body is not null")),
        Index("pairing_deputy_idx", "second_deputy", postgresql_where=sql("second_deputy is not null")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text, ForeignKey("pairing_kind.code"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    first_person: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    first_body: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("body.id"))
    second_person: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    second_deputy: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("deputy.id"))
    first_name: Mapped[str] = mapped_column(Text)
    second_name: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text)
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    ended_reason: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))


class PairingActivity(Base):
    """An activity that two had together; rows are only added."""

    __tablename__ = "pairing_activity"
    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairing.id"), primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    noted_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
