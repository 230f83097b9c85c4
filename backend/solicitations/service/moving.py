"""Letting a solicitation go along its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.clock import today
from backend.db import SYSTEM
from backend.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from backend.jobs import service as jobs
from backend.solicitations import queries
from backend.solicitations.domain import BY_ID, HELD, OPEN_TASKS, Move, State
from backend.solicitations.model import Solicitation, SolicitationEvent
from backend.solicitations.queries import View

LEAST_REASON = 2
# Who follows a draft is told that it has come so far.
NEWS = frozenset({State.COLLECTING, State.ENDED, State.ANSWERED})


@dataclass(frozen=True)
class Given:
    """What comes with a move: why, and what it needs, by its key."""

    move: str
    words: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)


def move(session: Session, solicitation_id: UUID, actor: Actor, given: Given, *, version: int) -> View:
    """Make a move. May be repeated.

    Raises NotFound, Forbidden, Conflict (no such move now, or what it asks for is not there), Stale, Invalid naming what is missing.
    """
    queries.lock(session, solicitation_id)
    found = queries.one(session, solicitation_id)
    if found is None:
        raise NotFound("没有找到")
    makers = queries.makers(session, solicitation_id)
    if not makers or actor.id is None:
        raise Forbidden("您的岗位不能做这一步")
    if _made(session, found, actor, given, version):
        return found
    if found.version != version:
        raise Stale("别人刚改过，请重新读取", field="If-Match")
    arrow = BY_ID.get(given.move)
    if arrow is None or arrow.source != found.state:
        raise Conflict("现在不能走这一步，请重新读取", code="no_such_move")
    if not arrow.makers & makers:
        raise Forbidden("您的岗位不能做这一步")
    _check(session, found, arrow, given)
    _make(session, found, arrow, given, actor)
    return queries.one(session, solicitation_id) or found


def end_due(session: Session, solicitation_id: UUID) -> None:
    """End the collecting of opinions whose last day has passed; nothing where that has been done, or more time was given."""
    queries.lock(session, solicitation_id)
    found = queries.one(session, solicitation_id)
    if found and found.state == State.COLLECTING and found.closes_on < today():
        _make(session, found, BY_ID["end-by-day"], Given("end-by-day"), Actor(None, SYSTEM, ()))


def _made(session: Session, found: View, actor: Actor, given: Given, version: int) -> bool:
    """Return whether this very move is what happened last."""
    own = [event for event in queries.events(session, found.id) if event.task_id is None]
    return bool(own) and found.version == version + 1 and (
        (own[-1].actor_id, own[-1].move, own[-1].words, own[-1].evidence)
        == (actor.id, given.move, given.words, dict(given.evidence))
    )  # fmt: skip


def _check(session: Session, found: View, arrow: Move, given: Given) -> None:
    if arrow.reason_required and len(given.words.strip()) < LEAST_REASON:
        raise Invalid("请写明理由", field="words")
    for need in arrow.needs:
        if not given.evidence.get(need):
            raise Invalid("这一项必填", field=need)
    if unknown := set(given.evidence) - set(arrow.needs):
        raise Invalid("这一步不用填这一项", field=min(unknown))
    if "closes_on" in arrow.needs:
        until = date.fromisoformat(given.evidence["closes_on"])
        if until <= found.closes_on or until < today():
            raise Invalid("新的截止日要在原来的以后，也不能在今天以前", field="closes_on")
    if arrow.id == "assign" and not any(each.state in OPEN_TASKS for each in queries.tasks(session, found.id)):
        raise Conflict("还没有分派给任何单位或站点，先分派任务", code="no_tasks")
    if arrow.to == State.COLLECTING:
        if not queries.versions(session, found.id):
            raise Conflict("还没有草案，先放上分条的草案再征集", code="no_draft")
        if found.closes_on < today() and "closes_on" not in arrow.needs:
            raise Conflict("截止日已经过了，先延期", code="closed")


def _make(session: Session, found: View, arrow: Move, given: Given, actor: Actor) -> None:
    to = found.held_state if arrow.to == HELD else arrow.to
    event = {
        "solicitation_id": found.id, "version": found.version + 1, "actor_id": actor.id, "actor_name": actor.name,
        "move": arrow.id, "from_state": found.state, "to_state": to, "words": given.words,
        "evidence": dict(given.evidence), "area_code": found.area_code,
    }  # fmt: skip
    session.execute(insert(SolicitationEvent).values(**event).inline())
    changed: dict[str, object] = {
        "state": to,
        "version": found.version + 1,
        "held_state": found.state if to == State.PAUSED else None,
    }
    if "closes_on" in arrow.needs:
        changed["closes_on"] = date.fromisoformat(given.evidence["closes_on"])
    session.execute(update(Solicitation).where(Solicitation.id == found.id).values(**changed))
    fields = ("state", *arrow.needs)
    audit.append(session, f"solicitation.{arrow.id}", "solicitation", found.id, area=found.area_code, fields=fields)
    if to in NEWS:
        jobs.emit(session, "draft.changed", draft=str(found.id), turn=f"move {found.version + 1}")
