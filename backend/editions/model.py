"""What an edition moved on the map; which ones were taken back."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class EditionRecord(Base):
    """When it was counted what an edition moved: with the import, and again on the first day in force."""

    __tablename__ = "edition_record"
    edition_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("grid_edition.id"), primary_key=True)
    counted_on: Mapped[date]


class EditionMove(Base):
    """How many reports of a village an edition took from one cell to another on the map; no cell: in none."""

    __tablename__ = "edition_move"
    __table_args__ = (
        CheckConstraint("reports > 0", name="edition_move_some"),
        UniqueConstraint(
            "edition_id",
            "former_id",
            "cell_id",
            "area_code",
            name="edition_move_once",
            postgresql_nulls_not_distinct=True,
        ),
    )
    # The key is the constraint above: the mapper needs one that says so.
    __mapper_args__ = {"primary_key": ["edition_id", "former_id", "cell_id", "area_code"]}  # noqa: RUF012 - SQLAlchemy's own name
    edition_id: Mapped[int] = mapped_column(BigInteger)
    former_id: Mapped[int | None] = mapped_column(BigInteger)
    cell_id: Mapped[int | None] = mapped_column(BigInteger)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    reports: Mapped[int]


class EditionWithdrawn(Base):
    """An edition that was taken back before its day; `withdrawn_by` NULL: on the command line."""

    __tablename__ = "edition_withdrawn"
    __table_args__ = (
        CheckConstraint("withdrawn_by is null or length(btrim(reason)) >= 2", name="edition_withdrawn_why"),
    )
    edition_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    name: Mapped[str] = mapped_column(Text)
    in_force_from: Mapped[date]
    withdrawn_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    withdrawn_name: Mapped[str] = mapped_column(Text, server_default=text("''"))
    reason: Mapped[str] = mapped_column(Text, server_default=text("''"))
    withdrawn_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
