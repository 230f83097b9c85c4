"""Handing a solicitation down: research centre → working groups → stations, each task with its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.bodies import service as bodies
from backend.cases.domain import Actor
from backend.clock import today
from backend.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from backend.grid.service import areas_up
from backend.plain import digest_of
from backend.solicitations import queries
from backend.solicitations.domain import OVER, TASK_STEPS, State, TaskState, TaskStep
from backend.solicitations.model import SolicitationEvent, SolicitationTask
from backend.solicitations.queries import TaskView, View
from backend.solicitations.service.stepping import begin
from backend.stations import service as stations

# Which kinds of bodies hand on what was issued.
RECEIVERS = frozenset({"research_centre", "working_group", "working_body"})
LEAST_WORDS = 2


@dataclass(frozen=True)
class Handing:
    """A task for a body or a station (one of them); `parent`: what is handed on; `due_on` None: as many days as its kind has."""

    id: UUID
    body_id: int | None
    station_id: int | None
    words: str
    due_on: date | None
    parent_id: UUID | None = None


def hand_out(session: Session, solicitation_id: UUID, actor: Actor, given: Handing) -> TaskView:
    """Give somebody a task, as who runs the solicitation or as who has the task that is handed on. May be repeated.

    Raises NotFound, Forbidden, Conflict (over, somebody has it already, the id is taken), Invalid naming the field.
    """
    queries.lock(session, solicitation_id)
    found = queries.one(session, solicitation_id)
    if found is None:
        raise NotFound("没有找到")
    parent = _parent(session, found, given.parent_id)
    asked = digest_of(of=solicitation_id, **vars(given))
    known = queries.task(session, given.id)
    if known is None:
        known = _give(session, found, parent, actor, given, asked)
    if known is None or (known.asked, known.made_by) != (asked, actor.id):
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    return known


def task_move(session: Session, task_id: UUID, actor: Actor, to: TaskState, words: str, *, version: int) -> TaskView:
    """Accept a task, return it or report it done; recall one that was given. May be repeated.

    Raises NotFound, Forbidden, Conflict (no such step now), Stale, Invalid (field `words`).
    """
    found = queries.task(session, task_id)
    if found is None:
        raise NotFound("没有找到")
    queries.lock(session, found.solicitation_id)
    found = queries.task(session, task_id) or found
    own = [each for each in queries.events(session, found.solicitation_id) if each.task_id == task_id]
    if own and found.version == version + 1 and (own[-1].actor_id, own[-1].to_state, own[-1].words) == (
        actor.id, to, words,
    ):  # fmt: skip
        return found
    if found.version != version:
        raise Stale("别人刚改过，请重新读取", field="If-Match")
    steps = [each for each in TASK_STEPS if (each.source, each.to) == (found.state, to)]
    if not steps or to == TaskState.HANDED_ON:
        raise Conflict("现在不能走这一步，请重新读取", code="no_such_move")
    if steps[0] not in allowed(session, found, actor):
        raise Forbidden("您的岗位不能做这一步")
    if steps[0].why and len(words.strip()) < LEAST_WORDS:
        raise Invalid("请写明做了什么，或者为什么", field="words")
    _step(session, found, actor, to, words)
    if to == TaskState.ACCEPTED and found.station_id is not None:
        begin(session, actor, "solicitation", found.solicitation_id, found.station_id)
    return queries.task(session, task_id) or found


def allowed(session: Session, task: TaskView, actor: Actor) -> list[TaskStep]:
    """Return the steps that somebody may make of a task now."""
    gave = task.made_by == actor.id or bool(queries.makers(session, task.solicitation_id))
    return [
        step for step in TASK_STEPS
        if step.source == task.state and step.to != TaskState.HANDED_ON and (gave if step.by_giver else task.holds)
    ]  # fmt: skip


def _parent(session: Session, found: View, parent_id: UUID | None) -> TaskView | None:
    if parent_id is None:
        if not queries.makers(session, found.id):
            raise Forbidden("您的岗位不能做这一步")
        return None
    parent = queries.task(session, parent_id)
    if parent is None or parent.solicitation_id != found.id:
        raise Invalid("没有这项任务", field="parent_id")
    if not parent.holds:
        raise Forbidden("您的岗位不能做这一步")
    return parent


def _give(
    session: Session, found: View, parent: TaskView | None, actor: Actor, given: Handing, asked: bytes
) -> TaskView | None:
    if found.state in OVER | {State.PAUSED}:
        raise Conflict("这个征询已经停了，不能再分派", code="over")
    if parent and parent.state not in {TaskState.ACCEPTED, TaskState.HANDED_ON}:
        raise Conflict("先签收这项任务，再转派", code="not_accepted")
    area = _receiver(session, found, given)
    due = _due(session, found, parent, given)
    if any(
        (each.body_id, each.station_id) == (given.body_id, given.station_id)
        and each.state not in {TaskState.RETURNED, TaskState.RECALLED}
        for each in queries.tasks(session, found.id)
    ):
        raise Conflict("已经分派给这里了", field="station_id" if given.station_id else "body_id", code="given_already")
    row = vars(given) | {"solicitation_id": found.id, "area_code": area, "due_on": due, "asked": asked}
    stored = upsert(SolicitationTask).values(**row, made_by=actor.id).on_conflict_do_nothing()
    session.execute(stored)
    audit.append(session, "solicitation.handed_out", "solicitation", found.id, area=area, fields=("task", "due_on"))
    if parent and parent.state == TaskState.ACCEPTED:
        _step(session, parent, actor, TaskState.HANDED_ON, "")
    return queries.task(session, given.id)


def _receiver(session: Session, found: View, given: Handing) -> str:
    """Return the area of who gets the task."""
    if (given.body_id is None) == (given.station_id is None):
        raise Invalid("单位和站点里选一个", field="body_id")
    if given.body_id is not None:
        known = {each.id: each for each in bodies.serving(session, None, None, RECEIVERS)}
        body = known.get(given.body_id)
        if body is None or not _together(session, body.area_code, found.area_code):
            raise Invalid("这个单位不管这里或不收这一类，请从名单里选", field="body_id", code="another_place")
        return body.area_code
    station = stations.get(session, given.station_id or 0)
    if station is None or not _inside(session, station.area_code, found.area_code):
        raise Invalid("这个站点不在征询的区域里，请从名单里选", field="station_id")
    return station.area_code


def _due(session: Session, found: View, parent: TaskView | None, given: Handing) -> date:
    kind = next(each for each in queries.kinds(session) if each.kind == found.kind)
    days = kind.station_days if given.station_id else kind.body_days
    latest = parent.due_on if parent else None
    due = given.due_on or min(today() + timedelta(days=days), latest or date.max)
    if due < today():
        raise Invalid("期限不能在今天以前", field="due_on")
    if latest and due > latest:
        raise Invalid("期限不能晚于上一级给的{day}", field="due_on", day=latest)
    return due


def _inside(session: Session, code: str, area: str) -> bool:
    return area in {each.code for each in areas_up(session, code, today())}


def _together(session: Session, one: str, other: str) -> bool:
    return _inside(session, one, other) or _inside(session, other, one)


def _step(session: Session, task: TaskView, actor: Actor, to: TaskState, words: str) -> None:
    event = {
        "solicitation_id": task.solicitation_id, "task_id": task.id, "version": task.version + 1, "actor_id": actor.id,
        "actor_name": actor.name, "move": to.value, "from_state": task.state, "to_state": to.value, "words": words,
        "area_code": task.area_code,
    }  # fmt: skip
    session.execute(insert(SolicitationEvent).values(**event).inline())
    changed = {"state": to.value, "version": task.version + 1}
    session.execute(update(SolicitationTask).where(SolicitationTask.id == task.id).values(**changed))
    action = f"solicitation.task_{to.value}"
    audit.append(session, action, "solicitation", task.solicitation_id, area=task.area_code, fields=("state",))
