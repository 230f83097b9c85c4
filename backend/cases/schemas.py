"""Cases on the wire."""

from __future__ import annotations

from datetime import date

from marshmallow import EXCLUDE, Schema, fields, validate

from backend.cases.domain import State
from backend.feedback.schemas import AttemptSchema, FeedbackSheetSchema
from backend.http.fields import Known, Text, UtcDateTime

BOUNDS = validate.Range(date(1990, 1, 1), date(2200, 1, 1))


class CaseTermSchema(Schema):
    """A code or id and a name in the caller's language."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class CaseStationSchema(Schema):
    """The station that handles it."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)


class CaseFiltersSchema(Schema):
    """Which cases. `from` and `to`: days in China, both counted. `waiting`: only what waits for me.

    `unplaced`: only what lies outside every cell.
    """

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    state = Known(*State, load_default=None)
    category = Text(most=40, load_default=None)
    cell = Text(most=40, load_default=None)
    station = fields.Integer(load_default=None, validate=validate.Range(1, 2**62))
    since = fields.Date(data_key="from", load_default=None, validate=BOUNDS)
    until = fields.Date(data_key="to", load_default=None, validate=BOUNDS)
    waiting = fields.Boolean(load_default=False, truthy={"me", "true", "1", True}, falsy={"false", "0", "", False})
    unplaced = fields.Boolean(load_default=False, truthy={"true", "1", True}, falsy={"false", "0", "", False})
    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class CaseHeadSchema(Schema):
    """What a list and a file both say of a case. `days_left`: working days, negative when overdue."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    category = fields.Nested(CaseTermSchema, required=True)
    area = fields.Nested(CaseTermSchema, required=True)
    cell = fields.Nested(CaseTermSchema, required=True, allow_none=True)
    station = fields.Nested(CaseStationSchema, required=True)
    hidden = fields.Boolean(required=True)
    opened_at = UtcDateTime(required=True)
    state_since = UtcDateTime(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    days_left = fields.Integer(required=True, allow_none=True)
    version = fields.Integer(required=True)


class CaseRowSchema(CaseHeadSchema):
    """A case in a list. `opening`: its first words."""

    reports = fields.Integer(required=True)
    opening = fields.String(required=True)
    waiting_for_me = fields.Boolean(required=True)


class CasesSchema(Schema):
    """A page of cases; `next` is the cursor of the page after, null at the end."""

    items = fields.List(fields.Nested(CaseRowSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class CaseContactSchema(Schema):
    """Name and phone as they may be shown: masked."""

    name = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)


class CaseReportSchema(Schema):
    """One report of a case, in its writer's own words. `place`: GeoJSON Point, EPSG:4326.

    `out_of_cell`: whether a sighting lies outside the cells its worker answers for; null for a submission.
    """

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    kind = fields.String(required=True)
    channel = fields.String(required=True)
    category = fields.String(required=True)
    text = fields.String(required=True)
    place = fields.Dict(required=True, allow_none=True)
    place_words = fields.String(required=True)
    accuracy_m = fields.Float(required=True, allow_none=True)
    seen_at = UtcDateTime(required=True)
    received_at = UtcDateTime(required=True)
    hidden = fields.Boolean(required=True)
    photos = fields.List(fields.String(), required=True)
    noticed_by = fields.String(required=True, allow_none=True)
    risk = fields.String(required=True, allow_none=True)
    out_of_cell = fields.Boolean(required=True, allow_none=True)
    out_of_cell_reason = fields.String(required=True, allow_none=True)
    reply_way = fields.String(required=True, allow_none=True)
    deputy = fields.String(required=True, allow_none=True)
    contact = fields.Nested(CaseContactSchema, required=True, allow_none=True)


class CaseEventSchema(Schema):
    """Something that happened; `role_label` and `label` in the caller's language."""

    version = fields.Integer(required=True)
    at = UtcDateTime(required=True)
    actor_name = fields.String(required=True)
    role = fields.String(required=True)
    role_label = fields.String(required=True)
    kind = fields.String(required=True)
    source = fields.String(required=True, data_key="from")
    to = fields.String(required=True)
    label = fields.String(required=True)
    reason = fields.String(required=True)
    evidence = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class CaseNeedSchema(Schema):
    """A text that a move needs: its key in `evidence`, its label, the least number of characters."""

    key = fields.String(required=True)
    label = fields.String(required=True)
    least = fields.Integer(required=True)


class CaseMoveSchema(Schema):
    """A move this person's role may make; `needs`: keys of `evidence`; `waiting_for`: what it waits for, or null."""

    to = fields.String(required=True)
    label = fields.String(required=True)
    needs = fields.List(fields.String(), required=True)
    fields_ = fields.List(fields.Nested(CaseNeedSchema), required=True, data_key="fields")
    reason_required = fields.Boolean(required=True)
    waiting_for = fields.String(required=True, allow_none=True)


class CaseSheetSchema(FeedbackSheetSchema):
    """A feedback sheet with what was tried to reach its person."""

    attempts = fields.List(fields.Nested(AttemptSchema), required=True)


class CaseFileSchema(CaseHeadSchema):
    """A case file. `moves` come from the table of moves; `version` goes back as `If-Match`."""

    reports = fields.List(fields.Nested(CaseReportSchema), required=True)
    timeline = fields.List(fields.Nested(CaseEventSchema), required=True)
    sheets = fields.List(fields.Nested(CaseSheetSchema), required=True)
    moves = fields.List(fields.Nested(CaseMoveSchema), required=True)


class TransitionSchema(Schema):
    """A move: where to, the reason where one is required, and the texts it needs."""

    to = Known(*State, required=True)
    reason = Text(load_default="")
    evidence = fields.Dict(
        keys=fields.String(validate=validate.Length(max=40)), values=Text(), load_default=dict,
        validate=validate.Length(max=20),
    )  # fmt: skip


class AnswerSchema(Schema):
    """The answer that is signed."""

    text = Text(required=True, least=5)


class ReopenSchema(Schema):
    """Why it should be redone."""

    reason = Text(required=True, least=2)


class RevealSchema(Schema):
    """Why somebody's name and phone have to be seen."""

    reason = Text(required=True, least=2, most=200)
