"""What is told of opinions."""

from __future__ import annotations

from marshmallow import Schema, fields

from backend.feedback.schemas import AttemptSchema
from backend.http.fields import UtcDateTime
from backend.submissions.schemas import SheetSchema


class OpinionDraftRefSchema(Schema):
    """The draft that an opinion is on."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    title = fields.String(required=True)


class OpinionStationSchema(Schema):
    """A station."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)


class OpinionAcceptedSchema(Schema):
    """What the person keeps: the receipt and its query code; on what, and which station got it. `article`: null for the whole draft."""

    id = fields.UUID(required=True)
    receipt = fields.String(required=True)
    query_code = fields.String(required=True)
    solicitation = fields.Nested(OpinionDraftRefSchema, required=True)
    article = fields.String(required=True, allow_none=True)
    station = fields.Nested(OpinionStationSchema, required=True)
    received_at = fields.String(required=True)


class OpinionBatchItemSchema(Schema):
    """The answer of one item (201 new, 200 again), or its problem. `case_number`: of the case that a concern became."""

    status = fields.Integer(required=True)
    title = fields.String()
    code = fields.String()
    type = fields.String()
    field = fields.String()
    detail = fields.String()
    id = fields.Raw(required=True, allow_none=True)
    receipt = fields.String()
    query_code = fields.String()
    solicitation = fields.Nested(OpinionDraftRefSchema)
    article = fields.String(allow_none=True)
    station = fields.Nested(OpinionStationSchema)
    received_at = fields.String()
    case_number = fields.String()


class OpinionBatchAnswerSchema(Schema):
    """One answer an item, in the order of the request."""

    items = fields.List(fields.Nested(OpinionBatchItemSchema), required=True)


class OpinionRowSchema(Schema):
    """An opinion as a list shows it; `number`: null until it counts; `text`: empty when it was erased."""

    id = fields.UUID(required=True)
    number = fields.String(required=True, allow_none=True)
    receipt = fields.String(required=True)
    state = fields.String(required=True)
    state_label = fields.String(required=True)
    solicitation_id = fields.UUID(required=True)
    draft = fields.String(required=True)
    article_id = fields.UUID(required=True, allow_none=True)
    article = fields.String(required=True, allow_none=True)
    text = fields.String(required=True)
    unit_name = fields.String(required=True)
    channel = fields.String(required=True)
    station = fields.String(required=True)
    said_at = UtcDateTime(required=True)
    received_at = UtcDateTime(required=True)


class OpinionsSchema(Schema):
    """A page of opinions, newest first."""

    items = fields.List(fields.Nested(OpinionRowSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class OpinionArticleSchema(Schema):
    """An article of a draft."""

    label = fields.String(required=True)
    text = fields.String(required=True)


class OpinionStepSchema(Schema):
    """Something that happened to it."""

    at = UtcDateTime(required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    by = fields.String(required=True)
    words = fields.String(required=True)


class OpinionOwnStepSchema(Schema):
    """Something that happened to it, as its person reads it: no names."""

    at = UtcDateTime(required=True)
    state = fields.String(required=True)
    words = fields.String(required=True)


class OpinionMoveSchema(Schema):
    """Something that may be done with it now."""

    to = fields.String(required=True)
    label = fields.String(required=True)
    reason_required = fields.Boolean(required=True)


class OpinionPersonSchema(Schema):
    """Who spoke, masked; null where it was not left."""

    name = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)


class OpinionCaseRefSchema(Schema):
    """The case that it became."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)


class OpinionFileSchema(OpinionRowSchema):
    """One opinion. `seen`: the article as it lay before the person; `now`: the one of the present draft that it counts for; null for the whole."""

    seen = fields.Nested(OpinionArticleSchema, required=True, allow_none=True)
    now = fields.Nested(OpinionArticleSchema, required=True, allow_none=True)
    reply_way = fields.String(required=True)
    contact = fields.Nested(OpinionPersonSchema, required=True, allow_none=True)
    noted = fields.Boolean(required=True)
    sitting_id = fields.UUID(required=True, allow_none=True)
    erased_at = UtcDateTime(required=True, allow_none=True)
    events = fields.List(fields.Nested(OpinionStepSchema), required=True)
    moves = fields.List(fields.Nested(OpinionMoveSchema), required=True)
    case = fields.Nested(OpinionCaseRefSchema, required=True, allow_none=True)
    thanked = fields.String(required=True)


class OpinionDecidedSchema(Schema):
    """What was decided."""

    ids = fields.List(fields.UUID(), required=True)
    state = fields.String(required=True)


class OpinionFiledSchema(Schema):
    """The case, and the receipt that follows it: the same as before."""

    case_id = fields.UUID(required=True)
    number = fields.String(required=True)
    receipt = fields.String(required=True)


class OpinionTookSchema(Schema):
    """What a station took in."""

    station_id = fields.Integer(required=True)
    station = fields.String(required=True)
    received = fields.Integer(required=True)
    counted = fields.Integer(required=True)


class OpinionParticipationSchema(Schema):
    """What the stations took in for one draft."""

    items = fields.List(fields.Nested(OpinionTookSchema), required=True)


class SittingRowSchema(Schema):
    """A sitting as it is kept; `opinions`: how many were written down of it."""

    id = fields.UUID(required=True)
    channel = fields.String(required=True)
    station = fields.String(required=True)
    held_on = fields.Date(required=True)
    people = fields.String(required=True)
    papers = fields.Integer(required=True, allow_none=True)
    note = fields.String(required=True)
    noted_by = fields.String(required=True)
    noted_at = UtcDateTime(required=True)
    opinions = fields.Integer(required=True)


class SittingsSchema(Schema):
    """A page of sittings, newest first."""

    items = fields.List(fields.Nested(SittingRowSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class FieldDraftArticleSchema(OpinionArticleSchema):
    """An article as a phone holds it."""

    id = fields.UUID(required=True)
    heading = fields.String(required=True)


class FieldDraftSchema(Schema):
    """A draft as a phone holds it, to write opinions down without signal."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    closes_on = fields.Date(required=True)
    articles = fields.List(fields.Nested(FieldDraftArticleSchema), required=True)


class FieldDraftsSchema(Schema):
    """The drafts that may be spoken on where one works; `version` changes when anything in it does."""

    version = fields.String(required=True)
    items = fields.List(fields.Nested(FieldDraftSchema), required=True)


class OpinionFollowedSchema(Schema):
    """What became of an opinion, as its person reads it. `reason`: what the office said of its decision.

    `thanked`: the name under which the results thank them, empty for none.
    """

    receipt = fields.String(required=True)
    number = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    words = fields.String(required=True)
    draft = fields.String(required=True)
    solicitation_id = fields.UUID(required=True)
    article = fields.Nested(OpinionArticleSchema, required=True, allow_none=True)
    text = fields.String(required=True)
    unit_name = fields.String(required=True)
    station = fields.String(required=True)
    received_at = UtcDateTime(required=True)
    reason = fields.String(required=True)
    steps = fields.List(fields.Nested(OpinionOwnStepSchema), required=True)
    sheets = fields.List(fields.Nested(SheetSchema), required=True)
    erased_at = UtcDateTime(required=True, allow_none=True)
    may_withdraw = fields.Boolean(required=True)
    may_be_thanked = fields.Boolean(required=True)
    thanked = fields.String(required=True)


class OpinionPointsSchema(Schema):
    """What one's own opinions came to; `on`: whether the office keeps points at all."""

    on = fields.Boolean(required=True)
    said = fields.Integer(required=True)
    adopted = fields.Integer(required=True)
    points = fields.Integer(required=True)


class OpinionOwnSheetSchema(SheetSchema):
    """A feedback sheet with what was tried to reach the person."""

    attempts = fields.List(fields.Nested(AttemptSchema), required=True)


class OpinionOwnConsentSchema(Schema):
    """To what the person has agreed, and how."""

    text = fields.String(required=True)
    given = fields.String(required=True)
    at = UtcDateTime(required=True)


class OpinionExportSchema(OpinionFollowedSchema):
    """Everything held about the person by this receipt, name and phone as they were given."""

    made_at = UtcDateTime(required=True)
    language = fields.String(required=True)
    reply_way = fields.String(required=True)
    contact = fields.Nested(OpinionPersonSchema, required=True, allow_none=True)
    consents = fields.List(fields.Nested(OpinionOwnConsentSchema), required=True)
    sheets = fields.List(fields.Nested(OpinionOwnSheetSchema), required=True)


class OpinionErasedSchema(Schema):
    """Since when the words are gone."""

    erased_at = UtcDateTime(required=True)
