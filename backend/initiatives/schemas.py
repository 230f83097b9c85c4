"""Initiatives on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from backend.cases.domain import ROLE_LABELS, STAFF
from backend.clock import today
from backend.http.fields import Known, Text, UtcDateTime
from backend.http.paging import encode
from backend.http.words import language, say
from backend.initiatives.domain import KINDS, LABELS, State
from backend.initiatives.queries import Told, Wanted

BOUNDS = validate.Range(date(1990, 1, 1), date(2200, 1, 1))


class InitiativeFiltersSchema(Schema):
    """Which initiatives; `case`: those made of it."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    kind = Known(*KINDS, load_default=None)
    state = Known(*State, load_default=None)
    case = fields.UUID(load_default=None)
    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class NewInitiativeSchema(Schema):
    """What is made of a case; `topics`: codes of what supervision looks at."""

    id = fields.UUID(required=True)
    kind = Known(*KINDS, required=True)
    title = Text(required=True, least=2, most=100)
    text = Text(required=True, least=5)
    topics = fields.List(Text(least=1, most=40), load_default=list, validate=validate.Length(max=20))


class InitiativeStepSchema(Schema):
    """A step. `words`: what goes with it; `body_id` and `due_on`: to whom it is sent, and by when it is to be answered."""

    to = Known(*State, required=True)
    words = Text(required=True, least=2, most=2000)
    body_id = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 2**62))
    due_on = fields.Date(load_default=None, allow_none=True, validate=BOUNDS)


class InitiativeTermSchema(Schema):
    """A code and a name."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class InitiativeCaseSchema(Schema):
    """The case it came from; `id` null for who does not see it."""

    id = fields.UUID(required=True, allow_none=True)
    number = fields.String(required=True)
    area = fields.Nested(InitiativeTermSchema, required=True)
    hidden = fields.Boolean(required=True)


class InitiativeEventSchema(Schema):
    """A step that was gone; `label` in the caller's language."""

    at = UtcDateTime(required=True)
    actor_name = fields.String(required=True)
    to_state = fields.String(required=True)
    label = fields.String(required=True)
    words = fields.String(required=True)


class InitiativeNextSchema(Schema):
    """A step this person may go now; `sends`: needs `body_id` and `due_on`."""

    to = fields.String(required=True)
    label = fields.String(required=True)
    sends = fields.Boolean(required=True)


class InitiativeSchema(Schema):
    """An initiative. `by`: the body it was made for, or the role; `version` goes back as `If-Match`; `overdue`: sent, late, not answered."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    kind = fields.String(required=True)
    kind_label = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    case = fields.Nested(InitiativeCaseSchema, required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    body_id = fields.Integer(required=True, allow_none=True)
    body_name = fields.String(required=True, allow_none=True)
    due_on = fields.Date(required=True, allow_none=True)
    overdue = fields.Boolean(required=True)
    by = fields.String(required=True)
    made_at = UtcDateTime(required=True)
    version = fields.Integer(required=True)
    topics = fields.List(fields.Nested(InitiativeTermSchema), required=True)
    events = fields.List(fields.Nested(InitiativeEventSchema), required=True)
    steps = fields.List(fields.Nested(InitiativeNextSchema), required=True)


class InitiativesSchema(Schema):
    """A page of initiatives; `next` is the cursor of the page after, null at the end."""

    items = fields.List(fields.Nested(InitiativeSchema), required=True)
    next = fields.String(required=True, allow_none=True)


def wanted_of(asked: dict[str, Any]) -> Wanted:
    """Return what is asked for."""
    return Wanted(kind=asked["kind"], state=asked["state"], case=asked["case"])


def page_wire(told: Sequence[Told], most: int) -> dict[str, Any]:
    """Return a page of at most `most`, of one more that were read, with the cursor of the next."""
    last = told[most - 1].view if len(told) > most else None
    return {
        "items": [initiative_wire(each) for each in told[:most]],
        "next": encode(last.made_at.isoformat(), last.id) if last else None,
    }


def initiative_wire(told: Told) -> dict[str, Any]:
    """Return an initiative as the wire has it."""
    view = told.view
    area = {"code": view.area_code, "name": view.area_name}
    return vars(view) | {
        "kind_label": say(KINDS[view.kind].label),
        "label": say(LABELS[State(view.state)]),
        "case": {"id": view.case_id, "number": view.case_number, "area": area, "hidden": view.hidden},
        "overdue": view.state == State.SENT and view.due_on is not None and view.due_on < today(),
        "by": view.by_body_name or say(ROLE_LABELS.get(view.made_as, STAFF)),
        "topics": [
            {"code": each.code, "name": each.name_en if language() == "en" else each.name} for each in view.topics
        ],
        "events": [vars(each) | {"label": say(LABELS[State(each.to_state)])} for each in view.events],
        "steps": [vars(each) | {"label": say(each.label)} for each in told.steps],
    }
