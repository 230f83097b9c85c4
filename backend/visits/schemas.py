"""Tasks of visits on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from backend.cases.domain import Actor
from backend.clock import today
from backend.http.fields import AREA, Between, Known, Line, StrictInteger, Text, UtcDateTime
from backend.http.paging import encode
from backend.http.words import say
from backend.visits.domain import FOUND, GIVERS, PRIORITIES, STATES, Goer, NewTask, Progress, Result, Task, due_word

BOUNDS = validate.Range(date(2000, 1, 1), date(2200, 1, 1))
IDS = Between(1, 2**62)


class VisitTaskFiltersSchema(Schema):
    """Which tasks. `due`: of the open ones those that are late, or due today; `q`: words of what, where or whom."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    area = fields.String(load_default=None, validate=AREA)
    state = Known(*STATES, load_default=None)
    due = Known("overdue", "today", load_default=None)
    worker = fields.Integer(load_default=None, validate=IDS)
    q = Line(most=60, load_default="")
    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=50, validate=Between(1, 200))


class AskedVisitSchema(Schema):
    """What somebody is asked: what, whom, until when, how pressing. `id`: made by the sender; `place`: where, in words."""

    id = fields.UUID(required=True)
    place = Line(most=100, load_default="")
    what = Text(required=True, least=2, most=500)
    priority = Known(*PRIORITIES, load_default="usual")
    worker_id = StrictInteger(required=True, validate=IDS)
    due_on = fields.Date(required=True, validate=BOUNDS)


class NewVisitTaskSchema(AskedVisitSchema):
    """A task of one's own: at a cell, or anywhere at an area; `why`: what for."""

    area_code = fields.String(required=True, validate=AREA)
    cell_code = Line(load_default=None, allow_none=True, least=1, most=40)
    why = Text(most=500, load_default="")


class VisitResultSchema(Schema):
    """What was found. `id` and `made_at` are the phone's; `households`: how many were seen."""

    id = fields.UUID(required=True)
    made_at = UtcDateTime(required=True)
    found = Known(*FOUND, required=True)
    households = StrictInteger(required=True, validate=Between(0, 1000))
    note = Text(required=True, least=2, most=1000)


class VisitCancelSchema(Schema):
    """Why it is called off."""

    reason = Text(required=True, least=2, most=300)


class VisitWorkersQuerySchema(Schema):
    """For where somebody is wanted; `cell`: who answers for it comes first."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    area = fields.String(required=True, validate=AREA)
    cell = Line(most=40, load_default=None)


class VisitGoalSchema(Schema):
    """How many households a worker of an area is to visit in a month."""

    area_code = fields.String(required=True, validate=AREA)
    households = StrictInteger(required=True, validate=Between(1, 1000))


class VisitGoalsQuerySchema(Schema):
    """Of which area."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    area = fields.String(required=True, validate=AREA)


class VisitStepSchema(Schema):
    """A step of a task."""

    kind = fields.String(required=True)
    at = UtcDateTime(required=True)
    actor_name = fields.String(required=True)
    note = fields.String(required=True)


class VisitTaskSchema(Schema):
    """A task. `due`: overdue, today or later; `sightings`: how many were written down at it; `may_cancel`: by this person, now."""

    id = fields.UUID(required=True)
    area_code = fields.String(required=True)
    area_name = fields.String(required=True)
    cell_code = fields.String(required=True, allow_none=True)
    cell_name = fields.String(required=True, allow_none=True)
    place = fields.String(required=True)
    what = fields.String(required=True)
    why = fields.String(required=True)
    priority = fields.String(required=True)
    priority_label = fields.String(required=True)
    worker_id = fields.Integer(required=True)
    worker_name = fields.String(required=True)
    due_on = fields.Date(required=True)
    due = fields.String(required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    made_name = fields.String(required=True)
    made_at = UtcDateTime(required=True)
    found = fields.String(required=True, allow_none=True)
    found_label = fields.String(required=True, allow_none=True)
    households = fields.Integer(required=True, allow_none=True)
    note = fields.String(required=True)
    done_at = UtcDateTime(required=True, allow_none=True)
    sightings = fields.Integer(required=True)
    steps = fields.List(fields.Nested(VisitStepSchema), required=True)
    may_cancel = fields.Boolean(required=True)


class VisitTasksSchema(Schema):
    """A page of tasks; `next`: the cursor of the page after, null at the end."""

    items = fields.List(fields.Nested(VisitTaskSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class VisitProgressSchema(Schema):
    """What one has done this month; `goal`: households a month, null where none is set."""

    households = fields.Integer(required=True)
    tasks = fields.Integer(required=True)
    goal = fields.Integer(required=True, allow_none=True)


class MyVisitTasksSchema(Schema):
    """What one is asked, the soonest due first, what was settled of late, and how one stands this month."""

    items = fields.List(fields.Nested(VisitTaskSchema), required=True)
    progress = fields.Nested(VisitProgressSchema, required=True)


class VisitWorkerSchema(Schema):
    """Somebody who may be asked; `of_cell`: they answer for the cell."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    of_cell = fields.Boolean(required=True)


class VisitWorkersSchema(Schema):
    """They."""

    items = fields.List(fields.Nested(VisitWorkerSchema), required=True)


class VisitGoalOfSchema(Schema):
    """The goal of an area."""

    area_code = fields.String(required=True)
    area_name = fields.String(required=True)
    households = fields.Integer(required=True)


class VisitGoalsSchema(Schema):
    """The goals that are set."""

    items = fields.List(fields.Nested(VisitGoalOfSchema), required=True)


def task_of(asked: dict[str, Any]) -> NewTask:
    """Return what somebody is asked."""
    return NewTask(**asked)


def result_of(asked: dict[str, Any]) -> Result:
    """Return what was found."""
    return Result(**asked)


def task_wire(one: Task, actor: Actor) -> dict[str, Any]:
    """Return a task as the wire has it, in the caller's language."""
    return vars(one) | {
        "priority_label": say(PRIORITIES[one.priority]),
        "label": say(STATES[one.state]),
        "found_label": say(FOUND[one.found]) if one.found else None,
        "due": due_word(one.due_on, today()),
        "may_cancel": one.state == "open" and bool(actor.roles_at(one.area_code) & set(GIVERS)),
    }


def tasks_wire(found: Sequence[Task], actor: Actor, most: int) -> dict[str, Any]:
    """Return a page of at most `most`, of one more that were read, with the cursor of the next."""
    last = found[most - 1] if len(found) > most else None
    return {
        "items": [task_wire(each, actor) for each in found[:most]],
        "next": encode(last.due_on.isoformat(), last.id) if last else None,
    }


def mine_wire(found: Sequence[Task], progress: Progress, actor: Actor) -> dict[str, Any]:
    """Return what a phone holds."""
    return {"items": [task_wire(each, actor) for each in found], "progress": vars(progress)}


def workers_wire(found: Sequence[Goer]) -> dict[str, Any]:
    """Return who may be asked."""
    return {"items": [vars(each) for each in found]}


def goals_wire(found: Sequence[tuple[str, str, int]]) -> dict[str, Any]:
    """Return the goals that are set."""
    return {"items": [dict(zip(("area_code", "area_name", "households"), each, strict=True)) for each in found]}
