"""The books that offices made themselves."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.ledgers.domain import SPANS


class LedgerBook(Base):
    """A book of an office's own; see `domain.Own`."""

    __tablename__ = "ledger_book"
    __table_args__ = (
        CheckConstraint(r"name ~ '^[^\u0001-\u001f\u007f-\u009f]{2,40}$'", name="ledger_book_name_plain"),
        CheckConstraint("cardinality(columns) between 1 and 40", name="ledger_book_columns"),
        CheckConstraint(f"span in {tuple(SPANS)}", name="ledger_book_span_known"),
        # Usage: the books of an area.
        Index("ledger_book_area_idx", "area_code", "name"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    columns: Mapped[list[str]] = mapped_column(ARRAY(Text))
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    category: Mapped[str | None] = mapped_column(Text, ForeignKey("category.code"))
    channel: Mapped[str | None] = mapped_column(Text, ForeignKey("report_channel.code"))
    station_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("station.id"))
    span: Mapped[str] = mapped_column(Text)
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())
    asked: Mapped[bytes]
    ended_at: Mapped[datetime | None]
