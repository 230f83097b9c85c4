"""Tables of stories; the rules that hold them stand in the migration."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class StoryKind(Base):
    """A kind of story; the office may add rows."""

    __tablename__ = "story_kind"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(SmallInteger)


class Story(Base):
    """A story told from cases; public once a second person has checked it."""

    __tablename__ = "story"
    __table_args__ = (
        CheckConstraint("length(btrim(title)) between 2 and 60", name="story_title"),
        CheckConstraint("length(btrim(body)) between 20 and 5000", name="story_body"),
        CheckConstraint("state in ('draft', 'public', 'withdrawn')", name="story_state_known"),
        CheckConstraint("cardinality(cases) <= 20", name="story_cases"),
        CheckConstraint("cardinality(audiences) <= 10", name="story_audiences"),
        CheckConstraint("checked_by <> written_by", name="story_second_person"),
        CheckConstraint(
            "(state = 'draft') <= (checked_by is null) and (state <> 'public' or checked_by is not null"
            " and checked_name is not null and checked_at is not null)",
            name="story_checked",
        ),
        CheckConstraint("(state = 'withdrawn') = (length(btrim(withdrawn_reason)) >= 2)", name="story_withdrawn"),
        # Usage: what is public, newest first.
        Index("story_state_idx", "state", "checked_at"),
        # Usage: the stories of a scope.
        Index("story_area_idx", "area_code", "written_at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text, ForeignKey("story_kind.code"))
    category: Mapped[str | None] = mapped_column(Text, ForeignKey("category.code"))
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, server_default="draft")
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    cases: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    audiences: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    written_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    written_name: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(server_default=func.now())
    checked_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    checked_name: Mapped[str | None] = mapped_column(Text)
    checked_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(Text, server_default="")
    version: Mapped[int] = mapped_column(server_default="1")
