"""Projects, their moves, who asked for them, how they go, what deputies and residents say of them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.db.types import among, plain
from backend.projects.domain import FLAGS, VERDICTS, State


class ProjectMove(Base):
    """A row of the table of moves."""

    __tablename__ = "project_move"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    from_state: Mapped[str] = mapped_column(Text)
    to_state: Mapped[str] = mapped_column(Text)
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))


class ScoreDimension(Base):
    """By what deputies judge; the office may change the list."""

    __tablename__ = "score_dimension"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(SmallInteger)


class Project(Base):
    """A livelihood project."""

    __tablename__ = "project"
    __table_args__ = (
        # Usage: the projects of a scope, newest first.
        Index("project_made_idx", "made_at", "id"),
        # Usage: the public projects of a place.
        Index("project_area_idx", "area_code", "year"),
        # Usage: what a body builds.
        Index("project_body_idx", "body_id", postgresql_where=sql("body_id is not null")),
        CheckConstraint("year between 2000 and 2200", name="project_year_some"),
        plain("project", "title", 2, 100),
        CheckConstraint("length(btrim(text)) >= 5", name="project_text_said"),
        CheckConstraint(f"state in ({among(State)})", name="project_state_known"),
        CheckConstraint("planned_yuan between 0 and 100000000000", name="project_planned_some"),
        CheckConstraint(f"flag in ({among(FLAGS)})", name="project_flag_known"),
        CheckConstraint(
            "state not in ('assigned', 'running', 'adjusting', 'finished', 'inspecting', 'passed', 'mending')"
            " or (body_id is not null and planned_yuan is not null and due_on is not null)",
            name="project_assigned",
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    year: Mapped[int] = mapped_column(SmallInteger)
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    state: Mapped[str] = mapped_column(Text, server_default=sql("'gathered'"))
    body_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("body.id"))
    planned_yuan: Mapped[int | None] = mapped_column(BigInteger)
    due_on: Mapped[date | None]
    asked_yuan: Mapped[int | None] = mapped_column(BigInteger)
    asked_due_on: Mapped[date | None]
    flag: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    round: Mapped[int] = mapped_column(SmallInteger, server_default=sql("0"))
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    asked: Mapped[bytes]
    version: Mapped[int] = mapped_column(server_default=sql("1"))


class ProjectEvent(Base):
    """A move that was made; rows are only added."""

    __tablename__ = "project_event"
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    move: Mapped[str] = mapped_column(Text, ForeignKey("project_move.id"))
    actor_id: Mapped[int] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Text)
    actor_role: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)


class ProjectSource(Base):
    """A matter that asked for a project; rows are only added."""

    __tablename__ = "project_source"
    __table_args__ = (
        # Usage: the sources of a project.
        Index("project_source_project_idx", "project_id"),
    )
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    case_number: Mapped[str] = mapped_column(Text)
    added_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    added_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))


class ProjectProgress(Base):
    """How a project went on; rows are only added."""

    __tablename__ = "project_progress"
    __table_args__ = (
        CheckConstraint("quarter ~ '^20[0-9]{2}Q[1-4]$'", name="project_progress_quarter"),
        CheckConstraint("percent between 0 and 100", name="project_progress_percent"),
        CheckConstraint("paid_yuan between 0 and 100000000000", name="project_progress_paid"),
        CheckConstraint("length(btrim(words)) >= 2", name="project_progress_words"),
        # Usage: how a project went on.
        Index("project_progress_project_idx", "project_id", "at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"))
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    quarter: Mapped[str] = mapped_column(Text)
    percent: Mapped[int] = mapped_column(SmallInteger)
    paid_yuan: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[int] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Text)


class ProjectScore(Base):
    """What a deputy gives a project in one dimension at one inspection."""

    __tablename__ = "project_score"
    __table_args__ = (
        CheckConstraint("score between 0 and 100", name="project_score_range"),
        # Usage: what a deputy has judged.
        Index("project_score_account_idx", "account_id", "project_id"),
    )
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), primary_key=True)
    round: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"), primary_key=True)
    dimension: Mapped[str] = mapped_column(Text, ForeignKey("score_dimension.code"), primary_key=True)
    score: Mapped[int] = mapped_column(SmallInteger)
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))


class ProjectVoice(Base):
    """What a resident says of a project, once a device; rows are only added."""

    __tablename__ = "project_voice"
    __table_args__ = (CheckConstraint(f"verdict in ({among(VERDICTS)})", name="project_voice_known"),)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), primary_key=True)
    device: Mapped[bytes] = mapped_column(primary_key=True)
    verdict: Mapped[str] = mapped_column(Text)
    on_day: Mapped[date]


class ProjectSurvey(Base):
    """The sample of households that are asked of a project; drawn once, rows are only added."""

    __tablename__ = "project_survey"
    __table_args__ = (
        CheckConstraint("size between 1 and 10000", name="project_survey_size"),
        CheckConstraint("least between 1 and 10000", name="project_survey_least"),
    )
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    seed: Mapped[int] = mapped_column(BigInteger)
    size: Mapped[int]
    least: Mapped[int]
    drawn_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    drawn_name: Mapped[str] = mapped_column(Text)
    drawn_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))


class ProjectSurveyCell(Base):
    """A cell of the sample: which of its households are asked, by their number in the cell's list."""

    __tablename__ = "project_survey_cell"
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project_survey.project_id"), primary_key=True)
    cell_code: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    cell_name: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    households: Mapped[int]
    asked: Mapped[list[int]] = mapped_column(ARRAY(Integer))


class ProjectSurveyAnswer(Base):
    """What a household that was drawn says; once, rows are only added."""

    __tablename__ = "project_survey_answer"
    __table_args__ = (
        CheckConstraint(f"verdict in ({among(VERDICTS)})", name="project_survey_answer_known"),
        UniqueConstraint("project_id", "cell_code", "household", name="project_survey_answer_once"),
        ForeignKeyConstraint(
            ["project_id", "cell_code"],
            ["project_survey_cell.project_id", "project_survey_cell.cell_code"],
            name="project_survey_answer_cell",
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID]
    cell_code: Mapped[str] = mapped_column(Text(collation="C"))
    household: Mapped[int]
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    verdict: Mapped[str] = mapped_column(Text)
    noted_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    on_day: Mapped[date]
