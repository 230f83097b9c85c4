"""Categories, public."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class Category(Base):
    """One kind of matter. `skips_verification`: simple ones go from handling straight to the answer."""

    __tablename__ = "category"
    __table_args__ = (CheckConstraint("code ~ '^[a-z_]{2,40}$'", name="category_code_form"),)
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    name_en: Mapped[str] = mapped_column(Text)
    sort: Mapped[int] = mapped_column(SmallInteger)
    skips_verification: Mapped[bool] = mapped_column(server_default="false")
    retired_on: Mapped[date | None]
