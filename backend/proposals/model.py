"""Proposals for legislation, their moves, what they come from, the plans they entered."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.db.types import among, plain
from backend.proposals.domain import LEVELS, PLANS, State


class ProposalMove(Base):
    """A row of the table of moves."""

    __tablename__ = "proposal_move"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    from_state: Mapped[str] = mapped_column(Text)
    to_state: Mapped[str] = mapped_column(Text)
    maker: Mapped[str] = mapped_column(Text)


class Proposal(Base):
    """A proposal for legislation."""

    __tablename__ = "proposal"
    __table_args__ = (
        # Usage: the proposals of a scope, newest first.
        Index("proposal_raised_idx", "raised_on", "id"),
        # Usage: those reported to a body.
        Index("proposal_body_idx", "body_id", postgresql_where=sql("body_id is not null")),
        plain("proposal", "title", 2, 100),
        CheckConstraint("length(btrim(text)) between 5 and 8000", name="proposal_text_said"),
        plain("proposal", "proposer", 0, 60),
        CheckConstraint(f"state in ({among(State)})", name="proposal_state_known"),
        CheckConstraint("state not in ('reported', 'entered', 'not_entered') or body_id is not null", name="proposal_reported"),
    )  # fmt: skip
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    proposer: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    raised_on: Mapped[date]
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    station_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("station.id"))
    state: Mapped[str] = mapped_column(Text, server_default=sql("'raised'"))
    body_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("body.id"))
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    asked: Mapped[bytes]
    version: Mapped[int] = mapped_column(server_default=sql("1"))


class ProposalTopic(Base):
    """A topic of a proposal: what it is about, or by what it was chosen (小切口)."""

    __tablename__ = "proposal_topic"
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(Text, ForeignKey("topic.code"), primary_key=True)


class ProposalSource(Base):
    """A digest item or a matter that a proposal comes from; rows are only added."""

    __tablename__ = "proposal_source"
    __table_args__ = (
        UniqueConstraint(
            "proposal_id", "item_id", "case_id", name="proposal_source_once", postgresql_nulls_not_distinct=True
        ),
        CheckConstraint("num_nonnulls(item_id, case_id) = 1", name="proposal_source_one"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=sql("gen_random_uuid()"))
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposal.id"))
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("digest_item.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[str] = mapped_column(Text)
    added_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    added_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))


class ProposalEvent(Base):
    """A move that was made; rows are only added."""

    __tablename__ = "proposal_event"
    __table_args__ = (CheckConstraint("length(btrim(words)) between 2 and 2000", name="proposal_event_said"),)
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    move: Mapped[str] = mapped_column(Text, ForeignKey("proposal_move.id"))
    actor_id: Mapped[int] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)


class PlanEntry(Base):
    """The plan that a move entered a proposal in; rows are only added."""

    __tablename__ = "plan_entry"
    __table_args__ = (
        CheckConstraint(f"level in ({among(LEVELS)})", name="plan_entry_level_known"),
        CheckConstraint(f"kind in ({among(PLANS)})", name="plan_entry_kind_known"),
        plain("plan_entry", "name", 2, 100),
        plain("plan_entry", "category", 0, 40),
        CheckConstraint(
            "from_year between 1990 and 2200 and until_year between 1990 and 2200"
            " and case kind when 'annual' then until_year = from_year else until_year > from_year end",
            name="plan_entry_years",
        ),
    )
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    from_year: Mapped[int] = mapped_column(SmallInteger)
    until_year: Mapped[int] = mapped_column(SmallInteger)
    category: Mapped[str] = mapped_column(Text, server_default=sql("''"))
