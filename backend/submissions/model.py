"""What a submission adds to its report: the receipt, the code it came through, how to answer."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class Submission(Base):
    """A citizen's submission. Rows are only added."""

    __tablename__ = "submission"
    __table_args__ = (
        CheckConstraint("receipt ~ '^[0-9A-HJKMNP-TV-Z]{12}$'", name="submission_receipt_form"),
        CheckConstraint("reply_way in ('receipt', 'phone', 'door')", name="submission_reply_known"),
        # Usage: what came by the codes of one deputy.
        Index("submission_deputy_idx", "deputy_id", postgresql_where=text("deputy_id is not null")),
    )
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]
    receipt: Mapped[str] = mapped_column(Text, unique=True)
    code_id: Mapped[int | None] = mapped_column(ForeignKey("representative_code.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("deputy.id"))
    reply_way: Mapped[str] = mapped_column(Text)
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact.id"))
    language: Mapped[str] = mapped_column(Text, server_default="zh-CN")
