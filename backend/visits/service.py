"""The verbs of the room: ask somebody to go, hear what they found, call it off, list; what a worker has done beside the goal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.clock import midnight, today
from backend.db import one_at_a_time
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.grid import service as grid
from backend.grid.model import Area, GridCell
from backend.jobs import service as jobs
from backend.visits import queries
from backend.visits.domain import GIVERS, MOST_AHEAD_DAYS, Goer, NewTask, Progress, Result, Task
from backend.visits.model import VisitEvent, VisitGoal, VisitTask
from backend.visits.queries import Wanted

__all__ = [
    "Wanted",
    "cancel",
    "finish",
    "give",
    "goals",
    "listed",
    "mine",
    "of",
    "progress",
    "read",
    "set_goal",
    "workers",
]
of = queries.of
# What was settled stays on the phone for so long.
KEPT_DAYS = 31


def read(session: Session, task_id: UUID) -> Task:
    """Return a task. Raises NotFound when there is none for this viewer."""
    found = queries.one(session, task_id)
    if found is None:
        raise NotFound("没有找到")
    return found


def listed(session: Session, wanted: Wanted, *, last: tuple[date, UUID] | None, most: int) -> list[Task]:
    """Return the tasks `wanted`; see `queries.listed`."""
    return queries.listed(session, wanted, today(), last=last, most=most)


def mine(session: Session, actor: Actor) -> list[Task]:
    """Return what the person is asked, the soonest due first, and what was settled of late."""
    if actor.id is None:
        return []
    return queries.mine(session, actor.id, datetime.now(UTC) - timedelta(days=KEPT_DAYS))


def progress(session: Session, actor: Actor) -> Progress:
    """Return what the person has done this month (in China), beside the goal of the area."""
    first = midnight(today().replace(day=1))
    return queries.progress(session, actor.id or 0, [area for _, area in actor.roles], first)


def workers(session: Session, area: str, cell: str | None) -> list[Goer]:
    """Return who may be asked to go to an area that the viewer reads; nobody for any other."""
    return queries.workers(session, area, cell)


def give(session: Session, new: NewTask, actor: Actor) -> Task:
    """Ask somebody to go, and tell them. May be repeated.

    Raises Forbidden for who gives no tasks there, Invalid naming the field, Conflict when the id stands for something else.
    """
    asked, stored = new.digest, queries.one(session, new.id)
    if stored is None:
        cell = _cell(session, new)
        new = replace(new, area_code=cell.area_code if cell else new.area_code)
        if actor.id is None or not actor.roles_at(new.area_code) & set(GIVERS):
            raise Forbidden("您的岗位不能做这一步")
        _store(session, new, cell, asked, actor)
        stored = queries.one(session, new.id)
    if stored is None or (stored.asked, stored.made_by) != (asked, actor.id):
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    return stored


def finish(session: Session, task_id: UUID, actor: Actor, result: Result) -> Task:
    """Take what was found at a visit, and tell who asked for it. May be repeated; counts also when it was called off meanwhile.

    Raises NotFound, Forbidden for anybody but who was asked, Conflict when another result is there or the id is taken.
    """
    one_at_a_time(session, f"visit {task_id}")
    found = read(session, task_id)
    if found.worker_id != actor.id:
        raise Forbidden("只有接到任务的人自己交回")
    if found.state == "done":
        if found.result_asked == result.digest:
            return found
        raise Conflict("这次走访已经交回过了", code="done")
    if queries.with_result(session, actor.id, result.id) is not None:
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    values = {
        "state": "done", "result_id": result.id, "result_asked": result.digest, "found": result.found, "households": result.households,
        "note": result.note, "done_at": min(result.made_at, datetime.now(UTC)),
    }  # fmt: skip
    session.execute(update(VisitTask).where(VisitTask.id == task_id).values(values))
    _note(session, found, "done", actor, result.note)
    return read(session, task_id)


def cancel(session: Session, task_id: UUID, actor: Actor, reason: str) -> Task:
    """Call a task off. May be repeated.

    Raises NotFound, Forbidden for who gives no tasks there, Conflict when it is done or was called off for another reason.
    """
    one_at_a_time(session, f"visit {task_id}")
    found = read(session, task_id)
    if actor.id is None or not actor.roles_at(found.area_code) & set(GIVERS):
        raise Forbidden("您的岗位不能做这一步")
    if found.state == "cancelled" and found.steps[-1].note == reason:
        return found
    if found.state != "open":
        raise Conflict("这项任务已经结束，请重新读取", code="settled")
    session.execute(update(VisitTask).where(VisitTask.id == task_id).values(state="cancelled"))
    _note(session, found, "cancelled", actor, reason)
    return read(session, task_id)


def set_goal(session: Session, area: str, households: int, actor: Actor) -> list[tuple[str, str, int]]:
    """Say how many households a worker of an area is to visit in a month; return the goals there. May be repeated.

    Raises Forbidden for who gives no tasks there, Invalid (field `area_code`) for an area that is none.
    """
    if not actor.roles_at(area) & set(GIVERS):
        raise Forbidden("您的岗位不能做这一步")
    if session.get(Area, area) is None:
        raise Invalid("没有这个地方", field="area_code")
    values = {"households": households, "set_by": actor.id, "set_at": datetime.now(UTC)}
    made = (
        upsert(VisitGoal)
        .values(area_code=area, **values)
        .on_conflict_do_update(index_elements=["area_code"], set_=values)
    )
    session.execute(made)
    audit.append(session, "visit_goal.set", "area", area, area=area, fields=("households",))
    return queries.goals(session, area)


def goals(session: Session, area: str) -> list[tuple[str, str, int]]:
    """Return the goals set at an area and below it."""
    return queries.goals(session, area)


def _cell(session: Session, new: NewTask) -> GridCell | None:
    if new.cell_code is None:
        return None
    found = grid.cell_by_code(session, new.cell_code, today())
    cell = session.get(GridCell, found.id) if found else None
    if cell is None:
        raise Invalid("没有这个网格，可能已经调整，请重新选", field="cell_code")
    return cell


def _store(session: Session, new: NewTask, cell: GridCell | None, asked: bytes, actor: Actor) -> None:
    area = session.get(Area, new.area_code)
    if area is None:
        raise Invalid("没有这个地方", field="area_code")
    if not today() <= new.due_on <= today() + timedelta(days=MOST_AHEAD_DAYS):
        raise Invalid("期限要在今天到一年以内", field="due_on")
    goer = next(iter(queries.workers(session, new.area_code, new.cell_code, new.worker_id)), None)
    if goer is None:
        raise Invalid("这位不是当地的网格员或信息采集员，请重新选", field="worker_id")
    values = {
        "id": new.id, "area_code": new.area_code, "cell_id": cell.id if cell else None,
        "place": new.place or (cell.name if cell else area.name), "what": new.what, "why": new.why, "priority": new.priority,
        "worker_id": goer.id, "worker_name": goer.name, "due_on": new.due_on, "asked": asked, "made_by": actor.id, "made_name": actor.name,
    }  # fmt: skip
    made = session.execute(upsert(VisitTask).values(values).on_conflict_do_nothing().returning(VisitTask.id))
    if made.one_or_none() is not None:
        _note(session, read(session, new.id), "given", actor, "")


def _note(session: Session, task: Task, kind: str, actor: Actor, note: str) -> None:
    """Keep a step of a task, in the record too, and tell who has to hear of it."""
    step = {
        "task_id": task.id,
        "version": len(task.steps) + 1,
        "kind": kind,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "note": note,
    }
    session.execute(insert(VisitEvent).values(step).inline())
    fields = {"given": ("what", "worker_id", "due_on"), "done": ("state", "found", "note"), "cancelled": ("state",)}[
        kind
    ]
    audit.append(session, f"visit.{kind}", "visit_task", task.id, area=task.area_code, fields=fields)
    jobs.push_notices(session, queries.tell(session, task.id))
