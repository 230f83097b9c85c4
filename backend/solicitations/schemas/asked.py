"""What is sent to the solicitations."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from backend.feedback.schemas import KeysSchema
from backend.http.fields import KEY, Digest, Known, StrictInteger, Text
from backend.solicitations.domain import (
    State,
    TaskState,
)
from backend.solicitations.domain.drafts import MOST_ARTICLE, MOST_ARTICLES, MOST_TEXT
from backend.solicitations.domain.steps import Evidence

BOUNDS = validate.Range(date(2000, 1, 1), date(2200, 1, 1))


class SolicitationFiltersSchema(Schema):
    """Which solicitations; `area`: those that concern people there."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    kind = Text(most=40, load_default=None)
    state = Known(*State, load_default=None)
    area = Text(most=12, load_default=None)
    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class NewSolicitationSchema(Schema):
    """What was issued from above; `area`: whom it concerns; `leads`: stations that lead it, two in a joint round."""

    id = fields.UUID(required=True)
    kind = Text(required=True, most=40)
    title = Text(required=True, least=2, most=100)
    about = Text(required=True, least=5, most=4000)
    issuer = Text(required=True, least=2, most=60)
    issuer_number = Text(load_default="", most=60)
    issued_on = fields.Date(required=True, validate=BOUNDS)
    area = Text(required=True, least=6, most=12)
    opens_on = fields.Date(required=True, validate=BOUNDS)
    closes_on = fields.Date(required=True, validate=BOUNDS)
    leads = fields.List(fields.Integer(strict=True, validate=KEY), load_default=list, validate=validate.Length(max=8))


class SolicitationMoveSchema(Schema):
    """A move, with what it needs: `batch`, `addressee`, `receipt` of a report, or a new last day."""

    move = Text(required=True, least=1, most=40)
    words = Text(load_default="", most=2000)
    batch = Text(load_default="", most=60)
    addressee = Text(load_default="", most=60)
    receipt = Text(load_default="", most=200)
    closes_on = fields.Date(load_default=None, allow_none=True, validate=BOUNDS)


class DraftTextSchema(Schema):
    """The text of a draft as it was pasted."""

    text = Text(required=True, least=1, most=MOST_TEXT)


class NewArticleSchema(Schema):
    """An article as a person left it; `former_id`: of the version before, which it continues."""

    label = Text(required=True, least=1, most=20)
    heading = Text(load_default="", most=120)
    text = Text(required=True, least=1, most=MOST_ARTICLE)
    former_id = fields.UUID(load_default=None, allow_none=True)


class NewVersionSchema(Schema):
    """A version; `after`: how many there were when it was made."""

    id = fields.UUID(required=True)
    title = Text(required=True, least=2, most=100)
    note = Text(load_default="", most=1000)
    after = StrictInteger(required=True, validate=validate.Range(0, 1000))
    articles = fields.List(
        fields.Nested(NewArticleSchema), required=True, validate=validate.Length(min=1, max=MOST_ARTICLES)
    )


class NewTaskSchema(Schema):
    """A task for a body or a station; without `due_on` as many days as its kind has."""

    id = fields.UUID(required=True)
    parent_id = fields.UUID(load_default=None, allow_none=True)
    body_id = fields.Integer(load_default=None, allow_none=True, validate=KEY)
    station_id = fields.Integer(load_default=None, allow_none=True, validate=KEY)
    words = Text(load_default="", most=1000)
    due_on = fields.Date(load_default=None, allow_none=True, validate=BOUNDS)


class DraftFollowSchema(Schema):
    """Whether this person follows the draft."""

    on = fields.Boolean(required=True, truthy={True}, falsy={False})


class DraftSubscriptionSchema(Schema):
    """A browser's subscription as `PushSubscription.toJSON()` gives it."""

    endpoint = fields.String(required=True, validate=validate.Length(min=1, max=1024))
    keys = fields.Nested(KeysSchema, required=True)
    expiration_time = fields.Raw(data_key="expirationTime", allow_none=True, load_only=True)


class NewStepsSchema(Schema):
    """The nine steps of a station; `after`: the version that was read."""

    names = fields.List(Text(least=1, most=20), required=True, validate=validate.Length(equal=9))
    after = StrictInteger(required=True, validate=validate.Range(0, 100_000))


class StepTickSchema(Schema):
    """That a step was done, and what shows it; `photos`: digests of one's own attachments, `activity_id`: of one that did it."""

    nth = StrictInteger(required=True, validate=validate.Range(1, 9))
    words = Text(required=True, least=2, most=2000)
    photos = fields.List(Digest(), load_default=list, validate=validate.Length(max=9))
    activity_id = fields.UUID(load_default=None, allow_none=True)


class TaskMoveSchema(Schema):
    """A step of a task; `words`: what was done, or why not."""

    to = Known(*TaskState, required=True)
    words = Text(load_default="", most=2000)


def evidence_of(asked: dict[str, Any]) -> Evidence:
    """Return what is given to show that a step was done."""
    return Evidence(asked["words"], tuple(dict.fromkeys(asked["photos"])), asked["activity_id"])
