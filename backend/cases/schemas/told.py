"""What is told of cases, as it goes out."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from backend.cases.domain import URGENCIES
from backend.feedback.schemas import AttemptSchema, FeedbackSheetSchema
from backend.http.fields import UtcDateTime


class CaseTermSchema(Schema):
    """A code or id and a name in the caller's language."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class CaseStationSchema(Schema):
    """The station that handles it."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)


class CaseHeadSchema(Schema):
    """What a list and a file both say of a case.

    `days_left`: working days, negative when overdue; `urgency`: null where nothing is due. `channel`: industry (行业调处) or congress (人大转办), null before it is
    sorted. `urged`: 0 to 3, for 催办, 督办 and 提级督办. `level`: open, restricted or hidden; of a restricted case others than its
    handlers get neither `cell` nor `station`. `elsewhere`: litigation, arbitration or petition, the procedure it is in already;
    `rated`: satisfied, fair or dissatisfied, the worst that its people say of the present answer.
    """

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    category = fields.Nested(CaseTermSchema, required=True)
    area = fields.Nested(CaseTermSchema, required=True)
    cell = fields.Nested(CaseTermSchema, required=True, allow_none=True)
    station = fields.Nested(CaseStationSchema, required=True, allow_none=True)
    hidden = fields.Boolean(required=True)
    level = fields.String(required=True)
    level_label = fields.String(required=True)
    opened_at = UtcDateTime(required=True)
    state_since = UtcDateTime(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    days_left = fields.Integer(required=True, allow_none=True)
    urgency = fields.String(required=True, allow_none=True, validate=validate.OneOf(URGENCIES))
    channel = fields.String(required=True, allow_none=True)
    urged = fields.Integer(required=True)
    elsewhere = fields.String(required=True, allow_none=True)
    rated = fields.String(required=True, allow_none=True)
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


class CaseRecordingSchema(Schema):
    """A recording that has come; its bytes are had by its digest. `duration_ms`: milliseconds."""

    sha256 = fields.String(required=True)
    duration_ms = fields.Integer(required=True)


class CaseReportSchema(Schema):
    """One report of a case, in its writer's own words. `place`: GeoJSON Point, EPSG:4326.

    `photos`: digests, also of what has not come yet.

    `corrects_id`: the report that this one puts right or adds to. Of a sighting `changes` names the fields said anew (none: it adds),
    `amended_by` and `amended_as` (in the caller's language) who did so; such a correction holds all that the sighting says from there on. `erased`: why its words are gone, `citizen` or
    `retention`; `text` says so then.

    `contact_withheld`: the person left one, and has not agreed that this viewer's body gets it.

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
    recordings = fields.List(fields.Nested(CaseRecordingSchema), required=True)
    noticed_by = fields.String(required=True, allow_none=True)
    risk = fields.String(required=True, allow_none=True)
    out_of_cell = fields.Boolean(required=True, allow_none=True)
    out_of_cell_reason = fields.String(required=True, allow_none=True)
    reply_way = fields.String(required=True, allow_none=True)
    deputy = fields.String(required=True, allow_none=True)
    contact = fields.Nested(CaseContactSchema, required=True, allow_none=True)
    contact_withheld = fields.Boolean(required=True)
    corrects_id = fields.UUID(required=True, allow_none=True)
    erased = fields.String(required=True, allow_none=True)
    category_name = fields.String(required=True)
    changes = fields.List(fields.String(), required=True, allow_none=True)
    amended_by = fields.String(required=True, allow_none=True)
    amended_as = fields.String(required=True, allow_none=True)


class CaseSaidSchema(Schema):
    """Evidence as people read it."""

    label = fields.String(required=True)
    text = fields.String(required=True)


class CaseEventSchema(Schema):
    """Something that happened; `move`: its row of the table; `role_label` and `label` in the caller's language."""

    version = fields.Integer(required=True)
    at = UtcDateTime(required=True)
    actor_name = fields.String(required=True)
    role = fields.String(required=True)
    role_label = fields.String(required=True)
    move = fields.String(required=True)
    kind = fields.String(required=True)
    source = fields.String(required=True, data_key="from")
    to = fields.String(required=True)
    label = fields.String(required=True)
    reason = fields.String(required=True)
    evidence = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    said = fields.List(fields.Nested(CaseSaidSchema), required=True)


class CaseChoiceSchema(Schema):
    """What may be chosen: the text to send back, and how it is called."""

    value = fields.String(required=True)
    label = fields.String(required=True)


class CaseNeedSchema(Schema):
    """Something that a move needs: its key in `evidence`, its label, the least number of characters (0: may be left out).

    `kind`: text; day (past or present, 2026-11-21); due (a day to come); body (one of `choices`); choice (likewise); choices (some of
    them, keys with commas between); cases (numbers with blanks between).
    """

    key = fields.String(required=True)
    label = fields.String(required=True)
    least = fields.Integer(required=True)
    kind = fields.String(required=True)
    choices = fields.List(fields.Nested(CaseChoiceSchema), required=True)


class OwnMoveSchema(Schema):
    """A move this person may make now; `needs`: keys of `evidence`; `rests`: the case does not wait for it."""

    to = fields.String(required=True)
    label = fields.String(required=True)
    needs = fields.List(fields.String(), required=True)
    fields_ = fields.List(fields.Nested(CaseNeedSchema), required=True, data_key="fields")
    reason_required = fields.Boolean(required=True)
    rests = fields.Boolean(required=True)


class CaseMoveSchema(OwnMoveSchema):
    """A move of staff's; `id`: its row of the table; `waiting_for`: what it has to wait for, or null."""

    id = fields.String(required=True)
    waiting_for = fields.String(required=True, allow_none=True)


class CaseSeatSchema(Schema):
    """A body at the table of a case; `mine`: one acts for it."""

    seat = fields.String(required=True)
    role = fields.String(required=True)
    role_label = fields.String(required=True)
    body_name = fields.String(required=True)
    body_phone = fields.String(required=True)
    since = UtcDateTime(required=True)
    mine = fields.Boolean(required=True)


class CaseUrgeSchema(Schema):
    """催办, 督办 or 提级督办 (`level` 1 to 3); `label` and `role_label` in the caller's language."""

    level = fields.Integer(required=True)
    label = fields.String(required=True)
    at = UtcDateTime(required=True)
    actor_name = fields.String(required=True)
    role_label = fields.String(required=True)
    note = fields.String(required=True)


class CaseSheetSchema(FeedbackSheetSchema):
    """A feedback sheet with what was tried to reach its person."""

    attempts = fields.List(fields.Nested(AttemptSchema), required=True)


class CaseNumberSchema(Schema):
    """Another case."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)


class CaseSuggestedSchema(Schema):
    """What the office's rules suggest; a person decides. `body_id` and `due` are null where the rule names none."""

    rule_id = fields.UUID(required=True)
    channel = fields.String(required=True)
    body_id = fields.Integer(required=True, allow_none=True)
    due = fields.Date(required=True, allow_none=True)


class CaseLevelSchema(Schema):
    """How sensitive the case is, judged anew: from which level to which."""

    at = UtcDateTime(required=True)
    actor_name = fields.String(required=True)
    role_label = fields.String(required=True)
    from_level = fields.String(required=True)
    to_level = fields.String(required=True)
    label = fields.String(required=True)
    reason = fields.String(required=True)


class CaseChildSchema(CaseNumberSchema):
    """A case that was split off this one."""

    state = fields.String(required=True)
    label = fields.String(required=True)
    category = fields.Nested(CaseTermSchema, required=True)
    opened_at = UtcDateTime(required=True)


class CaseTopicSchema(CaseTermSchema):
    """A topic of supervision. `on`: the case carries it; `by_category`: all of its category do."""

    on = fields.Boolean(required=True)
    by_category = fields.Boolean(required=True)


class CaseTopicsSchema(Schema):
    """All topics as they are of one case; `may`: this person may change those given by hand."""

    items = fields.List(fields.Nested(CaseTopicSchema), required=True)
    may = fields.Boolean(required=True)


class CaseNearItemSchema(CaseNumberSchema):
    """An open case that may be the same matter. `distance_m`: metres, null when one of both has no place."""

    state = fields.String(required=True)
    label = fields.String(required=True)
    area = fields.Nested(CaseTermSchema, required=True)
    opened_at = UtcDateTime(required=True)
    distance_m = fields.Integer(required=True, allow_none=True)


class CaseNearSchema(Schema):
    """Open cases that may be the same matter, the nearest first."""

    items = fields.List(fields.Nested(CaseNearItemSchema), required=True)


class CaseFileSchema(CaseHeadSchema):
    """A case file. `joined_to`: the case that took its reports in. `moves` come from the table of moves; `version` goes back as `If-Match`.

    `may_urge`: the highest level at which this person may urge it, 0 for not at all; `may_level`: to which levels of sensitivity this
    person may bring it. `parent`: the case it was split off, `part`: in which words; `children`: what was split off it.
    """

    reports = fields.List(fields.Nested(CaseReportSchema), required=True)
    timeline = fields.List(fields.Nested(CaseEventSchema), required=True)
    sheets = fields.List(fields.Nested(CaseSheetSchema), required=True)
    moves = fields.List(fields.Nested(CaseMoveSchema), required=True)
    joined_to = fields.Nested(CaseNumberSchema, required=True, allow_none=True)
    seats = fields.List(fields.Nested(CaseSeatSchema), required=True)
    promised_on = fields.Date(required=True, allow_none=True)
    redos = fields.Integer(required=True)
    urges = fields.List(fields.Nested(CaseUrgeSchema), required=True)
    may_urge = fields.Integer(required=True)
    suggested = fields.Nested(CaseSuggestedSchema, required=True, allow_none=True)
    levels = fields.List(fields.Nested(CaseLevelSchema), required=True)
    may_level = fields.List(fields.Nested(CaseChoiceSchema), required=True)
    parent = fields.Nested(CaseNumberSchema, required=True, allow_none=True)
    children = fields.List(fields.Nested(CaseChildSchema), required=True)
    part = fields.String(required=True)
