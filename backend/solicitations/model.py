"""Solicitations, the versions and articles of their drafts, who has what to do, and what happened."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    SmallInteger,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.db.types import plain
from backend.solicitations.domain import State, TaskState


def _any_of(column: str, values: type[State | TaskState]) -> str:
    return f"{column} in ({', '.join(repr(each.value) for each in values)})"


class SolicitationKind(Base):
    """A kind of solicitation; `goes_to`: who gets the report."""

    __tablename__ = "solicitation_kind"
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    goes_to: Mapped[str] = mapped_column(Text)
    goes_to_en: Mapped[str] = mapped_column(Text)
    body_days: Mapped[int] = mapped_column(SmallInteger)
    station_days: Mapped[int] = mapped_column(SmallInteger)
    position: Mapped[int] = mapped_column(SmallInteger)


class SolicitationOutcome(Base):
    """What the answer from above can be."""

    __tablename__ = "solicitation_outcome"
    kind: Mapped[str] = mapped_column(Text, ForeignKey("solicitation_kind.kind"), primary_key=True)
    outcome: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(SmallInteger)
    reason_required: Mapped[bool]
    article_required: Mapped[bool]


class SolicitationMove(Base):
    """An allowed change, as `domain.moves` has it."""

    __tablename__ = "solicitation_move"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    from_state: Mapped[str] = mapped_column(Text)
    to_state: Mapped[str] = mapped_column(Text)
    makers: Mapped[list[str]] = mapped_column(ARRAY(Text))
    reason_required: Mapped[bool]
    needs: Mapped[list[str]] = mapped_column(ARRAY(Text))


class Solicitation(Base):
    """One asking: a draft, a filed rule, a law looked at again."""

    __tablename__ = "solicitation"
    __table_args__ = (
        # Usage: what is open, what became of the former ones; the file list.
        Index("solicitation_area_idx", "area_code", "closes_on"),
        # Usage: the list by state, newest first.
        Index("solicitation_made_idx", "made_at", "id"),
        plain("solicitation", "title", 2, 100),
        plain("solicitation", "issuer", 2, 60),
        plain("solicitation", "issuer_number", 0, 60),
        CheckConstraint("length(btrim(about)) between 5 and 4000", name="solicitation_about_said"),
        CheckConstraint("closes_on >= opens_on", name="solicitation_days"),
        CheckConstraint(_any_of("state", State), name="solicitation_state_known"),
        CheckConstraint("(state = 'paused') = (held_state is not null)", name="solicitation_held"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text, ForeignKey("solicitation_kind.kind"))
    title: Mapped[str] = mapped_column(Text)
    about: Mapped[str] = mapped_column(Text)
    issuer: Mapped[str] = mapped_column(Text)
    issuer_number: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    issued_on: Mapped[date]
    state: Mapped[str] = mapped_column(Text, server_default=sql("'issued'"))
    held_state: Mapped[str | None] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    by_body_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("body.id"))
    made_as: Mapped[str] = mapped_column(Text)
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    asked: Mapped[bytes]
    version: Mapped[int] = mapped_column(server_default=sql("1"))


class SolicitationLead(Base):
    """A contact point that leads it; two in a joint round."""

    __tablename__ = "solicitation_lead"
    __table_args__ = (
        # Usage: what a station leads.
        Index("solicitation_lead_station_idx", "station_id"),
    )
    solicitation_id: Mapped[UUID] = mapped_column(ForeignKey("solicitation.id"), primary_key=True)
    station_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("station.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))


class DraftVersion(Base):
    """A version of the draft; rows are only added."""

    __tablename__ = "draft_version"
    __table_args__ = (
        UniqueConstraint("solicitation_id", "nth", name="draft_version_nth"),
        UniqueConstraint("id", "solicitation_id", name="draft_version_of"),
        plain("draft_version", "title", 2, 100),
        CheckConstraint("length(note) <= 1000", name="draft_version_note_length"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    solicitation_id: Mapped[UUID] = mapped_column(ForeignKey("solicitation.id"))
    nth: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    asked: Mapped[bytes]


class DraftArticle(Base):
    """An article of a version; `former_id`: the one of the version before that it continues. Rows are only added."""

    __tablename__ = "draft_article"
    __table_args__ = (
        # Usage: what became of an article in the next version.
        Index("draft_article_former_idx", "former_id", postgresql_where=sql("former_id is not null")),
        # Usage: the articles of a solicitation, over its versions.
        Index("draft_article_solicitation_idx", "solicitation_id"),
        plain("draft_article", "label", 1, 20),
        plain("draft_article", "heading", 0, 120),
        CheckConstraint("length(btrim(text)) between 1 and 20000", name="draft_article_said"),
        UniqueConstraint("version_id", "position", name="draft_article_position"),
        UniqueConstraint("version_id", "label", name="draft_article_label_once"),
        UniqueConstraint("id", "version_id", name="draft_article_version"),
        ForeignKeyConstraint(
            ["version_id", "solicitation_id"],
            ["draft_version.id", "draft_version.solicitation_id"],
            name="draft_article_of",
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version_id: Mapped[UUID]
    solicitation_id: Mapped[UUID]
    position: Mapped[int]
    label: Mapped[str] = mapped_column(Text)
    heading: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    text: Mapped[str] = mapped_column(Text)
    former_id: Mapped[UUID | None] = mapped_column(ForeignKey("draft_article.id"))


class SolicitationTask(Base):
    """What a body or a station has to do for a solicitation, until when."""

    __tablename__ = "solicitation_task"
    __table_args__ = (
        # Usage: the tasks of a solicitation.
        Index("solicitation_task_solicitation_idx", "solicitation_id", "parent_id"),
        # Usage: what a scope has in hand, by the day it is due.
        Index("solicitation_task_area_idx", "area_code", "state", "due_on"),
        # Usage: what a body has in hand.
        Index("solicitation_task_body_idx", "body_id", "state", "due_on", postgresql_where=sql("body_id is not null")),
        # Usage: one task in force for a receiver.
        Index(
            "solicitation_task_once_idx",
            "solicitation_id",
            "body_id",
            "station_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=sql("state not in ('returned', 'recalled')"),
        ),
        CheckConstraint("length(words) <= 1000", name="solicitation_task_words_length"),
        CheckConstraint(_any_of("state", TaskState), name="solicitation_task_state_known"),
        CheckConstraint("(body_id is null) <> (station_id is null)", name="solicitation_task_of_one"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    solicitation_id: Mapped[UUID] = mapped_column(ForeignKey("solicitation.id"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("solicitation_task.id"))
    body_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("body.id"))
    station_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("station.id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    words: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(Text, server_default=sql("'sent'"))
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    asked: Mapped[bytes]
    version: Mapped[int] = mapped_column(server_default=sql("1"))


class SolicitationEvent(Base):
    """What happened to a solicitation or to one of its tasks; rows are only added."""

    __tablename__ = "solicitation_event"
    __table_args__ = (
        UniqueConstraint(
            "solicitation_id", "task_id", "version", name="solicitation_event_once", postgresql_nulls_not_distinct=True
        ),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    solicitation_id: Mapped[UUID] = mapped_column(ForeignKey("solicitation.id"))
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("solicitation_task.id"))
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Text)
    move: Mapped[str] = mapped_column(Text)
    from_state: Mapped[str] = mapped_column(Text)
    to_state: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    evidence: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=sql("'{}'"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))


class StepTemplate(Base):
    """The nine steps of a station, as it names them; rows are only added."""

    __tablename__ = "step_template"
    __table_args__ = (
        CheckConstraint("cardinality(names) = 9 and array_position(names, null) is null", name="step_template_nine"),
    )
    station_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("station.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    names: Mapped[list[str]] = mapped_column(ARRAY(Text))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    made_by: Mapped[int] = mapped_column(BigInteger)
    made_name: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))


class StepRun(Base):
    """The steps that something carries at a station, as they were named when it began."""

    __tablename__ = "step_run"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "station_id", name="step_run_once"),
        CheckConstraint("cardinality(names) = 9", name="step_run_nine"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[UUID]
    station_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("station.id"))
    names: Mapped[list[str]] = mapped_column(ARRAY(Text))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    begun_by: Mapped[int] = mapped_column(BigInteger)
    begun_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))


class StepTick(Base):
    """That a step was done, and what shows it; rows are only added."""

    __tablename__ = "step_tick"
    __table_args__ = (
        CheckConstraint("nth between 1 and 9", name="step_tick_nth"),
        CheckConstraint("length(btrim(words)) between 2 and 2000", name="step_tick_words"),
    )
    run_id: Mapped[UUID] = mapped_column(ForeignKey("step_run.id"), primary_key=True)
    nth: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(Text)
    done_by: Mapped[int] = mapped_column(BigInteger)
    done_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    activity_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity.id"))
    activity_title: Mapped[str] = mapped_column(Text, server_default=sql("''"))


class StepPhoto(Base):
    """A photo that shows that a step was done; rows are only added."""

    __tablename__ = "step_photo"
    __table_args__ = (
        ForeignKeyConstraint(["run_id", "nth"], ["step_tick.run_id", "step_tick.nth"]),
        CheckConstraint("position between 1 and 9", name="step_photo_position"),
        # Usage: may this viewer see this photo (policy of attachment); whether somebody still needs it.
        Index("step_photo_sent_idx", "sent_sha256"),
    )
    run_id: Mapped[UUID] = mapped_column(primary_key=True)
    nth: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    author_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    sent_sha256: Mapped[bytes]
    area_code: Mapped[str] = mapped_column(Text(collation="C"))


class DraftFollow(Base):
    """That somebody follows a draft."""

    __tablename__ = "draft_follow"
    solicitation_id: Mapped[UUID] = mapped_column(ForeignKey("solicitation.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))


class ReviewHint(Base):
    """What a reconsideration or a trial says of a normative document; rows are only added."""

    __tablename__ = "review_hint"
    __table_args__ = (
        plain("review_hint", "document", 2, 100),
        CheckConstraint("kind in ('reconsideration', 'trial')", name="review_hint_kind_known"),
        plain("review_hint", "organ", 2, 60),
        plain("review_hint", "reference", 2, 60),
        CheckConstraint("length(btrim(said)) between 5 and 2000", name="review_hint_said_length"),
        # Usage: the hints of a scope, newest first.
        Index("review_hint_made_idx", "made_at", "id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    document: Mapped[str] = mapped_column(Text)
    solicitation_id: Mapped[UUID | None] = mapped_column(ForeignKey("solicitation.id"))
    kind: Mapped[str] = mapped_column(Text)
    organ: Mapped[str] = mapped_column(Text)
    reference: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date]
    said: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_name: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    asked: Mapped[bytes]


class Informant(Base):
    """Somebody who collects for a contact point what people say of laws."""

    __tablename__ = "informant"
    __table_args__ = (
        plain("informant", "name", 2, 30),
        plain("informant", "standing", 0, 20),
        CheckConstraint("serves in ('neighbourhood', 'village', 'unit')", name="informant_serves_known"),
        plain("informant", "place", 2, 60),
        CheckConstraint("until_day is null or until_day >= from_day", name="informant_days"),
        # Usage: the network of a station.
        Index("informant_station_idx", "station_id", "serves", "place"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("station.id"))
    name: Mapped[str] = mapped_column(Text)
    standing: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    serves: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    asked: Mapped[bytes]
