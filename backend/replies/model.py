"""Versions of templates."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class ReplyTemplate(Base):
    """One version of a template; the last one stands. Never changed: each change is a row of its own."""

    __tablename__ = "reply_template"
    __table_args__ = (
        CheckConstraint("version >= 1", name="reply_template_version"),
        CheckConstraint("length(btrim(title)) between 2 and 60", name="reply_template_title"),
        CheckConstraint("length(btrim(body)) between 5 and 2000", name="reply_template_body"),
        CheckConstraint("(area_code is null) = (actor_id is null)", name="reply_template_shipped"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str | None] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    kind: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    disabled: Mapped[bool] = mapped_column(server_default=text("false"))
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    actor_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
