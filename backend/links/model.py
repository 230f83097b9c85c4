"""Links."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class CaseLink(Base):
    """A link by which who acts for a body handles one case; token and device are stored as digests alone."""

    __tablename__ = "case_link"
    __table_args__ = (
        # Usage: the links of a case.
        Index("case_link_case_idx", "case_id", "issued_at"),
        CheckConstraint(
            "expires_at > issued_at and expires_at <= issued_at + interval '14 days'", name="case_link_days"
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    body_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("body.id"))
    role: Mapped[str] = mapped_column(Text)
    seat_version: Mapped[int]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    device_hash: Mapped[bytes | None] = mapped_column(unique=True)
    issued_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    issued_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    issued_name: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]
