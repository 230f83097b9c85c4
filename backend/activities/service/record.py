"""The record of an activity: that it was held, its minutes, what was decided and who promised it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from backend.activities import queries
from backend.activities.domain import PARTS, ActivityFile, Decision, Head, Item, Minutes, State
from backend.activities.domain.types import checked_numbers, lacking
from backend.activities.model import ActivityDecision, ActivityMinutes
from backend.activities.service.reading import file_of, kind_of, still, taken_up
from backend.audit import service as audit
from backend.bodies import service as bodies
from backend.clock import today
from backend.commitments import service as commitments
from backend.commitments.domain import Keeper, Promise
from backend.errors import Conflict, Invalid, Named, NotFound

# What is said where somebody of a part is missing.
NEEDED = {
    "leader": "先写上参加的领导，再记为已举行", "host": "先写上主持人，再记为已举行", "speaker": "先写上主讲人，再记为已举行",
    "deputy": "先写上参加的代表，再记为已举行", "mentor": "先写上带教的人，再记为已举行", "guest": "先写上来宾，再记为已举行",
}  # fmt: skip


def hold(
    session: Session, activity_id: UUID, keeper: Keeper, minutes: Minutes | None, held_on: date,
    numbers: Mapping[str, Any] | None = None, *, version: int,
) -> ActivityFile:  # fmt: skip
    """Note that an activity was held, with its minutes, and what was counted. May be repeated.

    `minutes`: None where its kind is held without a number. Raises NotFound, Forbidden, Conflict when it is over or
    something its kind needs is missing (field `held_on`), Stale,
    Invalid (field `held_on`) for a day to come, (`number`) for minutes without one, (`numbers`) for what is not counted so.
    """
    head = taken_up(session, activity_id, keeper)
    kind = kind_of(session, head.type)
    if kind.numbered and minutes is None:
        raise Invalid("至少写{n}个字", field="number", n=2)
    counted = dict(head.numbers) | checked_numbers(kind, numbers or {})
    if (head.held_on, queries.minutes(session, activity_id), head.numbers) == (held_on, minutes, counted):
        return file_of(session, activity_id, keeper)
    if held_on > today():
        raise Invalid("日期不能在今天以后", field="held_on")
    still(head, State.PLANNED, version)
    _ready(session, activity_id, keeper)
    if minutes is not None:
        hidden = any(item.hidden for item in queries.agenda(session, activity_id))
        row = {"activity_id": activity_id, "area_code": head.area_code, "hidden": hidden, "noted_by": keeper.id}
        session.execute(insert(ActivityMinutes).values(**row, **vars(minutes)).inline())
    queries.count_up(session, activity_id, state=State.HELD.value, held_on=held_on, numbers=counted)
    audit.append(session, "activity.held", "activity", activity_id, area=head.area_code, fields=("minutes", "held_on"))
    return file_of(session, activity_id, keeper)


def _ready(session: Session, activity_id: UUID, keeper: Keeper) -> None:
    file = file_of(session, activity_id, keeper)
    missing = lacking(file.kind, file.done, (each.part for each in file.people))
    if missing:
        if missing in PARTS:
            raise Conflict(NEEDED[missing], field="held_on", code="not_ready")
        step = file.kind.step(missing)
        raise Conflict(
            "先完成“{what}”，再记为已举行", field="held_on", code="not_ready", what=Named(step.name, step.name_en)
        )


def decide(session: Session, activity_id: UUID, keeper: Keeper, given: Decision, *, version: int) -> ActivityFile:
    """Note what was decided of a point of the agenda; with a body that takes it, it becomes a commitment. May be repeated.

    Raises NotFound, Forbidden, Conflict (not held, or decided already), Stale, Invalid naming what is wrong.
    """
    head = taken_up(session, activity_id, keeper)
    item = next((each for each in queries.agenda(session, activity_id) if each.id == given.item_id), None)
    if item is None:
        raise NotFound("没有找到")
    if item.decision is not None:
        if (item.decision, item.commitment_id) != (given.text, given.id):
            raise Conflict("这个议题已经有了决定", field="item_id", code="decided_already")
        return file_of(session, activity_id, keeper)
    still(head, State.HELD, version)
    promise = _promise(session, head, item, given)
    if promise:
        commitments.promise(session, promise, keeper.id)
    row = {"item_id": item.id, "activity_id": activity_id, "area_code": item.area_code, "hidden": item.hidden}
    row |= {"case_id": item.case_id, "text": given.text, "decided_by": keeper.id, "commitment_id": given.id}
    session.execute(insert(ActivityDecision).values(**row).inline())
    queries.count_up(session, activity_id)
    audit.append(session, "activity.decided", "activity", activity_id, area=head.area_code, fields=("decision",))
    return file_of(session, activity_id, keeper)


def _promise(session: Session, head: Head, item: Item, given: Decision) -> Promise | None:
    for name in ("id", "body_id", "due_on"):
        if (getattr(given, name) is None) != (given.id is None and given.body_id is None and given.due_on is None):
            raise Invalid("交办要写明编号、承办单位和期限", field=name)
    if given.id is None or given.body_id is None or given.due_on is None:
        return None
    if given.body_id not in {body.id for body in bodies.serving(session, item.area_code)}:
        raise Invalid("这个单位不管这里，请从名单里选", field="body_id", code="another_place")
    return Promise(given.id, "activity", head.id, head.title, given.text, given.body_id, given.due_on,
                   item.area_code, item.hidden)  # fmt: skip
