"""Petitions on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from backend.cases.domain import LABELS, ROLE_LABELS, STAFF, State
from backend.cases.schemas.asked import BOUNDS
from backend.clock import today
from backend.http.fields import Known, Text, UtcDateTime
from backend.http.paging import encode
from backend.http.words import language, say
from backend.petitions.domain import PROCEDURES, WHY, Backlog, NewCharge
from backend.petitions.queries import Standing


class ElsewhereSchema(Schema):
    """The procedure a case is in, "none" for no more; `reason`: its number and court or office, or why it is in it no more."""

    procedure = Known(*PROCEDURES, required=True)
    reason = Text(required=True, least=2, most=500)


class ChargeSchema(Schema):
    """Who is to be in charge: name and post, why, and by when the matter is to be resolved."""

    id = fields.UUID(required=True)
    leader = Text(required=True, least=2, most=60)
    reason = Text(required=True, least=2, most=500)
    due_on = fields.Date(required=True, validate=BOUNDS)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> NewCharge:
        """Return it in the terms of the room."""
        return NewCharge(**data)


class BacklogFiltersSchema(Schema):
    """Which page of the backlog."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class ElsewhereNotedSchema(Schema):
    """A procedure that was noted; `label` in the caller's language."""

    at = UtcDateTime(required=True)
    actor_name = fields.String(required=True)
    role_label = fields.String(required=True)
    procedure = fields.String(required=True)
    label = fields.String(required=True)
    reason = fields.String(required=True)


class ChargeNamedSchema(Schema):
    """Who is, or was, in charge."""

    id = fields.UUID(required=True)
    at = UtcDateTime(required=True)
    actor_name = fields.String(required=True)
    role_label = fields.String(required=True)
    leader = fields.String(required=True)
    reason = fields.String(required=True)
    due_on = fields.Date(required=True)
    overdue = fields.Boolean(required=True)


class EarlierPetitionSchema(Schema):
    """Another petition by the same person, found by the phone number without showing it."""

    case_id = fields.UUID(required=True)
    number = fields.String(required=True)
    label = fields.String(required=True)
    channel = fields.String(required=True)
    came_on = fields.Date(required=True)


class CaseStandingSchema(Schema):
    """What stands around a case: other procedures and leaders in charge, newest first, and other petitions by its people."""

    procedures = fields.List(fields.Nested(ElsewhereNotedSchema), required=True)
    charges = fields.List(fields.Nested(ChargeNamedSchema), required=True)
    earlier = fields.List(fields.Nested(EarlierPetitionSchema), required=True)
    may_note = fields.Boolean(required=True)
    may_charge = fields.Boolean(required=True)


class BacklogRowSchema(Schema):
    """A case of the backlog; `why` in the caller's language. `leader`, `due_on`: who is in charge until when, or null."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    category = fields.String(required=True)
    area = fields.String(required=True)
    opened_at = UtcDateTime(required=True)
    redos = fields.Integer(required=True)
    why = fields.List(fields.String(), required=True)
    leader = fields.String(required=True, allow_none=True)
    due_on = fields.Date(required=True, allow_none=True)
    overdue = fields.Boolean(required=True)


class BacklogSchema(Schema):
    """A page of the backlog; `next` is the cursor of the page after, null at the end."""

    items = fields.List(fields.Nested(BacklogRowSchema), required=True)
    next = fields.String(required=True, allow_none=True)


def standing_wire(found: Standing) -> dict[str, Any]:
    """Return what stands around a case as the wire has it."""
    english = language() == "en"
    return vars(found) | {
        "procedures": [
            vars(each) | {"role_label": _role(each.actor_role), "label": say(PROCEDURES[each.procedure])}
            for each in found.procedures
        ],
        "charges": [
            vars(each) | {"role_label": _role(each.actor_role), "overdue": each.due_on < today()}
            for each in found.charges
        ],
        "earlier": [
            vars(each)
            | {"label": say(LABELS[State(each.state)])}
            | {"channel": each.channel_name_en if english else each.channel_name}
            for each in found.earlier
        ],
    }


def backlog_wire(rows: Sequence[Backlog], most: int) -> dict[str, Any]:
    """Return a page of at most `most` rows as the wire has it; `rows` may hold one more."""
    shown = rows[:most]
    last = shown[-1] if len(rows) > most else None
    return {
        "items": [
            vars(row)
            | {
                "label": say(LABELS[State(row.state)]),
                "category": row.category_name_en if language() == "en" else row.category_name,
                "area": row.area_name,
                "why": [say(WHY[each]) for each in row.why],
                "overdue": row.due_on is not None and row.due_on < today(),
            }
            for row in shown
        ],
        "next": encode(last.opened_at.isoformat(), last.id) if last else None,
    }


def _role(role: str) -> str:
    return say(ROLE_LABELS.get(role, STAFF))
