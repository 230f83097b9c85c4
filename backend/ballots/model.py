"""Ballots: settings, candidates, the roll, the closed box, tellers, and what came out."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from backend.ballots.domain import ARROWS, KINDS, OUTCOMES, QUORUMS, RULES, WAYS, State
from backend.db import Base
from backend.db.types import plain

STEPS = ", ".join(f"({each.source.value!r}, {each.to.value!r})" for each in ARROWS)


def known(column: str, words: object) -> CheckConstraint:
    """Return the rule that a column of `ballot` holds one of a few words."""
    texts = ", ".join(repr(str(each)) for each in words)  # type: ignore[attr-defined]
    return CheckConstraint(f"{column} in ({texts})", name=f"ballot_{column}_known")


class Ballot(Base):
    """A ballot of a meeting."""

    __tablename__ = "ballot"
    __table_args__ = (
        # Usage: the ballots of a scope, newest first.
        Index("ballot_made_idx", "made_at", "id"),
        known("kind", KINDS),
        plain("ballot", "meeting", 2, 100),
        plain("ballot", "title", 2, 100),
        known("way", WAYS),
        CheckConstraint("seats between 1 and 100", name="ballot_seats_some"),
        known("rule", RULES),
        known("quorum", QUORUMS),
        known("state", State),
        CheckConstraint(
            "state in ('draft', 'void') or (roll_digest is not null and members is not null)", name="ballot_roll_fixed"
        ),
        CheckConstraint(
            "(state in ('counted', 'published')) <= (issued is not null and received is not null and invalid is not null"
            " and passed is not null)",
            name="ballot_counted",
        ),
        CheckConstraint("passed is not true or received <= issued", name="ballot_sums"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    kind: Mapped[str] = mapped_column(Text)
    meeting: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    held_on: Mapped[date]
    way: Mapped[str] = mapped_column(Text)
    contested: Mapped[bool]
    seats: Mapped[int] = mapped_column(SmallInteger)
    rule: Mapped[str] = mapped_column(Text)
    quorum: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, server_default=sql("'draft'"))
    roll_digest: Mapped[bytes | None]
    members: Mapped[int | None]
    issued: Mapped[int | None]
    received: Mapped[int | None]
    invalid: Mapped[int | None]
    passed: Mapped[bool | None]
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    asked: Mapped[bytes]
    version: Mapped[int] = mapped_column(server_default=sql("1"))


class BallotCandidate(Base):
    """What is voted on, and what it got."""

    __tablename__ = "ballot_candidate"
    __table_args__ = (
        # Usage: the ballots that a project stood in.
        Index("ballot_candidate_subject_idx", "subject_id", postgresql_where=sql("subject_id is not null")),
        plain("ballot_candidate", "title", 1, 100),
        CheckConstraint(
            f"outcome in ({', '.join(repr(each) for each in OUTCOMES)})", name="ballot_candidate_outcome_known"
        ),
    )
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[UUID | None]
    in_favour: Mapped[int | None]
    against: Mapped[int | None]
    abstained: Mapped[int | None]
    outcome: Mapped[str | None] = mapped_column(Text)


class BallotMember(Base):
    """A line of the roll: whether they have voted, never when and never what."""

    __tablename__ = "ballot_member"
    __table_args__ = (
        plain("ballot_member", "name", 1, 40),
        CheckConstraint("way in ('link', 'paper')", name="ballot_member_way_known"),
        UniqueConstraint("ballot_id", "deputy_id", name="ballot_member_once"),
        CheckConstraint("(way is not distinct from 'link') = (token_hash is not null)", name="ballot_member_link"),
        CheckConstraint("device_hash is null or token_hash is not null", name="ballot_member_device"),
        CheckConstraint("not has_voted or device_hash is not null", name="ballot_member_voted"),
        # Usage: the roll of a ballot.
        Index("ballot_member_ballot_idx", "ballot_id"),
        # Usage: the ballots in which somebody may vote.
        Index("ballot_member_account_idx", "account_id", postgresql_where=sql("account_id is not null")),
        # Usage: the votes a deputy took part in.
        Index("ballot_member_deputy_idx", "deputy_id", postgresql_where=sql("deputy_id is not null")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"))
    name: Mapped[str] = mapped_column(Text)
    deputy_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("deputy.id"))
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    way: Mapped[str | None] = mapped_column(Text)
    links: Mapped[int] = mapped_column(SmallInteger, server_default=sql("0"))
    token_hash: Mapped[bytes | None] = mapped_column(unique=True)
    device_hash: Mapped[bytes | None] = mapped_column(unique=True)
    has_voted: Mapped[bool] = mapped_column(server_default=sql("false"))


class BallotUrn(Base):
    """The closed box: all ballots in one sealed text."""

    __tablename__ = "ballot_urn"
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    n: Mapped[int] = mapped_column(server_default=sql("0"))
    sealed: Mapped[bytes]


class BallotTeller(Base):
    """Who counts: what they read off the papers, and that they unsealed and signed."""

    __tablename__ = "ballot_teller"
    __table_args__ = (
        CheckConstraint("unsealed or not signed", name="ballot_teller_signed"),
        # Usage: the ballots that somebody counts.
        Index("ballot_teller_account_idx", "account_id"),
    )
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    papers: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    unsealed: Mapped[bool] = mapped_column(server_default=sql("false"))
    signed: Mapped[bool] = mapped_column(server_default=sql("false"))


class BallotPaper(Base):
    """How many ballots that came out were marked alike; rows are only added."""

    __tablename__ = "ballot_paper"
    __table_args__ = (
        CheckConstraint("marks ~ '^[faox]{1,100}$'", name="ballot_paper_marks"),
        CheckConstraint("n > 0", name="ballot_paper_some"),
    )
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    marks: Mapped[str] = mapped_column(Text, primary_key=True)
    n: Mapped[int]


class BallotTracker(Base):
    """A receipt of a vote that was in the box; rows are only added."""

    __tablename__ = "ballot_tracker"
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    tracker: Mapped[str] = mapped_column(Text, primary_key=True)


class BallotObjection(Base):
    """That a member says somebody else voted in their place; rows are only added."""

    __tablename__ = "ballot_objection"
    __table_args__ = (
        CheckConstraint("length(btrim(words)) >= 2", name="ballot_objection_words"),
        # Usage: what was contested of a ballot.
        Index("ballot_objection_ballot_idx", "ballot_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("ballot_member.id"))
    words: Mapped[str] = mapped_column(Text)
    noted_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    noted_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))


class BallotEvent(Base):
    """A step that was gone; rows are only added."""

    __tablename__ = "ballot_event"
    __table_args__ = (CheckConstraint(f"(from_state, to_state) in ({STEPS})", name="ballot_event_step"),)
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    actor_id: Mapped[int] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Text)
    from_state: Mapped[str] = mapped_column(Text)
    to_state: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
