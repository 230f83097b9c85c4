"""Rules of dispatch."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class RoutingRule(Base):
    """A rule of dispatch; see `domain.Rule`. Its order runs through a county."""

    __tablename__ = "routing_rule"
    __table_args__ = (
        UniqueConstraint("county", "position", name="routing_rule_once", deferrable=True),
        CheckConstraint("position between 1 and 9999", name="routing_rule_position"),
        CheckConstraint("length(area_code) > 6 or right(area_code, 2) <> '00'", name="routing_rule_area"),
        CheckConstraint("channel in ('industry', 'congress')", name="routing_rule_channel"),
        CheckConstraint("days between 1 and 365", name="routing_rule_days"),
        CheckConstraint("length(note) <= 200", name="routing_rule_note"),
        CheckConstraint("until_day >= from_day", name="routing_rule_in_time"),
        CheckConstraint(
            "weekdays <@ '{1,2,3,4,5,6,7}'::smallint[] and cardinality(weekdays) > 0", name="routing_rule_weekdays"
        ),
        CheckConstraint(
            "(from_hour is null) = (until_hour is null) and from_hour between 0 and 23"
            " and until_hour between 1 and 24 and from_hour <> until_hour",
            name="routing_rule_hours",
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    county: Mapped[str] = mapped_column(Text(collation="C"), Computed("left(area_code, 6)", persisted=True))
    position: Mapped[int]
    category: Mapped[str | None] = mapped_column(Text, ForeignKey("category.code"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    from_day: Mapped[date | None]
    until_day: Mapped[date | None]
    weekdays: Mapped[list[int] | None] = mapped_column(ARRAY(SmallInteger))
    from_hour: Mapped[int | None] = mapped_column(SmallInteger)
    until_hour: Mapped[int | None] = mapped_column(SmallInteger)
    channel: Mapped[str] = mapped_column(Text)
    body_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("body.id"))
    days: Mapped[int | None] = mapped_column(SmallInteger)
    note: Mapped[str] = mapped_column(Text, server_default=text("''"))
    disabled: Mapped[bool] = mapped_column(server_default=text("false"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
