"""Activities on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from backend.activities.domain import LABELS, PARTS, ActivityFile, Attended, Head, Item, State
from backend.activities.domain.types import PHASES, Kind
from backend.commitments.schemas import CommitmentSchema, commitment_wire
from backend.http.fields import UtcDateTime
from backend.http.paging import a_moment, an_id, encode, if_any, last_read
from backend.http.words import language, say

WAYS = {"code": "扫码签到", "account": "账号签到", "list": "名单补录"}


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
    station_id = fields.Integer(required=True, allow_none=True)
    session_id = fields.UUID(required=True, allow_none=True)
    venue_id = fields.Integer(required=True, allow_none=True)
    lon = fields.Float(required=True, allow_none=True)
    lat = fields.Float(required=True, allow_none=True)
    cell_name = fields.String(required=True, allow_none=True)
    public = fields.Boolean(required=True)
    tags = fields.List(fields.String(), required=True)
    numbers = fields.Dict(keys=fields.String(), values=fields.Raw(), required=True)
    series_id = fields.UUID(required=True, allow_none=True)
    attended = fields.Integer(required=True)
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


class ActivityStepSchema(Schema):
    """A step of a kind of activity. `phase`: before, during or after; `takes`: what shows that it was done."""

    key = fields.String(required=True)
    phase = fields.String(required=True)
    phase_label = fields.String(required=True)
    takes = fields.String(required=True)
    label = fields.String(required=True)


class ActivityCountedSchema(Schema):
    """What is counted of a kind of activity; `kind`: count, money or text."""

    key = fields.String(required=True)
    kind = fields.String(required=True)
    label = fields.String(required=True)


class ActivityKindSchema(Schema):
    """A kind of activity. `minutes`: how long one lasts where nobody says; `a_year`: how many there are at most in a year.

    `open`: everybody may read of one where nobody says; `needs`: keys of steps, and parts, without which none counts as held.
    """

    type = fields.String(required=True)
    label = fields.String(required=True)
    minutes = fields.Integer(required=True)
    numbered = fields.Boolean(required=True)
    scored = fields.Boolean(required=True)
    a_year = fields.Integer(required=True, allow_none=True)
    open = fields.Boolean(required=True)
    needs = fields.List(fields.String(), required=True)
    steps = fields.List(fields.Nested(ActivityStepSchema), required=True)
    fields_ = fields.List(fields.Nested(ActivityCountedSchema), required=True, data_key="fields")


class ActivityKindsSchema(Schema):
    """The kinds of activities."""

    items = fields.List(fields.Nested(ActivityKindSchema), required=True)


class ActivityAskedPersonSchema(Schema):
    """Somebody who may be invited; `note`: by what they are known."""

    name = fields.String(required=True)
    note = fields.String(required=True)
    account_id = fields.Integer(required=True, allow_none=True)
    deputy_id = fields.Integer(required=True, allow_none=True)


class ActivityAskedPeopleSchema(Schema):
    """Whom one may invite."""

    items = fields.List(fields.Nested(ActivityAskedPersonSchema), required=True)


class ActivityFigureSchema(Schema):
    """How many activities of a kind were held, how many people signed in, and the sums of what is counted."""

    type = fields.String(required=True)
    label = fields.String(required=True)
    held = fields.Integer(required=True)
    attended = fields.Integer(required=True)
    sums = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class ActivityFiguresSchema(Schema):
    """The figures, by kind."""

    items = fields.List(fields.Nested(ActivityFigureSchema), required=True)


class ActivityPartSchema(Schema):
    """Somebody at an activity."""

    part = fields.String(required=True)
    part_label = fields.String(required=True)
    name = fields.String(required=True)
    account_id = fields.Integer(required=True, allow_none=True)
    deputy_id = fields.Integer(required=True, allow_none=True)


class ActivityEvidenceSchema(Schema):
    """What shows that a step was done."""

    id = fields.UUID(required=True)
    step = fields.String(required=True)
    words = fields.String(required=True)
    photos = fields.List(fields.String(), required=True)
    noted_name = fields.String(required=True)
    at = UtcDateTime(required=True)


class ActivityAttendedSchema(Schema):
    """Somebody who was there; `way`: code, account or list."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    unit = fields.String(required=True)
    way = fields.String(required=True)
    way_label = fields.String(required=True)
    at = UtcDateTime(required=True)


class ActivityAttendanceSchema(Schema):
    """Who was there, the last first."""

    items = fields.List(fields.Nested(ActivityAttendedSchema), required=True)


class ActivitySignedInSchema(Schema):
    """`fresh`: it was the first time."""

    fresh = fields.Boolean(required=True)


class ActivityCodeSchema(Schema):
    """A code, where it leads, how it looks (SVG), and until when it is good."""

    url = fields.String(required=True)
    svg = fields.String(required=True)
    until = UtcDateTime(required=True)


class ActivitySchema(ActivityHeadSchema):
    """An activity with all that hangs on it, as far as it is for this viewer; `version` goes back as `If-Match`."""

    cancelled_reason = fields.String(required=True)
    kind = fields.Nested(ActivityKindSchema, required=True)
    people = fields.List(fields.Nested(ActivityPartSchema), required=True)
    evidence = fields.List(fields.Nested(ActivityEvidenceSchema), required=True)
    done = fields.List(fields.String(), required=True)
    scores = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    participants = fields.List(fields.Nested(InvitedSchema), required=True)
    agenda = fields.List(fields.Nested(AgendaItemSchema), required=True)
    minutes = fields.Nested(MinutesSchema, required=True, allow_none=True)
    commitments = fields.List(fields.Nested(CommitmentSchema), required=True)
    may_change = fields.Boolean(required=True)


def last_of(cursor: str | None) -> tuple[datetime | None, UUID] | None:
    """Return time (None for no day yet) and id of the last one read, None for the first page; see `last_read`."""
    found: tuple[datetime | None, UUID] | None = last_read(cursor, if_any(a_moment), an_id)
    return found


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
        "kind": kind_wire(file.kind),
        "people": [vars(each) | {"part_label": say(PARTS[each.part])} for each in file.people],
        "evidence": file.evidence,
        "done": sorted(file.done),
        "scores": file.scores,
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


def kind_wire(kind: Kind) -> dict[str, Any]:
    """Return a kind of activity as the wire has it."""
    english = language() == "en"
    return vars(kind) | {
        "label": kind.name_en if english else kind.name,
        "steps": [
            vars(each) | {"label": each.name_en if english else each.name, "phase_label": say(PHASES[each.phase])}
            for each in kind.steps
        ],
        "fields_": [vars(each) | {"label": each.name_en if english else each.name} for each in kind.fields],
    }


def attended_wire(people: Sequence[Attended]) -> dict[str, Any]:
    """Return who was there as the wire has it."""
    return {"items": [vars(each) | {"way_label": say(WAYS[each.way])} for each in people]}
