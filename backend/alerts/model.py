"""Alerts and the cases they are about."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class AlertRule(Base):
    """From when on something is an alert; the office's own. See `domain.Rule`."""

    __tablename__ = "alert_rule"
    __table_args__ = (
        CheckConstraint("n between 2 and 1000 and days between 1 and 365", name="alert_rule_bounds"),
        CheckConstraint(
            "kind <> 'rise' or (past_days between 3 * days and 1000 and least_mean > 0 and odds between 10 and 1000000)",
            name="alert_rule_past",
        ),
        CheckConstraint("kind <> 'hotspot' or odds between 10 and 1000000", name="alert_rule_odds"),
    )
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    n: Mapped[int]
    days: Mapped[int]
    past_days: Mapped[int | None]
    least_mean: Mapped[float | None]
    odds: Mapped[int | None]


class AlertRow(Base):
    """An alert; see `domain.Alert`. `withdrawn`: a matter it counted has become hidden or restricted."""

    __tablename__ = "alert"
    __table_args__ = (
        # Usage: the alerts of a scope, newest first; whether one was raised of late.
        Index("alert_raised_idx", "raised_at", "id"),
        # Usage: cells that are taken back with an edition.
        Index("alert_cell_idx", "cell_id", postgresql_where=text("cell_id is not null")),
        CheckConstraint(
            "kind in ('repeat_place', 'repeat_person', 'overdue', 'rise', 'hotspot')", name="alert_kind_known"
        ),
        CheckConstraint("state in ('open', 'seen', 'acted', 'tasked', 'withdrawn')", name="alert_state_known"),
        CheckConstraint(
            "(state in ('seen', 'acted', 'tasked')) = (settled_by is not null) and (settled_by is null or length(btrim(note)) >= 2)",
            name="alert_settled",
        ),
        CheckConstraint("(state = 'tasked') = (task_id is not null)", name="alert_tasked"),
        CheckConstraint(
            "(kind = 'hotspot') = (z is not null and p is not null and since is not null and trend is not null and cell_id is not null)"
            " and trend in ('new', 'growing')",
            name="alert_hot",
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    kind: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    category: Mapped[str | None] = mapped_column(Text, ForeignKey("category.code"))
    cell_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("grid_cell.id"))
    body_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("body.id"))
    station_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("station.id"))
    n: Mapped[int]
    days: Mapped[int]
    mean: Mapped[float | None]
    odds: Mapped[int | None]
    z: Mapped[float | None]
    p: Mapped[float | None]
    since: Mapped[date | None]
    trend: Mapped[str | None] = mapped_column(Text)
    raised_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    state: Mapped[str] = mapped_column(Text, server_default=text("'open'"))
    note: Mapped[str] = mapped_column(Text, server_default=text("''"))
    settled_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    settled_name: Mapped[str | None] = mapped_column(Text)
    settled_at: Mapped[datetime | None]
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit_task.id"))


class AlertCase(Base):
    """A case that an alert is about."""

    __tablename__ = "alert_case"
    __table_args__ = (
        # Usage: the alerts about a case, when its level changes; whether one was raised about it of late.
        Index("alert_case_case_idx", "case_id"),
    )
    alert_id: Mapped[UUID] = mapped_column(ForeignKey("alert.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]


class AlertCell(Base):
    """A hot cell of an alert; `z` NULL: it joined later. `lasted_on`: the last day on which it was hot."""

    __tablename__ = "alert_cell"
    __table_args__ = (
        # Usage: what lasts in an area.
        Index("alert_cell_area_idx", "area_code", "lasted_on"),
        # Usage: cells that are taken back with an edition.
        Index("alert_cell_cell_idx", "cell_id"),
    )
    alert_id: Mapped[UUID] = mapped_column(ForeignKey("alert.id"), primary_key=True)
    cell_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("grid_cell.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    z: Mapped[float | None]
    lasted_on: Mapped[date]
