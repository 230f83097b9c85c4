"""The verbs of the room: make an initiative of a case, let it go its steps, list. None of them moves the case."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.bodies import service as bodies
from backend.cases import service as cases
from backend.cases.domain import Actor
from backend.clock import today
from backend.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from backend.initiatives import queries
from backend.initiatives.domain import KINDS, Draft, State, makes, steps_from
from backend.initiatives.model import Initiative, InitiativeEvent, InitiativeTag
from backend.initiatives.queries import Told, View, Wanted
from backend.plain import digest_of

__all__ = ["Told", "View", "Wanted", "listed", "make", "move"]


def make(session: Session, case_id: UUID, actor: Actor, given: Draft) -> Told:
    """Make an initiative of a case, which stays where it is. May be repeated.

    Raises NotFound, Forbidden for roles that make none of this kind, Invalid (field `topics`), Conflict for an id that is taken.
    """
    actor = cases.meet(session, case_id, actor)
    head = cases.head_of(session, case_id)
    seated = cases.own_seats(session, case_id)
    own = {body.id: body for body in bodies.mine(session) if body.id in seated}
    known = KINDS[given.kind]
    roles = actor.roles_at(head.area_code) - {"deputy"} | actor.seats | actor.holds
    role = makes(known, roles, frozenset(body.kind for body in own.values()))
    if role is None or actor.id is None:
        raise Forbidden("您的岗位不能做这一步")
    if queries.known_topics(session, given.topics) != set(given.topics):
        raise Invalid("没有这个主题，请从名单里选", field="topics")
    by_role = role not in actor.roles_at(head.area_code) and role != "deputy"
    fitting = [body for body in own.values() if body.role == role and (not known.by or body.kind in known.by)]
    asked = digest_of(case=case_id, **vars(given))
    if queries.one(session, given.id) is None:
        row = {"id": given.id, "kind": given.kind, "title": given.title, "text": given.text, "case_id": case_id}
        row |= {"case_number": head.number, "area_code": head.area_code, "hidden": head.hidden, "asked": asked}
        row |= {"made_by": actor.id, "made_as": role, "by_body_id": fitting[0].id if by_role else None}
        _store(session, row, given.topics)
    found = queries.one(session, given.id)
    if found is None or (found.asked, found.made_by) != (asked, actor.id):
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    return _told(session, found, actor)


def _store(session: Session, row: dict[str, object], topics: tuple[str, ...]) -> None:
    number = queries.next_number(session)
    made = upsert(Initiative).values(**row, number=number).on_conflict_do_nothing().returning(Initiative.id)
    if session.execute(made).one_or_none() is None:
        return
    for topic in dict.fromkeys(topics):
        session.execute(insert(InitiativeTag).values(initiative_id=row["id"], topic=topic).inline())
    audit.append(
        session, "initiative.made", "initiative", str(row["id"]), area=str(row["area_code"]), fields=("title", "text")
    )


def listed(
    session: Session, wanted: Wanted, actor: Actor, *, last: tuple[datetime, UUID] | None, most: int
) -> list[Told]:
    """Return the initiatives `wanted` that the viewer sees, newest first; see `queries.listed`."""
    return [_told(session, each, actor) for each in queries.listed(session, wanted, last=last, most=most)]


def move(
    session: Session, initiative_id: UUID, actor: Actor, to: State, words: str, *, version: int,
    body_id: int | None = None, due_on: date | None = None,
) -> Told:  # fmt: skip
    """Let an initiative go a step; `body_id` and `due_on`: to whom it is sent, and by when it is to be answered. May be repeated.

    Raises NotFound, Conflict (no such step now), Forbidden, Stale, Invalid naming what is wrong.
    """
    queries.lock(session, initiative_id)
    found = queries.one(session, initiative_id)
    if found is None:
        raise NotFound("没有找到")
    for last in found.events[-1:]:
        if (last.actor_id, last.to_state, last.words, last.version) == (actor.id, to, words, version + 1):
            return _told(session, found, actor)
    if found.version != version:
        raise Stale("别人刚改过，请重新读取", field="If-Match")
    if not any(step.to == to for step in steps_from(found.state, maker=True, addressed=True)):
        raise Conflict("现在不能走这一步，请重新读取", code="no_such_move")
    step = next((each for each in _told(session, found, actor).steps if each.to == to), None)
    if step is None or actor.id is None:
        raise Forbidden("您的岗位不能做这一步")
    sent = _sending(session, found, body_id, due_on) if step.sends else {}
    event = {"initiative_id": initiative_id, "version": version + 1, "actor_id": actor.id, "actor_name": actor.name}
    event |= {"from_state": found.state, "to_state": to.value, "words": words}
    session.execute(insert(InitiativeEvent).values(**event).inline())
    changed = {"state": to.value, "version": version + 1} | sent
    session.execute(update(Initiative).where(Initiative.id == initiative_id).values(**changed))
    action = f"initiative.{to}"
    audit.append(session, action, "initiative", initiative_id, area=found.area_code, fields=("state", *sent))
    view = queries.one(session, initiative_id)
    return _told(session, view or found, actor)


def _sending(session: Session, found: View, body_id: int | None, due_on: date | None) -> dict[str, object]:
    kinds = KINDS[found.kind].to or None
    if body_id not in {body.id for body in bodies.serving(session, found.area_code, None, kinds)}:
        raise Invalid("这个单位不管这里或不收这一类，请从名单里选", field="body_id", code="another_place")
    if due_on is None or due_on < today():
        raise Invalid("期限不能在今天以前", field="due_on")
    return {"body_id": body_id, "due_on": due_on}


def _told(session: Session, view: View, actor: Actor) -> Told:
    own = {body.id for body in bodies.mine(session)}
    maker = view.made_by == actor.id or view.by_body_id in own
    maker = maker or (view.by_body_id is None and view.made_as in actor.roles_at(view.area_code) - {"deputy"})
    return Told(view, steps_from(view.state, maker=maker, addressed=view.body_id in own))
