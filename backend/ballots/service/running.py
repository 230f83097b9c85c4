"""Running a ballot: opening, issuing, closing, publishing; noting what is contested."""

from __future__ import annotations

import hashlib
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.ballots import queries
from backend.ballots.domain import Arrow, State, Urn, arrows_from, code_of, digest_of_code
from backend.ballots.model import Ballot, BallotEvent, BallotMember, BallotObjection, BallotUrn
from backend.ballots.queries import Member, View, is_clerk
from backend.ballots.service.reading import as_clerk, read
from backend.cases.domain import Actor
from backend.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from backend.sealing import seal


def move(session: Session, ballot_id: UUID, actor: Actor, to: State, words: str, *, version: int, key: bytes) -> View:
    """Let a ballot go a step: open it (its roll is fixed, its box made), close, publish, make void. May be repeated.

    Raises NotFound, Forbidden, Stale, Conflict: no such step now, or not all tellers have signed; Invalid (field `words`).
    """
    queries.lock(session, ballot_id)
    found = read(session, ballot_id)
    if not is_clerk(found.head, actor) or actor.id is None:
        raise Forbidden("您的岗位不能做这一步")
    for last in found.events[-1:]:
        if (last.actor_id, last.to_state, last.words, last.version) == (actor.id, to, words, version + 1):
            return found
    if found.head.version != version:
        raise Stale("别人刚改过，请重新读取", field="If-Match")
    arrow = next((each for each in arrows_from(found.head.state, clerk=True) if each.to == to), None)
    if arrow is None:
        raise Conflict("现在不能走这一步，请重新读取", code="no_such_move")
    if arrow.reason and not words.strip():
        raise Invalid("要写明原因", field="words")
    if to == State.PUBLISHED and not all(each.signed for each in found.tellers):
        raise Conflict("两位计票人都签字后才能公布", code="not_signed")
    step(session, found, actor, arrow, words, _opening(session, found, key) if to == State.OPEN else {})
    return read(session, ballot_id)


def step(session: Session, found: View, actor: Actor, arrow: Arrow, words: str, changed: dict[str, object]) -> None:
    """Write a step and its event."""
    ballot, version = found.head.id, found.head.version + 1
    event = {"ballot_id": ballot, "version": version, "actor_id": actor.id, "actor_name": actor.name, "words": words}
    event |= {"from_state": arrow.source.value, "to_state": arrow.to.value}
    session.execute(insert(BallotEvent).values(**event).inline())
    values = {"state": arrow.to.value, "version": version} | changed
    session.execute(update(Ballot).where(Ballot.id == ballot).values(**values))
    audit.append(session, f"ballot.{arrow.to}", "ballot", ballot, area=found.head.area_code, fields=("state",))


def _opening(session: Session, found: View, key: bytes) -> dict[str, object]:
    """Make the empty box; return digest and length of the roll that is fixed from now on."""
    roll = "\n".join(sorted(f"{each.id} {each.name}" for each in found.members))
    empty = seal(key, 1, found.head.id, "urn 0", Urn().text())
    session.execute(insert(BallotUrn).values(ballot_id=found.head.id, sealed=empty).inline())
    return {"roll_digest": hashlib.sha256(roll.encode()).digest(), "members": len(found.members)}


def issue(
    session: Session, ballot_id: UUID, actor: Actor, member_id: UUID, way: str | None, key: bytes
) -> tuple[Member, str]:
    """Issue a member a link or a paper, or take back what was issued (`way` None); return the member and the link's code.

    Another link ends the former one, so a lost or stolen link dies here. Raises NotFound, Forbidden, Conflict: it is not open, or
    the member has voted, which nobody takes back.
    """
    as_clerk(session, ballot_id, actor)
    return _issue(session, ballot_id, member_id, way, key)


def own_code(session: Session, ballot_id: UUID, actor: Actor, key: bytes) -> tuple[Member, str]:
    """Issue a member with an account their own link; see `issue`. Raises NotFound for who is on no roll by their account."""
    queries.lock(session, ballot_id)
    mine = queries.own_member(session, ballot_id, actor.id) if actor.id is not None else None
    if mine is None:
        raise NotFound("没有找到")
    if mine.way == "paper":
        raise Conflict("您已经领了纸质票，请把纸票投进票箱", code="has_paper")
    return _issue(session, ballot_id, mine.id, "link", key)


def _issue(session: Session, ballot_id: UUID, member_id: UUID, way: str | None, key: bytes) -> tuple[Member, str]:
    found = read(session, ballot_id)
    member = next((each for each in found.members if each.id == member_id), None)
    if member is None:
        raise NotFound("没有找到")
    if found.head.state != State.OPEN:
        raise Conflict("现在不是投票时间", code="not_open")
    if member.has_voted:
        raise Conflict("这位代表已经投过票，投出的票不能收回", field="member_id", code="has_voted")
    links = member.links + (way == "link")
    code = code_of(key, member_id, links) if way == "link" else ""
    changed = {
        "way": way, "links": links, "token_hash": digest_of_code(code) if code else None, "device_hash": None,
    }  # fmt: skip
    session.execute(update(BallotMember).where(BallotMember.id == member_id).values(**changed))
    audit.append(session, "ballot.issued", "ballot", ballot_id, area=found.head.area_code, fields=("way",))
    fresh = queries.member(session, member_id)
    return fresh or member, code


def object_to(session: Session, ballot_id: UUID, actor: Actor, objection_id: UUID, member_id: UUID, words: str) -> View:
    """Note that a member says somebody else voted in their place; the box stays shut. May be repeated.

    Raises NotFound, Forbidden for who neither runs nor counts it, Conflict: nobody has voted in their place, or it is over.
    """
    queries.lock(session, ballot_id)
    found = read(session, ballot_id)
    if actor.id is None or not (
        is_clerk(found.head, actor) or any(each.account_id == actor.id for each in found.tellers)
    ):
        raise Forbidden("您的岗位不能做这一步")
    known = session.get(BallotObjection, objection_id)
    if known is not None:
        if (known.ballot_id, known.member_id, known.words, known.noted_by) == (ballot_id, member_id, words, actor.id):
            return found
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    member = next((each for each in found.members if each.id == member_id), None)
    if member is None:
        raise NotFound("没有找到")
    if found.head.state in {State.PUBLISHED, State.VOID} or not member.has_voted:
        raise Conflict("这位代表还没有投票记录；链接丢了请重发", field="member_id", code="has_not_voted")
    row = {"id": objection_id, "ballot_id": ballot_id, "member_id": member_id, "words": words}
    session.execute(insert(BallotObjection).values(**row, noted_by=actor.id, noted_name=actor.name).inline())
    audit.append(session, "ballot.contested", "ballot", ballot_id, area=found.head.area_code, fields=("words",))
    return read(session, ballot_id)
