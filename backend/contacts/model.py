"""Contacts: sealed values only."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base

PURPOSES = ("handling", "whereabouts", "minor", "hidden", "handover")


class Contact(Base):
    """How one person who wrote can be reached; its id is that of the report."""

    __tablename__ = "contact"
    __table_args__ = (
        # Usage: who has written from this phone before, by its blind index.
        Index("contact_phone_idx", "phone_index", postgresql_where=text("phone_index is not null")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]
    suite: Mapped[int] = mapped_column(SmallInteger)
    key_id: Mapped[int] = mapped_column(SmallInteger)
    name_sealed: Mapped[bytes | None] = mapped_column(BYTEA)
    phone_sealed: Mapped[bytes | None] = mapped_column(BYTEA)
    phone_index: Mapped[bytes | None] = mapped_column(BYTEA)
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Consent(Base):
    """To what a person has agreed, by which text, how and when. Rows are only added, the last word counts.

    `whom`: the body a matter is handed to. `report_id`: the report, or the party of a mediation. `noted_by`: who of the staff
    noted it, None when the person said it here.
    """

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint(f"purpose in {PURPOSES}", name="consent_purpose_known"),
        CheckConstraint(
            "given in ('ticked', 'sending', 'door', 'phone', 'paper', 'withdrawn')", name="consent_given_known"
        ),
        CheckConstraint("(purpose = 'handover') = (whom <> '')", name="consent_whom"),
        CheckConstraint("(given in ('door', 'phone', 'paper')) <= (noted_by is not null)", name="consent_noted"),
    )
    report_id: Mapped[UUID] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(Text, primary_key=True)
    whom: Mapped[str] = mapped_column(Text, primary_key=True, server_default=text("''"))
    nth: Mapped[int] = mapped_column(primary_key=True, server_default=text("1"))
    given: Mapped[str] = mapped_column(Text)
    noted_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    text_version: Mapped[str] = mapped_column(Text)
    text_digest: Mapped[bytes] = mapped_column(BYTEA)
    language: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]
