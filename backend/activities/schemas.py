"""Activities on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from marshmallow import EXCLUDE, Schema, fields, validate

from backend.activities.domain import JOINT_MEETING, LABELS, ActivityFile, Head, Item, State
from backend.activities.queries import Wanted
from backend.commitments.schemas import CommitmentSchema, commitment_wire
from backend.errors import Invalid
from backend.http.fields import Known, Text, UtcDateTime
from backend.http.paging import decode, encode
from backend.http.words import language, say

BOUNDS = validate.Range(date(1990, 1, 1), date(2200, 1, 1))
IDS = validate.Range(1, 2**62)
MOST_BODIES = validate.Length(max=100)


class Line(Text):
    """A text of one line."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> str:
        return " ".join(super()._deserialize(value, attr, data, **more).split())


class ActivityFiltersSchema(Schema):
    """Which activities. `case`: on whose agenda this case stands."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    type = Known(JOINT_MEETING, load_default=None)
    state = Known(*State, load_default=None)
    case = fields.UUID(load_default=None)
    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class ActivityChangeSchema(Schema):
    """What of a plan changes; what is left out stays. `bodies`: ids of all that are invited; `agenda`: ids of its points in order."""

    title = Line(least=2, most=100)
    place = Line(most=200)
    starts_at = UtcDateTime(allow_none=True)
    ends_at = UtcDateTime(allow_none=True)
    bodies = fields.List(fields.Integer(validate=IDS), validate=MOST_BODIES)
    agenda = fields.List(fields.UUID(), validate=MOST_BODIES)


class NewActivitySchema(Schema):
    """A plan. `starts_at` null: the day is not fixed yet. `body_id`, `station_id`: who calls it, where not the area's congress."""

    id = fields.UUID(required=True)
    type = Known(JOINT_MEETING, required=True)
    title = Line(required=True, least=2, most=100)
    area_code = fields.String(required=True, validate=validate.Regexp(r"^[0-9]{6}([0-9]{3}){0,2}\Z"))
    place = Line(load_default="", most=200)
    starts_at = UtcDateTime(load_default=None, allow_none=True)
    ends_at = UtcDateTime(load_default=None, allow_none=True)
    body_id = fields.Integer(load_default=None, allow_none=True, validate=IDS)
    bodies = fields.List(fields.Integer(validate=IDS), load_default=list, validate=MOST_BODIES)


class PointSchema(Schema):
    """A point of an agenda: `case`, the number of one, or `words`; and why it is there."""

    id = fields.UUID(required=True)
    case = Text(load_default=None, allow_none=True, most=40)
    words = Text(load_default="", most=1000)
    why = Text(load_default="", most=500)


class HoldingSchema(Schema):
    """That it was held: the day, number, text and signer of the minutes."""

    held_on = fields.Date(required=True, validate=BOUNDS)
    number = Line(required=True, least=2, most=60)
    text = Text(load_default="")
    signed_by = Line(required=True, least=1, most=60)


class DecisionSchema(Schema):
    """What was decided of a point; `id`, `body_id` and `due_on` together make it the commitment of a body."""

    item_id = fields.UUID(required=True)
    text = Text(required=True, least=2, most=2000)
    id = fields.UUID(load_default=None, allow_none=True)
    body_id = fields.Integer(load_default=None, allow_none=True, validate=IDS)
    due_on = fields.Date(load_default=None, allow_none=True, validate=BOUNDS)


class CancelSchema(Schema):
    """Why it does not take place."""

    reason = Text(required=True, least=2, most=500)


class ActivityAreaSchema(Schema):
    """An area."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class ActivityHeadSchema(Schema):
    """What a list and a file both say of an activity. `items`: how many points stand on its agenda; `convener`: who calls it."""

    id = fields.UUID(required=True)
    type = fields.String(required=True)
    type_label = fields.String(required=True)
    title = fields.String(required=True)
    area = fields.Nested(ActivityAreaSchema, required=True)
    place = fields.String(required=True)
    starts_at = UtcDateTime(required=True, allow_none=True)
    ends_at = UtcDateTime(required=True, allow_none=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    convener = fields.String(required=True)
    held_on = fields.Date(required=True, allow_none=True)
    items = fields.Integer(required=True)
    version = fields.Integer(required=True)


class ActivitiesSchema(Schema):
    """A page of activities; `next` is the cursor of the page after, null at the end."""

    items = fields.List(fields.Nested(ActivityHeadSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class InvitedSchema(Schema):
    """A body that is invited."""

    body_id = fields.Integer(required=True)
    body_name = fields.String(required=True)


class AgendaItemSchema(Schema):
    """A point of an agenda. `case_id`, `category`, `words`, `why`, `decision`: null where they are not for this viewer.

    `by_itself`: the system put it there.
    """

    id = fields.UUID(required=True)
    position = fields.Integer(required=True)
    case_id = fields.UUID(required=True, allow_none=True)
    case_number = fields.String(required=True, allow_none=True)
    area = fields.Nested(ActivityAreaSchema, required=True)
    category = fields.String(required=True, allow_none=True)
    hidden = fields.Boolean(required=True)
    by_itself = fields.Boolean(required=True)
    words = fields.String(required=True, allow_none=True)
    why = fields.String(required=True, allow_none=True)
    decision = fields.String(required=True, allow_none=True)
    commitment_id = fields.UUID(required=True, allow_none=True)


class MinutesSchema(Schema):
    """The minutes."""

    number = fields.String(required=True)
    text = fields.String(required=True)
    signed_by = fields.String(required=True)


class ActivitySchema(ActivityHeadSchema):
    """An activity with all that hangs on it, as far as it is for this viewer; `version` goes back as `If-Match`."""

    cancelled_reason = fields.String(required=True)
    participants = fields.List(fields.Nested(InvitedSchema), required=True)
    agenda = fields.List(fields.Nested(AgendaItemSchema), required=True)
    minutes = fields.Nested(MinutesSchema, required=True, allow_none=True)
    commitments = fields.List(fields.Nested(CommitmentSchema), required=True)
    may_change = fields.Boolean(required=True)


def wanted_of(asked: dict[str, Any]) -> Wanted:
    """Return what is asked for."""
    return Wanted(type=asked["type"], state=asked["state"], case=asked["case"])


def last_of(cursor: str | None) -> tuple[datetime | None, UUID] | None:
    """Return time (None for no day yet) and id of the last one read, None for the first page.

    Raises Invalid (field `cursor`) when it is none of ours.
    """
    if not cursor:
        return None
    when, which = decode(cursor, 2)
    try:
        moment, known = datetime.fromisoformat(str(when)) if when else None, UUID(str(which))
    except ValueError as error:
        raise Invalid("翻页标记不对，请从第一页读起", field="cursor") from error
    if moment and moment.tzinfo is None:
        raise Invalid("翻页标记不对，请从第一页读起", field="cursor")
    return moment, known


def page_wire(heads: Sequence[Head], most: int) -> dict[str, Any]:
    """Return a page of at most `most`, of one more that were read, with the cursor of the next."""
    last = heads[most - 1] if len(heads) > most else None
    when = last.starts_at.isoformat() if last and last.starts_at else ""
    return {"items": [head_wire(each) for each in heads[:most]], "next": encode(when, last.id) if last else None}


def head_wire(head: Head) -> dict[str, Any]:
    """Return the facts of an activity that list and file share."""
    return vars(head) | {
        "type_label": head.type_name_en if language() == "en" else head.type_name,
        "label": say(LABELS[State(head.state)]),
        "area": {"code": head.area_code, "name": head.area_name},
        "convener": head.body_name or head.station_name or head.area_name,
    }


def file_wire(file: ActivityFile) -> dict[str, Any]:
    """Return an activity as the wire has it."""
    return head_wire(file.head) | {
        "participants": file.participants,
        "agenda": [_item(each) for each in file.agenda],
        "minutes": file.minutes,
        "commitments": [commitment_wire(each) for each in file.commitments],
        "may_change": file.may_change,
    }


def _item(item: Item) -> dict[str, Any]:
    # What the system puts there was returned too often; a point of people's says itself why.
    returned = item.put_by is None and item.why is not None
    return vars(item) | {
        "why": say("两次被退回") if returned else item.why,
        "area": {"code": item.area_code, "name": item.area_name},
        "category": item.category_name_en if language() == "en" else item.category_name,
        "by_itself": item.put_by is None,
    }
