"""Categories, public."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Integer, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class Topic(Base):
    """What supervision looks at; the office's own list. A tag of cases and of initiatives."""

    __tablename__ = "topic"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(SmallInteger)


class CategoryTopic(Base):
    """A topic that every case of a category carries."""

    __tablename__ = "category_topic"
    category: Mapped[str] = mapped_column(Text, ForeignKey("category.code"), primary_key=True)
    topic: Mapped[str] = mapped_column(Text, ForeignKey("topic.code"), primary_key=True)


class Category(Base):
    """One kind of matter. `skips_verification`: simple ones go from handling straight to the answer.

    `near_m`, `near_days`: how near in place (metres) and time another matter of it may be the same one.
    """

    __tablename__ = "category"
    __table_args__ = (
        CheckConstraint("code ~ '^[a-z_]{2,40}$'", name="category_code_form"),
        CheckConstraint("near_m between 10 and 5000", name="category_near_m"),
        CheckConstraint("near_days between 1 and 1000", name="category_near_days"),
    )
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    name_en: Mapped[str] = mapped_column(Text)
    sort: Mapped[int] = mapped_column(SmallInteger)
    skips_verification: Mapped[bool] = mapped_column(server_default="false")
    retired_on: Mapped[date | None]
    near_m: Mapped[int] = mapped_column(Integer, server_default="200")
    near_days: Mapped[int] = mapped_column(Integer, server_default="30")
