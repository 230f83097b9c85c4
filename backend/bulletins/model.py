"""Bulletins that were issued, and the office's bounds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class BulletinRule(Base):
    """A bound of the office's own; see `domain.Rules`."""

    __tablename__ = "bulletin_rule"
    __table_args__ = (CheckConstraint("n between 1 and 1000000", name="bulletin_rule_bounds"),)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    n: Mapped[int]


class Bulletin(Base):
    """A bulletin as it was issued; `figures`: `domain.Figures`, never counted again."""

    __tablename__ = "bulletin"
    __table_args__ = (
        UniqueConstraint("area_code", "kind", "first_day", name="bulletin_once"),
        CheckConstraint("kind in ('week', 'month')", name="bulletin_kind_known"),
        CheckConstraint("last_day > first_day", name="bulletin_days"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    kind: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    figures: Mapped[dict[str, Any]] = mapped_column(JSONB)
