"""Initiatives, their cases and topics, and what happened to them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.db.types import plain
from backend.initiatives.domain import KINDS, STEPS, SUGGESTION_STEPS, State

MAKERS = ", ".join(f"({kind!r}, {role!r})" for kind, known in KINDS.items() for role in sorted(known.makers))
PAIRS = [f"({s.source.value!r}, {s.to.value!r}, '')" for s in STEPS] + [
    f"({s.source.value!r}, {s.to.value!r}, {mark!r})" for s in SUGGESTION_STEPS for mark in s.marks
]
STATES = ", ".join(repr(each.value) for each in State)


class Initiative(Base):
    """What becomes of a matter besides its answer."""

    __tablename__ = "initiative"
    __table_args__ = (
        # Usage: the initiatives of a scope, newest first.
        Index("initiative_made_idx", "made_at", "id"),
        # Usage: those of a case.
        Index("initiative_case_idx", "case_id"),
        # Usage: those somebody made.
        Index("initiative_maker_idx", "made_by", "made_at"),
        # Usage: what is late, for the daily notice.
        Index("initiative_due_idx", "due_on", postgresql_where=sql("state = 'sent'")),
        CheckConstraint(
            "(case_id is null) = (case_number = '') and (case_id is not null or kind = 'deputy_suggestion')",
            name="initiative_of_case",
        ),
        plain("initiative", "title", 2, 100),
        CheckConstraint("length(btrim(text)) >= 5", name="initiative_text_said"),
        CheckConstraint(f"state in ({STATES})", name="initiative_state_known"),
        CheckConstraint(f"(kind, made_as) in ({MAKERS})", name="initiative_maker"),
        CheckConstraint(
            "state not in ('sent', 'answered') or (body_id is not null and due_on is not null)", name="initiative_sent"
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    case_number: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, server_default=sql("'open'"))
    body_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("body.id"))
    due_on: Mapped[date | None]
    by_body_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("body.id"))
    made_as: Mapped[str] = mapped_column(Text)
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    asked: Mapped[bytes]
    version: Mapped[int] = mapped_column(server_default=sql("1"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]


class InitiativeTag(Base):
    """A topic of an initiative."""

    __tablename__ = "initiative_tag"
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiative.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(Text, ForeignKey("topic.code"), primary_key=True)


class InitiativeCase(Base):
    """That a further case was put to an initiative, or taken off; the last word of a case counts. Rows are only added."""

    __tablename__ = "initiative_case"
    __table_args__ = (
        UniqueConstraint("initiative_id", "case_id", "nth", name="initiative_case_once"),
        # Usage: the initiatives that hold a case.
        Index("initiative_case_case_idx", "case_id", "initiative_id"),
        CheckConstraint("length(btrim(reason)) >= 2", name="initiative_case_reason"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiative.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    case_number: Mapped[str] = mapped_column(Text)
    nth: Mapped[int]
    put: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[int] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]


class InitiativeEvent(Base):
    """A step that was gone; rows are only added."""

    __tablename__ = "initiative_event"
    __table_args__ = (
        CheckConstraint(
            f"(from_state, to_state, mark) in ({', '.join(PAIRS)})",
            name="initiative_event_step",
        ),
        CheckConstraint("mark = '' or length(btrim(words)) >= 2", name="initiative_event_reason"),
    )
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiative.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    actor_id: Mapped[int] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Text)
    from_state: Mapped[str] = mapped_column(Text)
    to_state: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(Text, server_default=sql("''"))


class InitiativeSigner(Base):
    """A further deputy who is asked to sign a suggestion, has signed it, or has taken the signature back."""

    __tablename__ = "initiative_signer"
    __table_args__ = (
        plain("initiative_signer", "name", 1, 40),
        CheckConstraint("state in ('asked', 'signed', 'withdrawn')", name="initiative_signer_state_known"),
        CheckConstraint("(state = 'asked') = (settled_at is null)", name="initiative_signer_settled"),
        # Usage: what somebody is asked to sign, or has signed.
        Index("initiative_signer_account_idx", "account_id"),
    )
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiative.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"), primary_key=True)
    deputy_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("deputy.id"))
    name: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, server_default=sql("'asked'"))
    asked_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    settled_at: Mapped[datetime | None]
