"""Opinions, the words of each apart, what happened to them, the sittings at which several were written down."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.db.types import plain
from backend.opinions.domain.moves import State

CAME = "to_state in ('reported', 'adopted', 'partly_adopted', 'answered')"
OVER = "state in ('answered', 'withdrawn', 'invalid', 'not_selected', 'became_case')"


class OpinionMove(Base):
    """An allowed change, as `domain.moves` has it."""

    __tablename__ = "opinion_move"
    __table_args__ = (UniqueConstraint("from_state", "to_state", name="opinion_move_from_state_to_state_key"),)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    from_state: Mapped[str] = mapped_column(Text)
    to_state: Mapped[str] = mapped_column(Text)
    makers: Mapped[list[str]] = mapped_column(ARRAY(Text))
    reason_required: Mapped[bool]


class OpinionSitting(Base):
    """Where several spoke at once and one wrote it down; rows are only added."""

    __tablename__ = "opinion_sitting"
    __table_args__ = (
        plain("opinion_sitting", "people", 0, 200),
        CheckConstraint("papers between 0 and 100000", name="opinion_sitting_papers"),
        CheckConstraint("length(note) <= 1000", name="opinion_sitting_note_length"),
        CheckConstraint(
            "channel <> 'box' or (papers is not null and length(btrim(people)) >= 2)", name="opinion_sitting_box"
        ),
        # Usage: what was opened and held in a scope, the newest first.
        Index("opinion_sitting_area_idx", "area_code", "held_on", "id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(ForeignKey("report_channel.code"))
    station_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("station.id"))
    held_on: Mapped[date]
    people: Mapped[str] = mapped_column(Text)
    papers: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    activity_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity.id"))
    noted_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    noted_name: Mapped[str] = mapped_column(Text)
    noted_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    digest: Mapped[bytes]
    area_code: Mapped[str] = mapped_column(Text(collation="C"))


class Opinion(Base):
    """One person's or unit's opinion on a draft. Only its state changes, along the table."""

    __tablename__ = "opinion"
    __table_args__ = (
        plain("opinion", "unit_name", 0, 60),
        CheckConstraint("reply_way in ('receipt', 'phone', 'door')", name="opinion_reply_known"),
        CheckConstraint("receipt ~ '^[0-9A-HJKMNP-TV-Z]{12}$'", name="opinion_receipt_form"),
        CheckConstraint("octet_length(digest) = 32", name="opinion_digest_length"),
        CheckConstraint(
            f"state in ({', '.join(repr(each.value) for each in State)})",
            name="opinion_state_known",
        ),
        CheckConstraint("num_nonnulls(author_id, noted_by) <= 1", name="opinion_one_writer"),
        ForeignKeyConstraint(
            ["version_id", "solicitation_id"],
            ["draft_version.id", "draft_version.solicitation_id"],
            name="opinion_of_draft",
        ),
        ForeignKeyConstraint(
            ["article_id", "version_id"], ["draft_article.id", "draft_article.version_id"], name="opinion_of_article"
        ),
        # Usage: the opinions on a draft and on one article of it, in the order in which they came; the funnel.
        Index(
            "opinion_draft_idx",
            "solicitation_id",
            "article_id",
            "received_at",
            "id",
            postgresql_include=["state", "station_id", "area_code"],
        ),
        # Usage: the newest of a scope.
        Index("opinion_area_idx", "area_code", "received_at", "id"),
        # Usage: what a station took in for each draft.
        Index("opinion_station_idx", "station_id", "solicitation_id"),
        # Usage: what was written down at one sitting.
        Index("opinion_sitting_idx", "sitting_id", postgresql_where=sql("sitting_id is not null")),
        # Usage: the opinions that came by the codes of one deputy.
        Index("opinion_code_idx", "code_id", postgresql_where=sql("code_id is not null")),
        # Usage: what an account said.
        Index("opinion_author_idx", "author_id", postgresql_where=sql("author_id is not null")),
        # Usage: cells that are taken back with an edition.
        Index("opinion_cell_idx", "cell_id", postgresql_where=sql("cell_id is not null")),
        # Usage: what came to its end long enough ago (retention).
        Index("opinion_over_idx", "state_since", postgresql_where=sql(OVER)),
        # Usage: what was heard in a month (the release).
        Index("opinion_received_idx", "received_at", postgresql_include=["station_id", "state"]),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(Text, unique=True)
    solicitation_id: Mapped[UUID]
    version_id: Mapped[UUID]
    article_id: Mapped[UUID | None]
    seen_article_id: Mapped[UUID | None] = mapped_column(ForeignKey("draft_article.id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    cell_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("grid_cell.id"))
    station_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("station.id"))
    channel: Mapped[str] = mapped_column(ForeignKey("report_channel.code"))
    code_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("representative_code.id"))
    author_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    noted_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    unit_name: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    visit_id: Mapped[UUID | None]
    activity_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity.id"))
    sitting_id: Mapped[UUID | None] = mapped_column(ForeignKey("opinion_sitting.id"))
    said_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    state: Mapped[str] = mapped_column(Text, server_default=sql("'submitted'"))
    state_since: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    reply_way: Mapped[str] = mapped_column(Text)
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact.id", deferrable=True, initially="DEFERRED"))
    receipt: Mapped[str] = mapped_column(Text, unique=True)
    language: Mapped[str] = mapped_column(Text, server_default=sql("'zh-CN'"))
    digest: Mapped[bytes]
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(server_default=sql("1"))


class OpinionText(Base):
    """What was said, as it was said: never changed, only erased."""

    __tablename__ = "opinion_text"
    __table_args__ = (CheckConstraint("length(said) <= 4000", name="opinion_text_length"),)
    opinion_id: Mapped[UUID] = mapped_column(ForeignKey("opinion.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    said: Mapped[str] = mapped_column(Text)


class OpinionEvent(Base):
    """What happened to an opinion; rows are only added."""

    __tablename__ = "opinion_event"
    __table_args__ = (
        CheckConstraint("length(words) <= 1000", name="opinion_event_words_length"),
        # Usage: what became of opinions in a month (the release, bulletins).
        Index(
            "opinion_event_came_idx", "at", postgresql_include=["opinion_id", "to_state"], postgresql_where=sql(CAME)
        ),
    )
    opinion_id: Mapped[UUID] = mapped_column(ForeignKey("opinion.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    move: Mapped[str] = mapped_column(ForeignKey("opinion_move.id"))
    from_state: Mapped[str] = mapped_column(Text)
    to_state: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Text)
    actor_role: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))


class OpinionThanks(Base):
    """The name under which who spoke wants to be thanked, once it was adopted; their own wish."""

    __tablename__ = "opinion_thanks"
    __table_args__ = (
        CheckConstraint("name ~ '^[A-Za-z\\u4e00-\\u9fff·. ]{2,20}$'", name="opinion_thanks_name"),
        # Usage: who is thanked on the page of a draft's results.
        Index("opinion_thanks_draft_idx", "solicitation_id"),
    )
    opinion_id: Mapped[UUID] = mapped_column(ForeignKey("opinion.id"), primary_key=True)
    solicitation_id: Mapped[UUID]
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))


class OpinionErasure(Base):
    """What of an opinion was erased, why and when."""

    __tablename__ = "opinion_erasure"
    __table_args__ = (CheckConstraint("cause in ('citizen', 'retention')", name="opinion_erasure_cause_known"),)
    opinion_id: Mapped[UUID] = mapped_column(ForeignKey("opinion.id"), primary_key=True)
    cause: Mapped[str] = mapped_column(Text, primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    gone: Mapped[dict[str, int]] = mapped_column(JSONB, server_default=sql("'{}'"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
