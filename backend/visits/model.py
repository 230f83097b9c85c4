"""Tasks of visits, what became of them, and goals."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.db.types import plain


class VisitTask(Base):
    """A visit that somebody is asked to make; see `domain.Task`."""

    __tablename__ = "visit_task"
    __table_args__ = (
        plain("visit_task", "place", 0, 100),
        CheckConstraint("length(btrim(what)) between 2 and 500", name="visit_task_what_said"),
        CheckConstraint("length(why) <= 500", name="visit_task_why_bounds"),
        CheckConstraint("priority in ('high', 'usual', 'low')", name="visit_task_priority_known"),
        CheckConstraint("state in ('open', 'done', 'cancelled')", name="visit_task_state_known"),
        CheckConstraint(
            "found in ('settled', 'nothing', 'watch', 'reported', 'absent')", name="visit_task_found_known"
        ),
        CheckConstraint("households between 0 and 1000", name="visit_task_households_bounds"),
        CheckConstraint("length(note) <= 1000", name="visit_task_note_bounds"),
        CheckConstraint(
            "(state = 'done') = (result_id is not null and found is not null and households is not null and done_at is not null)"
            " and (state <> 'done' or length(btrim(note)) >= 2)",
            name="visit_task_result",
        ),
        UniqueConstraint("worker_id", "result_id", name="visit_task_result_once"),
        # Usage: the tasks of a scope, by the day they are due.
        Index("visit_task_area_idx", "area_code", "due_on", "id"),
        # Usage: what a worker is asked, and has done this month.
        Index("visit_task_worker_idx", "worker_id", "state", "due_on"),
        # Usage: cells that are taken back with an edition.
        Index("visit_task_cell_idx", "cell_id", postgresql_where=sql("cell_id is not null")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    cell_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("grid_cell.id"))
    place: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    priority: Mapped[str] = mapped_column(Text)
    worker_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    worker_name: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(Text, server_default=sql("'open'"))
    asked: Mapped[bytes]
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_name: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    result_id: Mapped[UUID | None]
    result_asked: Mapped[bytes | None]
    found: Mapped[str | None] = mapped_column(Text)
    households: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    done_at: Mapped[datetime | None]


class VisitEvent(Base):
    """A step of a task; rows are only added."""

    __tablename__ = "visit_event"
    __table_args__ = (CheckConstraint("kind in ('given', 'done', 'cancelled')", name="visit_event_kind_known"),)
    task_id: Mapped[UUID] = mapped_column(ForeignKey("visit_task.id"), primary_key=True)
    version: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    actor_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    actor_name: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, server_default=sql("''"))


class VisitGoal(Base):
    """How many households a worker of an area is to visit in a month."""

    __tablename__ = "visit_goal"
    __table_args__ = (CheckConstraint("households between 1 and 1000", name="visit_goal_bounds"),)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"), primary_key=True)
    households: Mapped[int]
    set_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    set_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
