"""Moving opinions along the table, one or many at once; a concern that is no matter of the law becomes a case in the same breath."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.categories import service as categories
from backend.clock import CHINA, today
from backend.contacts.model import Contact
from backend.db import current_context
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.opinions import queries
from backend.opinions.domain import NewOpinion
from backend.opinions.domain.moves import HEARERS, LABELS, STAFF, Move, State, arrow
from backend.opinions.queries import Row, Standing
from backend.submissions import service as submissions
from backend.submissions.domain import LEAST_TEXT, NewSubmission, Register, Reply, Way
from backend.submissions.domain import Accepted as Filed

LEAST_REASON = 2


@dataclass(frozen=True)
class Mover:
    """Who moves: the account (None for the system and a citizen), its name, the role in which it does."""

    id: int | None
    name: str
    role: str


def move(session: Session, ids: Collection[UUID], to: State, who: Mover, words: str = "") -> None:
    """Move each of `ids` to `to`, with an event each; the database holds it against the table, the role and the place.

    Raises NotFound when one is out of sight, Conflict (naming the state) when one stands where no arrow leads there from, Invalid
    without the reason that the arrow needs, Forbidden when it is not this role's.
    """
    standing = queries.lock(session, ids)
    if not ids or {each.id for each in standing} != set(ids):
        raise NotFound("没有找到")
    by_move: dict[Move, list[Standing]] = defaultdict(list)
    for each in standing:
        found = arrow(each.state, to)
        if found is None:
            raise Conflict("这条意见“{state}”，不能这样办", code="no_such_move", state=LABELS[State(each.state)])
        by_move[found].append(each)
    for step, some in by_move.items():
        if who.role not in step.by:
            raise Forbidden("您的岗位不能做这一步")
        if step.reason_required and len(words.strip()) < LEAST_REASON:
            raise Invalid("写明理由，至少2个字", field="words", code="reason_needed")
        values = {"move": step.id, "to": to.value, "actor_id": who.id, "actor_name": who.name, "role": who.role}
        queries.move(session, [each.id for each in some], values | {"words": words.strip()})
        subject = ("opinion", some[0].id) if len(some) == 1 else ("solicitation", some[0].solicitation_id)
        fields = ("state", "words") if words else ("state",)
        audit.append(session, f"opinion.{to.value}", *subject, area=some[0].area_code, fields=fields)


def decide(session: Session, actor: Actor, ids: Collection[UUID], to: State, words: str) -> None:
    """Sort what came in: register it, or say why it is none. May be repeated.

    Raises as `move`; NotFound for what lies elsewhere.
    """
    standing = queries.lock(session, ids)
    if {each.id for each in standing} != set(ids):
        raise NotFound("没有找到")
    for role, some in _by_role(session, actor, [each for each in standing if each.state != to]).items():
        move(session, [each.id for each in some], to, Mover(actor.id, actor.name, role), words)


def become_case(session: Session, actor: Actor, opinion_id: UUID, category: str, text: str) -> Filed:
    """Make a case of a concern that is no matter of the law: under the same id, so that the same receipt follows it. May be repeated.

    `text`: what the case says, in the person's words or in those that were for the case only. Raises as `move`, and as the intake of submissions.
    """
    found = queries.one(session, opinion_id)
    if found is None:
        raise NotFound("没有找到")
    if not found.said:
        raise Conflict("内容已经删除，不能再转", code="erased")
    if found.opinion.state != State.BECAME_CASE:
        decide(session, actor, [opinion_id], State.BECAME_CASE, "")
    known = session.get(Contact, opinion_id) is not None
    new = _as_submission(found, actor, category, text or found.said, has_contact=known)
    filed = submissions.register(session, actor, new)
    audit.append(session, "opinion.filed", "opinion", opinion_id, area=found.opinion.area_code, fields=["category"])
    return filed


def heard_as_case(session: Session, actor: Actor, new: NewOpinion, category: str) -> Filed:
    """Make a case of what the person who writes an opinion down marks as no matter of the law, as they do. May be repeated.

    In the writer's context, bound to the opinion. Raises Invalid for an unknown category (field `concern`) or too few words, Forbidden for
    who hears nobody in the field and sorts nothing there.
    """
    found = queries.one(session, new.id)
    if found is None:
        raise NotFound("没有找到")
    if category not in {each.code for each in categories.all_current(session, today())}:
        raise Invalid("选一类，拿不准就选“说不清”", field="concern", code="unknown_category")
    if found.opinion.state == State.SUBMITTED:
        roles = STAFF & actor.roles_at(found.opinion.area_code) or {each for each in HEARERS if actor.has(each)}
        if not roles:
            raise Forbidden("您的岗位不能做这一步")
        move(session, [new.id], State.BECAME_CASE, Mover(actor.id, actor.name, min(roles)))
    cell = new.noted.cell_code if new.noted else None
    has_contact = bool(new.reply.name or new.reply.phone)
    filed = submissions.register(
        session, actor, _as_submission(found, actor, category, new.text, has_contact=has_contact, cell_code=cell)
    )
    if not filed.again:
        audit.append(session, "opinion.filed", "opinion", new.id, area=found.opinion.area_code, fields=["category"])
    return filed


def _by_role(session: Session, actor: Actor, standing: list[Standing]) -> dict[str, list[Standing]]:
    """Return by role what the actor moves. Raises Forbidden for who sorts nothing there."""
    found: dict[str, list[Standing]] = defaultdict(list)
    for each in standing:
        roles = STAFF & actor.roles_at(each.area_code)
        # who leads the round of a draft sorts what came elsewhere
        if not roles and actor.has("liaison") and current_context(session).viewer == actor.id:
            roles = frozenset({"liaison"}) if queries.leads(session, each.solicitation_id) else frozenset()
        if not roles:
            raise Forbidden("您的岗位不能做这一步")
        found[min(roles)].append(each)
    return found


def _as_submission(
    found: Row, actor: Actor, category: str, text: str, *, has_contact: bool, cell_code: str | None = None
) -> NewSubmission:
    if len(text) < LEAST_TEXT:
        raise Invalid("写下事情经过，至少5个字", field="text")
    opinion = found.opinion
    by = Register(
        by=actor.id or 0, channel=opinion.channel, came_on=opinion.said_at.astimezone(CHINA).date(), from_opinion=True
    )
    return NewSubmission(
        id=opinion.id, category=category, text=text, reply=Reply(cast("Way", opinion.reply_way)), cell_code=cell_code,
        station_id=opinion.station_id, language=opinion.language, written=by, has_contact=has_contact,
    )  # fmt: skip
