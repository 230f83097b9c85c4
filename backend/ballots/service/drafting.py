"""Preparing a ballot: what is voted on, who is on the roll, who counts."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.ballots import queries
from backend.ballots.domain import Draft, State
from backend.ballots.model import Ballot, BallotCandidate, BallotMember, BallotTeller
from backend.ballots.queries import CLERK, View
from backend.ballots.service.reading import as_clerk, read
from backend.cases.domain import Actor
from backend.errors import Conflict, Forbidden, Invalid
from backend.grid.service import known_areas
from backend.plain import digest_of

TELLERS = 2
SETTINGS = ("meeting", "title", "held_on", "way", "contested", "seats", "rule", "quorum")


def make(session: Session, actor: Actor, given: Draft) -> View:
    """Prepare a ballot. May be repeated.

    Raises Forbidden for who runs no ballots there, Invalid naming what is wrong, Conflict for an id that is taken.
    """
    if actor.id is None or CLERK not in actor.roles_at(given.area_code):
        raise Forbidden("您的岗位不能做这一步")
    if given.area_code not in known_areas(session, [given.area_code]):
        raise Invalid("没有这个行政区划：{area}", field="area", area=given.area_code)
    queries.lock(session, given.id)
    asked, known = digest_of(**vars(given)), queries.head(session, given.id)
    if known is not None:
        if (known.asked, known.made_by) != (asked, actor.id):
            raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
        return read(session, given.id)
    check(given)
    row = {name: getattr(given, name) for name in ("id", "area_code", "kind", *SETTINGS)}
    row |= {"number": queries.next_number(session), "made_by": actor.id, "asked": asked}
    session.execute(insert(Ballot).values(**row).inline())
    _parts(session, given)
    audit.append(
        session, "ballot.made", "ballot", given.id, area=given.area_code, fields=("candidates", "roll", "tellers")
    )
    return read(session, given.id)


def change(session: Session, ballot_id: UUID, actor: Actor, given: Draft, *, version: int) -> View:
    """Prepare a ballot anew, before it is opened. May be repeated.

    Raises NotFound, Forbidden, Stale, Conflict once it was opened: the roll is fixed; Invalid naming what is wrong.
    """
    found = as_clerk(session, ballot_id, actor)
    given = replace(given, id=ballot_id, area_code=found.head.area_code, kind=found.head.kind)
    asked = digest_of(**vars(given))
    if found.head.asked == asked and found.head.version == version + 1:
        return found
    if found.head.state != State.DRAFT:
        raise Conflict("名册已经定下，不能再改；要改只能作废重来", code="roll_fixed")
    as_clerk(session, ballot_id, actor, version)
    check(given)
    for part in (BallotCandidate, BallotMember, BallotTeller):
        session.execute(delete(part).where(part.ballot_id == ballot_id))
    _parts(session, given)
    row = {name: getattr(given, name) for name in SETTINGS} | {"version": version + 1}
    session.execute(update(Ballot).where(Ballot.id == ballot_id).values(**row))
    audit.append(
        session, "ballot.changed", "ballot", ballot_id, area=given.area_code, fields=("candidates", "roll", "tellers")
    )
    return read(session, ballot_id)


def check(given: Draft) -> None:
    """Refuse what no meeting could vote on. Raises Invalid naming the field."""
    n = len(given.candidates)
    if len({each.title for each in given.candidates}) < n:
        raise Invalid("同一个项目写了两次", field="candidates")
    if n < given.seats:
        raise Invalid("候选项目比应选的少", field="seats")
    if given.contested != (n > given.seats):
        raise Invalid("差额要候选多于应选，等额要两数相等", field="contested")
    if len(set(given.names)) < len(given.names):
        raise Invalid("名册里有同名的，请在姓名后写明以示区别", field="names")
    if len(set(given.tellers)) != TELLERS:
        raise Invalid("计票人要两位，不能是同一人", field="tellers")


def _parts(session: Session, given: Draft) -> None:
    roll: list[dict[str, object]] = []
    if given.from_deputies:
        roll = [
            {"deputy_id": deputy, "name": name, "account_id": account}
            for deputy, name, account in queries.deputies(session, given.kind, given.area_code, given.held_on)
        ]
    roll += [{"deputy_id": None, "name": name, "account_id": None} for name in given.names]
    if not roll:
        raise Invalid("名册是空的：这里没有登记这一级代表，请把姓名写上", field="names")
    tellers = []
    for login in given.tellers:
        found = queries.teller(session, login, given.area_code)
        if found is None:
            raise Invalid("没有这个计票人账号：{login}", field="tellers", login=login)
        tellers.append({"ballot_id": given.id, "account_id": found[0], "name": found[1]})
    standing = [
        {"ballot_id": given.id, "position": at, "title": each.title, "subject_id": each.subject_id}
        for at, each in enumerate(given.candidates, 1)
    ]
    session.execute(insert(BallotCandidate), standing)
    session.execute(insert(BallotMember), [{"id": uuid4(), "ballot_id": given.id} | each for each in roll])
    session.execute(insert(BallotTeller), tellers)
