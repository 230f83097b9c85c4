"""Reading tasks of visits: each viewer what the policies show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, func, or_, select, text, true, tuple_
from sqlalchemy.orm import Session

from backend.grid.model import Area, GridCell
from backend.sightings.model import Sighting
from backend.visits.domain import Goer, Progress, Step, Task
from backend.visits.model import VisitEvent, VisitGoal, VisitTask

WORKERS = text("select * from visit_workers(:area, :cell, :person)")
TELL = text("select * from tell_visit(:task)")
# What a phone holds of what is over: tasks of so many at most.
MOST_MINE = 200


@dataclass(frozen=True)
class Wanted:
    """Which tasks; None for any. `area`: the beginning of its code; `words`: in what is asked, where, or of whom."""

    area: str | None = None
    state: str | None = None
    due: Literal["overdue", "today"] | None = None
    worker_id: int | None = None
    words: str = ""


READ: Select[*tuple[Any, ...]] = (
    select(
        VisitTask.id, VisitTask.area_code, Area.name, GridCell.code, GridCell.name, VisitTask.place, VisitTask.what, VisitTask.why,
        VisitTask.priority, VisitTask.worker_id, VisitTask.worker_name, VisitTask.due_on, VisitTask.state, VisitTask.asked, VisitTask.made_by,
        VisitTask.made_name, VisitTask.made_at, VisitTask.result_id, VisitTask.result_asked, VisitTask.found, VisitTask.households,
        VisitTask.note, VisitTask.done_at,
    )
    .join(Area, Area.code == VisitTask.area_code)
    .outerjoin(GridCell, GridCell.id == VisitTask.cell_id)
)  # fmt: skip


def one(session: Session, task_id: UUID) -> Task | None:
    """Return a task with its steps, None when there is none for this viewer."""
    row = session.execute(READ.where(VisitTask.id == task_id)).one_or_none()
    return _whole(session, [Task(*row)])[0] if row else None


def listed(session: Session, wanted: Wanted, day: date, *, last: tuple[date, UUID] | None, most: int) -> list[Task]:
    """Return the tasks `wanted` of the viewer's areas, at most `most`: open ones the first due first, others the last first."""
    key, mark = tuple_(VisitTask.due_on, VisitTask.id), tuple_(*last) if last else None
    soonest = wanted.state == "open"
    rules = (
        true() if wanted.area is None else VisitTask.area_code.op("^@")(wanted.area),
        true() if wanted.state is None else VisitTask.state == wanted.state,
        true() if wanted.due != "overdue" else VisitTask.due_on < day,
        true() if wanted.due != "today" else VisitTask.due_on == day,
        true() if wanted.worker_id is None else VisitTask.worker_id == wanted.worker_id,
        true() if not wanted.words else or_(
            VisitTask.what.icontains(wanted.words, autoescape=True), VisitTask.place.icontains(wanted.words, autoescape=True), VisitTask.worker_name.icontains(wanted.words, autoescape=True)
        ),
        true() if mark is None else (key > mark if soonest else key < mark),
    )  # fmt: skip
    order = (VisitTask.due_on, VisitTask.id) if soonest else (VisitTask.due_on.desc(), VisitTask.id.desc())
    return _whole(session, [Task(*row) for row in session.execute(READ.where(*rules).order_by(*order).limit(most))])


def mine(session: Session, person: int, since: datetime) -> list[Task]:
    """Return what a person is asked and what was settled `since`: open ones first, by the day they are due."""
    rules = (VisitTask.worker_id == person, or_(VisitTask.state == "open", VisitTask.made_at >= since))
    order = (VisitTask.state != "open", VisitTask.due_on, VisitTask.id)
    return _whole(
        session, [Task(*row) for row in session.execute(READ.where(*rules).order_by(*order).limit(MOST_MINE))]
    )


def of(session: Session, ids: Sequence[UUID]) -> dict[UUID, Task]:
    """Return tasks by their ids, as far as the viewer sees them."""
    rows = session.execute(READ.where(VisitTask.id.in_(ids))) if ids else ()
    return {each.id: each for each in _whole(session, [Task(*row) for row in rows])}


def with_result(session: Session, person: int, result_id: UUID) -> UUID | None:
    """Return the task of a person that has a result under this id already."""
    rule = (VisitTask.worker_id == person, VisitTask.result_id == result_id)
    return session.scalar(select(VisitTask.id).where(*rule))


def workers(session: Session, area: str, cell: str | None, person: int | None = None) -> list[Goer]:
    """Return who may be asked to go to an area: who answers for the cell first; `person`: this one alone."""
    rows = session.execute(WORKERS, {"area": area, "cell": cell, "person": person})
    return [Goer(*row) for row in rows]


def tell(session: Session, task_id: UUID) -> list[tuple[UUID, int]]:
    """Tell who has to hear of a task as it stands; return id and account of each message that is new."""
    return [(row.notice_id, row.account_id) for row in session.execute(TELL, {"task": task_id})]


def progress(session: Session, person: int, areas: Sequence[str], first: datetime) -> Progress:
    """Return what a person has done since `first`; the goal is that of the nearest of `areas` and those above them."""
    counted = select(func.coalesce(func.sum(VisitTask.households), 0), func.count()).where(
        VisitTask.worker_id == person, VisitTask.state == "done", VisitTask.done_at >= first
    )
    households, tasks = session.execute(counted).one()
    above = [area[:n] for area in areas for n in (6, 9, 12) if len(area) >= n]
    goal = (
        select(VisitGoal.households)
        .where(VisitGoal.area_code.in_(above))
        .order_by(func.length(VisitGoal.area_code).desc())
    )
    return Progress(households or 0, tasks, session.scalar(goal.limit(1)))


def goals(session: Session, area: str) -> list[tuple[str, str, int]]:
    """Return the goals set at an area and below it: code and name of the area, households a month."""
    rows = (
        select(VisitGoal.area_code, Area.name, VisitGoal.households)
        .join(Area, Area.code == VisitGoal.area_code)
        .where(VisitGoal.area_code.op("^@")(area))
        .order_by(VisitGoal.area_code)
        .limit(MOST_MINE)
    )
    return [(code, name, households) for code, name, households in session.execute(rows)]


def _whole(session: Session, found: Sequence[Task]) -> list[Task]:
    ids = [each.id for each in found]
    steps: dict[UUID, list[Step]] = defaultdict(list)
    seen: dict[UUID, int] = {}
    if ids:
        asked = select(VisitEvent).where(VisitEvent.task_id.in_(ids)).order_by(VisitEvent.task_id, VisitEvent.version)
        for row in session.scalars(asked):
            steps[row.task_id].append(Step(row.kind, row.at, row.actor_name, row.note))
        counted = select(Sighting.visit_id, func.count()).where(Sighting.visit_id.in_(ids)).group_by(Sighting.visit_id)
        seen = {visit: n for visit, n in session.execute(counted) if visit is not None}
    return [replace(each, steps=steps[each.id], sightings=seen.get(each.id, 0)) for each in found]
