"""Commitments on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from backend.clock import today
from backend.commitments.domain import LABELS, SUBJECTS, State
from backend.commitments.queries import CommitmentView, Wanted
from backend.http.fields import KEY, Known, Switch, Text, UtcDateTime
from backend.http.paging import encode
from backend.http.words import say


class CommitmentFiltersSchema(Schema):
    """Which commitments. `owner`: `me` for those of one's own bodies; `subject`: a case or an activity; `overdue`: open and late."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    id = fields.UUID(load_default=None)
    owner = Known("me", load_default=None)
    body = fields.Integer(load_default=None, validate=KEY)
    subject = fields.UUID(load_default=None)
    state = Known(*State, load_default=None)
    overdue = Switch()
    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class CommitmentStepSchema(Schema):
    """`to`: what it became (open: a note on how it goes on); `words`: how it was kept, why it was not, or how it goes on."""

    to = Known(*State, required=True)
    words = Text(required=True, least=2, most=1000)


class CommitmentNoteSchema(Schema):
    """A note; `label` in the caller's language."""

    at = UtcDateTime(required=True)
    actor_name = fields.String(required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    words = fields.String(required=True)


class CommitmentSchema(Schema):
    """A commitment. `subject_kind`: case or activity; `mine`: one acts for the body that promised it; `overdue`: open and late."""

    id = fields.UUID(required=True)
    subject_kind = fields.String(required=True)
    subject_id = fields.UUID(required=True)
    subject_name = fields.String(required=True)
    subject_label = fields.String(required=True)
    text = fields.String(required=True)
    body_id = fields.Integer(required=True)
    body_name = fields.String(required=True)
    due_on = fields.Date(required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    overdue = fields.Boolean(required=True)
    mine = fields.Boolean(required=True)
    made_at = UtcDateTime(required=True)
    settled_at = UtcDateTime(required=True, allow_none=True)
    notes = fields.List(fields.Nested(CommitmentNoteSchema), required=True)


class CommitmentsSchema(Schema):
    """A page of commitments; `next` is the cursor of the page after, null at the end."""

    items = fields.List(fields.Nested(CommitmentSchema), required=True)
    next = fields.String(required=True, allow_none=True)


def wanted_of(asked: dict[str, Any]) -> Wanted:
    """Return what is asked for."""
    return Wanted(
        id=asked["id"],
        subject=asked["subject"],
        state=asked["state"],
        body=asked["body"],
        mine=asked["owner"] == "me",
        overdue=asked["overdue"],
    )


def commitment_wire(view: CommitmentView) -> dict[str, Any]:
    """Return a commitment as the wire has it."""
    return vars(view) | {
        "subject_label": say(SUBJECTS[view.subject_kind]),
        "label": say(LABELS[State(view.state)]),
        "overdue": view.state == State.OPEN and view.due_on < today(),
        "notes": [vars(note) | {"label": say(LABELS[State(note.state)])} for note in view.notes],
    }


def page_wire(views: Sequence[CommitmentView], most: int) -> dict[str, Any]:
    """Return a page of at most `most`, of one more that were read, with the cursor of the next."""
    last = views[most - 1] if len(views) > most else None
    return {
        "items": [commitment_wire(each) for each in views[:most]],
        "next": encode(last.due_on, last.id) if last else None,
    }
