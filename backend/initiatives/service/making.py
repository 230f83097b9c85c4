"""The verbs of the room: make an initiative of a case, let it go its steps, list. None of them moves the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid5

from sqlalchemy import insert, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.bodies import service as bodies
from backend.bodies.domain import BodyRef
from backend.cases import service as cases
from backend.cases.domain import Actor
from backend.cases.queries import Head
from backend.categories import service as categories
from backend.clock import today
from backend.db import current_context, past
from backend.deputies import service as deputies
from backend.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from backend.initiatives import queries
from backend.initiatives.domain import (
    KINDS,
    MONTHS,
    MOST_CASES,
    OF_MANY,
    SUGGESTION,
    Draft,
    Kind,
    Span,
    Standing,
    State,
    Step,
    makes,
    months_after,
    steps_from,
)
from backend.initiatives.model import Initiative, InitiativeCase, InitiativeEvent, InitiativeTag
from backend.initiatives.queries import Cluster, Told, View, Wanted
from backend.jobs import service as jobs
from backend.plain import digest_of

TOWN, VILLAGE = 9, 12  # digits of their codes


def make(session: Session, case_id: UUID, actor: Actor, given: Draft) -> Told:
    """Make an initiative of a case, which stays where it is. May be repeated.

    Raises NotFound, Forbidden for roles that make none of this kind, Invalid (field `topics`), Conflict for an id that is taken.
    """
    known = KINDS[given.kind]
    acting, head, own = _at(session, case_id, actor)
    role = _role(known, acting, head, own)
    if role is None or actor.id is None:
        raise Forbidden("您的岗位不能做这一步")
    categories.check_topics(session, given.topics, "topics")
    if given.cases and given.kind not in OF_MANY:
        raise Invalid("这一类只从一件事提出", field="cases", code="one_case")
    fitting = [body for body in own if body.role == role and (not known.by or body.kind in known.by)]
    by_role = role not in actor.roles_at(head.area_code) and role != "deputy"
    asked = digest_of(case=case_id, **vars(given))
    if queries.one(session, given.id) is None:
        row = {"id": given.id, "kind": given.kind, "title": given.title, "text": given.text, "case_id": case_id}
        row |= {"case_number": head.number, "area_code": head.area_code, "hidden": head.hidden, "asked": asked}
        row |= {"made_by": actor.id, "made_as": role, "by_body_id": fitting[0].id if by_role else None}
        if _store(session, row, given.topics):
            for nth, other in enumerate(each for each in dict.fromkeys(given.cases) if each != case_id):
                _say_of_case(
                    session, actor, given.id, other, uuid5(given.id, f"case {nth}"), put=True, reason=given.reason
                )
    found = queries.one(session, given.id)
    if found is None or (found.asked, found.made_by) != (asked, actor.id):
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    return told_of(own_bodies(session), found, actor)


def suggest(session: Session, actor: Actor, given: Draft) -> Told:
    """Make a deputy's suggestion that came of no case, for the area the deputy stands for. May be repeated.

    Raises Forbidden for who is no deputy in office, Invalid (field `topics`), Conflict for an id that is taken.
    """
    deputy = deputies.of_account(session, actor.id, today()) if actor.id is not None and actor.has("deputy") else None
    if deputy is None:
        raise Forbidden("您的岗位不能做这一步")
    categories.check_topics(session, given.topics, "topics")
    asked = digest_of(**vars(given))
    if queries.one(session, given.id) is None:
        row = {
            "id": given.id,
            "kind": SUGGESTION,
            "title": given.title,
            "text": given.text,
            "case_id": None,
            "case_number": "",
        }
        row |= {
            "area_code": deputy.area_code,
            "hidden": False,
            "asked": asked,
            "made_by": actor.id,
            "made_as": "deputy",
        }
        _store(session, row, given.topics)
    found = queries.one(session, given.id)
    if found is None or (found.asked, found.made_by) != (asked, actor.id):
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    return told_of(own_bodies(session), found, actor)


def _at(session: Session, case_id: UUID, actor: Actor) -> tuple[Actor, Head, list[BodyRef]]:
    """Return somebody as a case knows them, the case, and the bodies at its table for which they act."""
    actor = cases.meet(session, case_id, actor)
    head = cases.head_of(session, case_id)
    seated = cases.own_seats(session, case_id)
    return actor, head, [body for body in bodies.mine(session) if body.id in seated]


def _role(known: Kind, actor: Actor, head: Head, own: list[BodyRef]) -> str | None:
    """Return the role by which somebody may make an initiative of this kind, None without one."""
    roles = actor.roles_at(head.area_code) - {"deputy"} | actor.seats | actor.holds
    return makes(known, roles, frozenset(body.kind for body in own))


def _store(session: Session, row: dict[str, object], topics: tuple[str, ...]) -> bool:
    number = queries.next_number(session)
    made = upsert(Initiative).values(**row, number=number).on_conflict_do_nothing().returning(Initiative.id)
    if session.execute(made).one_or_none() is None:
        return False
    for topic in dict.fromkeys(topics):
        session.execute(insert(InitiativeTag).values(initiative_id=row["id"], topic=topic).inline())
    audit.append(
        session, "initiative.made", "initiative", str(row["id"]), area=str(row["area_code"]), fields=("title", "text")
    )
    return True


def read(session: Session, initiative_id: UUID, actor: Actor) -> Told:
    """Return one initiative.

    Raises NotFound when there is none for this viewer.
    """
    found = queries.one(session, initiative_id)
    if found is None:
        raise NotFound("没有找到")
    return told_of(own_bodies(session), found, actor)


def makeable(session: Session, case_id: UUID, actor: Actor) -> list[str]:
    """Return the kinds that this person may make of a case. Raises NotFound."""
    at = _at(session, case_id, actor)
    return [kind for kind, known in KINDS.items() if _role(known, *at)]


def clusters(session: Session, span: Span, *, least: int, topic: str | None) -> list[Cluster]:
    """Return what comes up again and again in the viewer's areas (由点及面): so many cases of a category in a village or township.

    A township's pattern is told where no village of it has one of its own by itself, or has not all of it.
    Raises Forbidden for who reads no area, Invalid (field `topic`).
    """
    prefixes = current_context(session).areas
    if not prefixes:
        raise Forbidden("您的岗位不能做这一步")
    if topic is not None:
        categories.check_topics(session, [topic], "topic")
    found: dict[tuple[str, str], Cluster] = {}
    for prefix in prefixes:
        for digits in (TOWN, VILLAGE):
            for each in queries.clusters(
                session, prefix, past([prefix]), digits, since=span.since, until=span.until, least=least, topic=topic
            ):
                if len(each.area_code) == digits:
                    found[each.category, each.area_code] = each
    whole = {
        (each.category, each.area_code[:TOWN]): each.n for each in found.values() if len(each.area_code) == VILLAGE
    }
    kept = [
        each for each in found.values()
        if len(each.area_code) == VILLAGE or whole.get((each.category, each.area_code), 0) < each.n
    ]  # fmt: skip
    return sorted(kept, key=lambda each: (-each.n, each.category, each.area_code))


def change_case(
    session: Session, initiative_id: UUID, actor: Actor, event_id: UUID, number: str, *, put: bool, reason: str
) -> Told:
    """Put a further case to an initiative by its number, or take it off, for a reason. May be repeated.

    Raises NotFound, Forbidden for who did not make it, Conflict once it is closed or for an id that is taken, Invalid naming the
    field: a number that is nobody's as far as this person sees, the case it was made of, or one that is (not) among them already.
    """
    queries.lock(session, initiative_id)
    told = read(session, initiative_id, actor)
    found = told.view
    if not told.mine or actor.id is None:
        raise Forbidden("您的岗位不能做这一步")
    known = queries.case_said(session, event_id)
    if known is not None:
        if (known.initiative_id, known.case_number, known.put, known.reason, known.actor_id) == (
            initiative_id, number, put, reason, actor.id,
        ):  # fmt: skip
            return told
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    if found.state == State.CLOSED:
        raise Conflict("已经结束，不能再改", code="over")
    case_id = cases.by_number(session, number)
    if case_id is None or found.kind not in OF_MANY:
        raise Invalid("没有这个编号的事项，请核对编号", field="number", code="no_such_case")
    among = {each.number for each in found.cases if each.put}
    if number == found.case_number or (number in among) == put:
        raise Invalid(
            "这一件已经在里面" if put or number == found.case_number else "这一件不在里面",
            field="number",
            code="no_change",
        )
    _say_of_case(session, actor, initiative_id, case_id, event_id, put=put, reason=reason)
    return read(session, initiative_id, actor)


def _say_of_case(
    session: Session, actor: Actor, initiative_id: UUID, case_id: UUID, event_id: UUID, *, put: bool, reason: str
) -> None:
    cases.meet(session, case_id, actor)
    head = cases.head_of(session, case_id)
    said = queries.times_said(session, initiative_id, case_id)
    if said > MOST_CASES:
        raise Conflict("加减的次数太多了", code="too_many")
    row = {"id": event_id, "initiative_id": initiative_id, "case_id": case_id, "case_number": head.number, "put": put}
    row |= {"nth": said + 1, "reason": reason, "hidden": head.kept}
    row |= {"actor_id": actor.id, "actor_name": actor.name, "area_code": head.area_code}
    session.execute(insert(InitiativeCase).values(**row).inline())
    action = "initiative.case_put" if put else "initiative.case_taken_off"
    audit.append(session, action, "initiative", initiative_id, area=head.area_code, fields=("cases", "reason"))


def listed(
    session: Session, wanted: Wanted, actor: Actor, *, last: tuple[datetime, UUID] | None, most: int,
    waiting: bool = False,
) -> list[Told]:  # fmt: skip
    """Return the initiatives `wanted` that the viewer sees, newest first; `waiting`: for an answer of the viewer's bodies."""
    own = own_bodies(session)
    if waiting:
        wanted = replace(wanted, bodies=tuple(own))
    return [told_of(own, each, actor) for each in queries.listed(session, wanted, last=last, most=most)]


def move(
    session: Session, initiative_id: UUID, actor: Actor, to: State, words: str, *, version: int,
    body_id: int | None = None, due_on: date | None = None, mark: str = "", months: int = MONTHS,
) -> Told:  # fmt: skip
    """Let an initiative go a step; `body_id` and `due_on`: to whom it is sent, and by when it is to be answered. May be repeated.

    Of a deputy's suggestion `mark` says which step it is where several lead there, or how it went; the body has `months` for its answer.
    Raises NotFound, Conflict (no such step now), Forbidden, Stale, Invalid naming what is wrong.
    """
    queries.lock(session, initiative_id)
    found = queries.one(session, initiative_id)
    if found is None:
        raise NotFound("没有找到")
    for last in found.events[-1:]:
        if (last.actor_id, last.to_state, last.words, last.mark, last.version) == (
            actor.id,
            to,
            words,
            mark,
            version + 1,
        ):
            return told_of(own_bodies(session), found, actor)
    if found.version != version:
        raise Stale("别人刚改过，请重新读取", field="If-Match")
    step = _step(session, found, actor, to, mark)
    changed: dict[str, object] = {"state": to.value, "version": version + 1}
    if step.sends:
        usual = months_after(today(), months) if found.kind == SUGGESTION else None
        changed |= _sending(session, found, body_id, due_on or usual)
    if step.days:
        changed |= _later(found, due_on)
    if mark == "dissatisfied":
        changed |= {"due_on": months_after(today(), months)}
    event = {"initiative_id": initiative_id, "version": version + 1, "actor_id": actor.id, "actor_name": actor.name}
    event |= {"from_state": found.state, "to_state": to.value, "words": words, "mark": mark}
    session.execute(insert(InitiativeEvent).values(**event).inline())
    session.execute(update(Initiative).where(Initiative.id == initiative_id).values(**changed))
    fields = ("state", *(name for name in ("body_id", "due_on") if name in changed))
    audit.append(session, f"initiative.{mark or to}", "initiative", initiative_id, area=found.area_code, fields=fields)
    if to == State.CLOSED and found.kind == SUGGESTION:
        jobs.emit(session, "suggestion.ended", initiative=str(initiative_id), area=found.area_code)
    view = queries.one(session, initiative_id)
    return told_of(own_bodies(session), view or found, actor)


def _step(session: Session, found: View, actor: Actor, to: State, mark: str) -> Step:
    """Return the step to `to` that this person may go now.

    Raises Conflict when there is none for anybody, Forbidden when it is another's, Invalid (field `mark`) where a word has to be chosen.
    """
    said = frozenset(each.mark for each in found.events)
    anybody = Standing(maker=True, addressed=True, office=True, marks=said)
    there = [step for step in steps_from(found.kind, found.state, anybody) if step.to == to]
    if not there:
        raise Conflict("现在不能走这一步，请重新读取", code="no_such_move")
    fitting = [step for step in there if (mark in step.marks if step.marks else mark == "")]
    if not fitting:
        raise Invalid("选一个结论", field="mark", code="unknown_mark")
    own = [step for step in told_of(own_bodies(session), found, actor).steps if step in fitting]
    if not own or actor.id is None:
        raise Forbidden("您的岗位不能做这一步")
    return own[0]


def _later(found: View, due_on: date | None) -> dict[str, object]:
    """Return the day until which the answer is put off."""
    if due_on is None or (found.due_on is not None and due_on <= found.due_on):
        raise Invalid("新的期限要晚于原来的期限", field="due_on")
    return {"due_on": due_on}


def _sending(session: Session, found: View, body_id: int | None, due_on: date | None) -> dict[str, object]:
    kinds = KINDS[found.kind].to or None
    if body_id not in {body.id for body in bodies.serving(session, found.area_code, None, kinds)}:
        raise Invalid("这个单位不管这里或不收这一类，请从名单里选", field="body_id", code="another_place")
    if due_on is None or due_on < today():
        raise Invalid("期限不能在今天以前", field="due_on")
    return {"body_id": body_id, "due_on": due_on}


def own_bodies(session: Session) -> frozenset[int]:
    """Return the bodies for which the viewer acts."""
    return frozenset(body.id for body in bodies.mine(session))


def told_of(own: frozenset[int], view: View, actor: Actor) -> Told:
    """Return an initiative with what this person may do; `own`: the bodies for which they act."""
    maker = view.made_by == actor.id or view.by_body_id in own
    maker = maker or (view.by_body_id is None and view.made_as in actor.roles_at(view.area_code) - {"deputy"})
    office = "town_congress" in actor.roles_at(view.area_code)
    who = Standing(maker, view.body_id in own, office, frozenset(each.mark for each in view.events))
    return Told(view, steps_from(view.kind, view.state, who), maker, actor.id)
