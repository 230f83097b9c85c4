"""Bodies, and who acts for each."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Identity, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.db.types import plain


class Body(Base):
    """A department, committee or organ; public, as offices are."""

    __tablename__ = "body"
    __table_args__ = (
        plain("body", "name", 1, 60),
        plain("body", "phone", 0, 40),
        plain("body", "address", 0, 200),
        CheckConstraint("length(duties) <= 2000", name="body_duties_length"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text, ForeignKey("body_kind.kind"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    phone: Mapped[str] = mapped_column(Text, server_default=text("''"))
    address: Mapped[str] = mapped_column(Text, server_default=text("''"))
    closed_on: Mapped[date | None]
    duties: Mapped[str] = mapped_column(Text, server_default=text("''"))


class BodyKind(Base):
    """A kind of body and the role its people act in; see `domain.KINDS`."""

    __tablename__ = "body_kind"
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    role: Mapped[str | None] = mapped_column(Text)


class BodyMember(Base):
    """Who acts for a body, and in which days; `until_day` is the last one."""

    __tablename__ = "body_member"
    __table_args__ = (
        # Usage: the bodies of a person: every policy of a matter in a body's hands asks for them.
        Index("body_member_account_idx", "account_id"),
        CheckConstraint("until_day >= from_day", name="body_member_days"),
        plain("body_member", "duty", 0, 60),
    )
    body_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("body.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"), primary_key=True)
    from_day: Mapped[date] = mapped_column(Date, primary_key=True)
    until_day: Mapped[date | None]
    duty: Mapped[str] = mapped_column(Text, server_default=text("''"))
