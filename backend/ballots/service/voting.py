"""Voting: a code is traded for a device's hold of one line of the roll; the vote goes into the box and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.ballots import queries
from backend.ballots.domain import State, Urn, digest_of_code, digest_of_device, is_valid, tracker_of
from backend.ballots.model import BallotMember, BallotUrn
from backend.ballots.queries import Standing
from backend.db import Context
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.sealing import seal, unseal


@dataclass(frozen=True)
class Booth:
    """What a voter sees: the ballot, their name, whether they have voted; `tracker`: their receipt once they have."""

    ballot_id: UUID
    member_id: UUID
    name: str
    meeting: str
    title: str
    held_on: date
    state: str
    way: str
    seats: int
    candidates: Sequence[Standing]
    has_voted: bool
    tracker: str


def context_of(digest: bytes) -> Context:
    """Return the context of who holds a link: one line of the roll, no account."""
    return Context(link=digest)


def trade(session: Session, code: str, device: str) -> UUID:
    """Let the device that comes first hold the link of `code`; it may come again. Returns the member's id.

    Runs in the context of the code's digest. Raises NotFound for a code that is none or was taken back, Conflict for a second
    device, Forbidden once the ballot is over.
    """
    digest = digest_of_code(code)
    found = queries.by_secret(session, digest)
    if found is None:
        raise NotFound("投票码不对，或已经收回。请向大会工作人员领一个新的。", field="code", code="no_such_link")
    member, ballot, holder = found
    queries.lock(session, ballot)
    head = queries.head(session, ballot)
    mine = digest_of_device(device, member)
    if holder == mine:
        return member
    if holder is not None:
        raise Conflict(
            "这个投票码已在另一台设备上打开。不是您本人打开的，请马上告诉大会工作人员。",
            field="code",
            code="other_device",
        )
    if head is None or head.state != State.OPEN:
        raise Forbidden("现在不是投票时间", code="not_open")
    session.execute(update(BallotMember).where(BallotMember.id == member).values(device_hash=mine))
    audit.append(session, "ballot.link_opened", "ballot", ballot, area=head.area_code)
    return member


def held(session: Session, member_id: UUID, device: str) -> UUID:
    """Return the ballot of the link that a device holds. Raises NotFound when it holds none."""
    found = queries.by_secret(session, digest_of_device(device, member_id))
    if found is None or found[0] != member_id:
        raise NotFound("请用收到的投票码重新打开", code="no_link")
    return found[1]


def booth(session: Session, member_id: UUID, device: str, key: bytes) -> Booth:
    """Return what the voter of a link sees. Raises NotFound."""
    ballot = held(session, member_id, device)
    head, member = queries.head(session, ballot), queries.member(session, member_id)
    if head is None or member is None:
        raise NotFound("请用收到的投票码重新打开", code="no_link")
    tracker = tracker_of(key, member_id) if member.has_voted else ""
    return Booth(
        ballot, member_id, member.name, head.meeting, head.title, head.held_on, head.state, head.way, head.seats,
        queries.candidates(session, ballot), member.has_voted, tracker,
    )  # fmt: skip


def cast(session: Session, member_id: UUID, device: str, marks: str, key: bytes) -> Booth:
    """Put a ballot into the box: sealed, shuffled, without a time. Returns the booth with the receipt.

    `marks`: see `counting`. Raises NotFound, Conflict: voted before, or not open; Invalid (field `marks`) for what would not count.
    """
    ballot = held(session, member_id, device)
    queries.lock(session, ballot)
    found = booth(session, member_id, device, key)
    if found.has_voted:
        raise Conflict("您已经投过票，一人一票，不能再投", code="has_voted")
    if found.state != State.OPEN:
        raise Conflict("投票已经结束", code="not_open")
    if len(marks) != len(found.candidates) or not is_valid(marks, found.seats, found.way):
        raise Invalid("最多赞成{n}项，请改少一些", field="marks", code="too_many_marks", n=found.seats)
    box = queries.urn(session, ballot)
    head = queries.head(session, ballot)
    if box is None or head is None:
        raise NotFound("没有找到")
    n, sealed = box
    inside = Urn.read(unseal(key, ballot, f"urn {n}", sealed)).having(marks, tracker_of(key, member_id))
    again = seal(key, 1, ballot, f"urn {n + 1}", inside.text())
    session.execute(update(BallotUrn).where(BallotUrn.ballot_id == ballot).values(n=n + 1, sealed=again))
    done = session.execute(
        update(BallotMember).where(BallotMember.id == member_id, BallotMember.has_voted.is_(False)).values(has_voted=True).returning(BallotMember.id)
    ).one_or_none()  # fmt: skip
    if done is None:
        raise Forbidden("您的岗位不能做这一步")
    audit.append(session, "ballot.cast", "ballot", ballot, area=head.area_code)
    return booth(session, member_id, device, key)
