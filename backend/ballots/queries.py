"""Reading ballots: each viewer what the policies show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, text, true, tuple_
from sqlalchemy.orm import Session

from backend.ballots.domain import State
from backend.ballots.model import (
    Ballot,
    BallotCandidate,
    BallotEvent,
    BallotMember,
    BallotObjection,
    BallotPaper,
    BallotTeller,
    BallotTracker,
    BallotUrn,
)
from backend.cases.domain import Actor
from backend.db import one_at_a_time
from backend.deputies.model import Deputy
from backend.grid.model import Area

CLERK = "town_congress"
TELLER = text("select id, name from teller_found(:login, :area)")


@dataclass(frozen=True)
class Standing:
    """A candidate; figures and `outcome` from the count on."""

    position: int
    title: str
    subject_id: UUID | None
    in_favour: int | None
    against: int | None
    abstained: int | None
    outcome: str | None


@dataclass(frozen=True)
class Member:
    """A line of the roll; `way`: what was issued to them; `listed`: from the list of deputies, not written by hand."""

    id: UUID
    name: str
    account_id: int | None
    way: str | None
    links: int
    has_voted: bool
    listed: bool


@dataclass(frozen=True)
class Teller:
    """Who counts; `papers`: what they read off the papers, None before they did."""

    account_id: int
    name: str
    papers: Sequence[str] | None
    unsealed: bool
    signed: bool


@dataclass(frozen=True)
class Objection:
    """That a member says somebody else voted in their place."""

    member_id: UUID
    words: str
    noted_name: str
    at: datetime


@dataclass(frozen=True)
class Event:
    """A step that was gone."""

    version: int
    at: datetime
    actor_id: int
    actor_name: str
    to_state: str
    words: str


@dataclass(frozen=True)
class Head:
    """A ballot without its parts."""

    id: UUID
    number: str
    area_code: str
    area_name: str
    kind: str
    meeting: str
    title: str
    held_on: date
    way: str
    contested: bool
    seats: int
    rule: str
    quorum: str
    state: str
    members: int | None
    issued: int | None
    received: int | None
    invalid: int | None
    passed: bool | None
    made_by: int
    made_at: datetime
    asked: bytes
    version: int


@dataclass(frozen=True)
class View:
    """A ballot with what this viewer sees of its parts."""

    head: Head
    candidates: Sequence[Standing]
    members: Sequence[Member]
    tellers: Sequence[Teller]
    objections: Sequence[Objection]
    events: Sequence[Event]

    @property
    def issued(self) -> int:
        """Return how many ballots were issued (发出): links and papers."""
        return sum(each.way is not None for each in self.members)


READ: Select[*tuple[Any, ...]] = select(
    Ballot.id, Ballot.number, Ballot.area_code, Area.name, Ballot.kind, Ballot.meeting, Ballot.title, Ballot.held_on,
    Ballot.way, Ballot.contested, Ballot.seats, Ballot.rule, Ballot.quorum, Ballot.state, Ballot.members, Ballot.issued, Ballot.received,
    Ballot.invalid, Ballot.passed, Ballot.made_by, Ballot.made_at, Ballot.asked, Ballot.version,
).join(Area, Area.code == Ballot.area_code)  # fmt: skip
MEMBER = select(
    BallotMember.id, BallotMember.name, BallotMember.account_id, BallotMember.way, BallotMember.links, BallotMember.has_voted, BallotMember.deputy_id.is_not(None),
)  # fmt: skip


def is_clerk(of: Head, actor: Actor) -> bool:
    """Return whether somebody runs the ballots of the place: the congress there."""
    return CLERK in actor.roles_at(of.area_code)


def head(session: Session, ballot_id: UUID) -> Head | None:
    """Return a ballot, None when there is none for this viewer."""
    row = session.execute(READ.where(Ballot.id == ballot_id)).one_or_none()
    return Head(*row) if row else None


def one(session: Session, ballot_id: UUID) -> View | None:
    """Return a ballot with its parts, None when there is none for this viewer."""
    found = head(session, ballot_id)
    if found is None:
        return None
    tellers = select(
        BallotTeller.account_id, BallotTeller.name, BallotTeller.papers, BallotTeller.unsealed, BallotTeller.signed
    )
    objections = select(
        BallotObjection.member_id, BallotObjection.words, BallotObjection.noted_name, BallotObjection.at
    )
    events = select(
        BallotEvent.version, BallotEvent.at, BallotEvent.actor_id, BallotEvent.actor_name, BallotEvent.to_state,
        BallotEvent.words,
    )  # fmt: skip
    of = {"ballot_id": ballot_id}
    return View(
        found,
        candidates(session, ballot_id),
        [
            Member(*row)
            for row in session.execute(
                MEMBER.where(BallotMember.ballot_id == ballot_id).order_by(BallotMember.name, BallotMember.id)
            )
        ],
        [Teller(*row) for row in session.execute(tellers.filter_by(**of).order_by(BallotTeller.account_id))],
        [Objection(*row) for row in session.execute(objections.filter_by(**of).order_by(BallotObjection.at))],
        [Event(*row) for row in session.execute(events.filter_by(**of).order_by(BallotEvent.version))],
    )


def candidates(session: Session, ballot_id: UUID) -> list[Standing]:
    """Return what is voted on, in its order."""
    rows = session.execute(
        select(
            BallotCandidate.position, BallotCandidate.title, BallotCandidate.subject_id, BallotCandidate.in_favour,
            BallotCandidate.against, BallotCandidate.abstained, BallotCandidate.outcome,
        ).where(BallotCandidate.ballot_id == ballot_id).order_by(BallotCandidate.position)
    )  # fmt: skip
    return [Standing(*row) for row in rows]


def listed(session: Session, *, last: tuple[datetime, UUID] | None, most: int) -> list[Head]:
    """Return the ballots this viewer sees, newest first."""
    after = true() if last is None else tuple_(Ballot.made_at, Ballot.id) < tuple_(*last)
    rows = session.execute(READ.where(after).order_by(Ballot.made_at.desc(), Ballot.id.desc()).limit(most))
    return [Head(*row) for row in rows]


def of_subject(session: Session, subject_id: UUID) -> list[Head]:
    """Return the published ballots in which something of an upper room stood, newest first."""
    stood = select(BallotCandidate.ballot_id).where(BallotCandidate.subject_id == subject_id)
    rows = session.execute(
        READ.where(Ballot.id.in_(stood), Ballot.state == State.PUBLISHED.value).order_by(Ballot.made_at.desc())
    )
    return [Head(*row) for row in rows]


def lock(session: Session, ballot_id: UUID) -> None:
    """Let nobody else change a ballot meanwhile."""
    one_at_a_time(session, f"ballot {ballot_id}")


def next_number(session: Session) -> str:
    """Return the number of a new ballot."""
    return str(session.scalar(select(func.paper_number("P", func.now(), func.nextval("ballot_number")))))


def deputies(session: Session, level: str, area: str, on: date) -> list[tuple[int, str, int | None]]:
    """Return id, name and account of the deputies of a level at an area who are in office on a day."""
    rows = session.execute(
        select(Deputy.id, Deputy.name, Deputy.account_id)
        .where(Deputy.level == level, Deputy.area_code.startswith(area, autoescape=True))
        .where((Deputy.term_to.is_(None)) | (Deputy.term_to >= on))
        .order_by(Deputy.name, Deputy.id)
    )
    return [(row.id, row.name, row.account_id) for row in rows]


def teller(session: Session, login: str, area: str) -> tuple[int, str] | None:
    """Return account and name of somebody of the place who may count, None for nobody."""
    row = session.execute(TELLER, {"login": login, "area": area}).one_or_none()
    return (row.id, row.name) if row else None


def own_member(session: Session, ballot_id: UUID, account: int) -> Member | None:
    """Return the line of the roll of an account."""
    row = session.execute(MEMBER.where(BallotMember.ballot_id == ballot_id, BallotMember.account_id == account)).first()
    return Member(*row) if row else None


def by_secret(session: Session, digest: bytes) -> tuple[UUID, UUID, bytes | None] | None:
    """Return member, ballot and device of the link that the context holds, by its token or its device."""
    row = session.execute(
        select(BallotMember.id, BallotMember.ballot_id, BallotMember.device_hash).where(
            (BallotMember.token_hash == digest) | (BallotMember.device_hash == digest)
        )
    ).one_or_none()
    return (row.id, row.ballot_id, row.device_hash) if row else None


def member(session: Session, member_id: UUID) -> Member | None:
    """Return a line of a roll, None when there is none for this viewer."""
    row = session.execute(MEMBER.where(BallotMember.id == member_id)).one_or_none()
    return Member(*row) if row else None


def urn(session: Session, ballot_id: UUID) -> tuple[int, bytes] | None:
    """Return how many ballots are in the box, and the box."""
    row = session.execute(select(BallotUrn.n, BallotUrn.sealed).where(BallotUrn.ballot_id == ballot_id)).one_or_none()
    return (row.n, bytes(row.sealed)) if row else None


def papers(session: Session, ballot_id: UUID) -> dict[str, int]:
    """Return how many ballots that came out have which marks."""
    rows = session.execute(select(BallotPaper.marks, BallotPaper.n).where(BallotPaper.ballot_id == ballot_id))
    return {row.marks: row.n for row in rows}


def trackers(session: Session, ballot_id: UUID) -> list[str]:
    """Return the receipts of the votes that were in the box, in their own order."""
    rows = session.scalars(select(BallotTracker.tracker).where(BallotTracker.ballot_id == ballot_id))
    return sorted(rows)
