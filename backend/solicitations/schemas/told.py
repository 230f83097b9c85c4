"""Solicitations as they are read, on the wire."""

from __future__ import annotations

from marshmallow import Schema, fields

from backend.http.fields import UtcDateTime


class SolicitationTermSchema(Schema):
    """A code and a name."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class SolicitationHeadSchema(Schema):
    """A line of the list. `phase`: before, during, after or aside; `taking`: opinions are taken today; `days_left` to the last day."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    kind = fields.Nested(SolicitationTermSchema, required=True)
    title = fields.String(required=True)
    issuer = fields.String(required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    phase = fields.String(required=True)
    phase_label = fields.String(required=True)
    area = fields.Nested(SolicitationTermSchema, required=True)
    opens_on = fields.Date(required=True)
    closes_on = fields.Date(required=True)
    taking = fields.Boolean(required=True)
    days_left = fields.Integer(required=True)


class SolicitationsSchema(Schema):
    """A page of solicitations; `next` is the cursor of the page after, null at the end."""

    items = fields.List(fields.Nested(SolicitationHeadSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class SolicitationFrameSchema(Schema):
    """What one needs to issue: the kinds, and the areas for which this person does (none: nowhere)."""

    kinds = fields.List(fields.Nested(SolicitationTermSchema), required=True)
    areas = fields.List(fields.Nested(SolicitationTermSchema), required=True)


class SolicitationLeadSchema(Schema):
    """A contact point that leads it."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)


class DraftVersionSchema(Schema):
    """A version; `articles`: how many."""

    id = fields.UUID(required=True)
    nth = fields.Integer(required=True)
    title = fields.String(required=True)
    note = fields.String(required=True)
    made_at = UtcDateTime(required=True)
    articles = fields.Integer(required=True)


class DraftArticleSchema(Schema):
    """An article; `former_label`: of the one it continues; `next_id`: of the one that continues it, null in the newest and when dropped."""

    id = fields.UUID(required=True)
    label = fields.String(required=True)
    heading = fields.String(required=True)
    text = fields.String(required=True)
    former_id = fields.UUID(required=True, allow_none=True)
    former_label = fields.String(required=True, allow_none=True)
    next_id = fields.UUID(required=True, allow_none=True)


class DraftVersionWholeSchema(DraftVersionSchema):
    """A version with its articles."""

    items = fields.List(fields.Nested(DraftArticleSchema), required=True)


class FormerArticleSchema(Schema):
    """An article of the version before."""

    id = fields.UUID(required=True)
    label = fields.String(required=True)
    text = fields.String(required=True)


class ReadArticleSchema(Schema):
    """An article that was found, with the former one that it seems to continue."""

    label = fields.String(required=True)
    heading = fields.String(required=True)
    text = fields.String(required=True)
    former_id = fields.UUID(required=True, allow_none=True)


class DraftPreviewSchema(Schema):
    """What a text holds, to be put right by a person; `after`: how many versions there are; `formers`: the articles of the last."""

    title = fields.String(required=True)
    after = fields.Integer(required=True)
    articles = fields.List(fields.Nested(ReadArticleSchema), required=True)
    formers = fields.List(fields.Nested(FormerArticleSchema), required=True)


class DraftFileSchema(Schema):
    """A DOCX or TXT."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class DraftFileTextSchema(Schema):
    """The words of a file."""

    text = fields.String(required=True)


class TaskStepSchema(Schema):
    """A step this person may make of a task now; `why`: it asks for words."""

    to = fields.String(required=True)
    label = fields.String(required=True)
    why = fields.Boolean(required=True)


class SolicitationTaskSchema(Schema):
    """A task; `holds`: this person has it in hand; `late`: open after its day; `version` goes back as `If-Match`."""

    id = fields.UUID(required=True)
    solicitation_id = fields.UUID(required=True)
    parent_id = fields.UUID(required=True, allow_none=True)
    body_id = fields.Integer(required=True, allow_none=True)
    station_id = fields.Integer(required=True, allow_none=True)
    receiver = fields.String(required=True)
    words = fields.String(required=True)
    due_on = fields.Date(required=True)
    days_left = fields.Integer(required=True)
    late = fields.Boolean(required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    version = fields.Integer(required=True)
    holds = fields.Boolean(required=True)
    steps = fields.List(fields.Nested(TaskStepSchema), required=True)


class TaskInHandSchema(Schema):
    """A task that somebody has in hand, and of what it is."""

    id = fields.UUID(required=True)
    solicitation_id = fields.UUID(required=True)
    number = fields.String(required=True)
    title = fields.String(required=True)
    receiver = fields.String(required=True)
    due_on = fields.Date(required=True)
    days_left = fields.Integer(required=True)
    late = fields.Boolean(required=True)
    label = fields.String(required=True)


class TasksInHandSchema(Schema):
    """The tasks in hand, what is due first first."""

    items = fields.List(fields.Nested(TaskInHandSchema), required=True)


class SolicitationGivenSchema(Schema):
    """What was given with a move, by its label."""

    label = fields.String(required=True)
    text = fields.String(required=True)


class SolicitationEventSchema(Schema):
    """What happened; `receiver`: whose task it was, null where it was the solicitation."""

    at = UtcDateTime(required=True)
    actor_name = fields.String(required=True)
    receiver = fields.String(required=True, allow_none=True)
    label = fields.String(required=True)
    words = fields.String(required=True)
    given = fields.List(fields.Nested(SolicitationGivenSchema), required=True)


class SolicitationNextSchema(Schema):
    """A move this person may make now; `needs`: keys and labels of what it asks for; `aside`: it stops, puts off or cancels."""

    move = fields.String(required=True)
    label = fields.String(required=True)
    reason_required = fields.Boolean(required=True)
    aside = fields.Boolean(required=True)
    needs = fields.List(fields.Nested(SolicitationTermSchema), required=True)


class StepsSchema(Schema):
    """The nine steps of a station as it names them; version 0: not named yet."""

    station_id = fields.Integer(required=True)
    version = fields.Integer(required=True)
    names = fields.List(fields.String(), required=True)


class StepDoneSchema(Schema):
    """What shows that a step was done; `photos`: digests, `activity_title`: what the activity was called then."""

    words = fields.String(required=True)
    name = fields.String(required=True)
    at = UtcDateTime(required=True)
    photos = fields.List(fields.String(), required=True)
    activity_id = fields.UUID(required=True, allow_none=True)
    activity_title = fields.String(required=True)


class StepBoxSchema(Schema):
    """A step; `done` null: still to be done."""

    nth = fields.Integer(required=True)
    name = fields.String(required=True)
    done = fields.Nested(StepDoneSchema, required=True, allow_none=True)


class StepRunSchema(Schema):
    """The steps at a station, under the names they had when it began; `may`: this person ticks them."""

    id = fields.UUID(required=True)
    station_id = fields.Integer(required=True)
    station = fields.String(required=True)
    boxes = fields.List(fields.Nested(StepBoxSchema), required=True)
    may = fields.Boolean(required=True)


class SolicitationSchema(SolicitationHeadSchema):
    """The file. `by`: the body or the role that passed it on; `goes_to`: who gets the report; `version` goes back as `If-Match`."""

    about = fields.String(required=True)
    issuer_number = fields.String(required=True)
    issued_on = fields.Date(required=True)
    held_label = fields.String(required=True, allow_none=True)
    by = fields.String(required=True)
    goes_to = fields.String(required=True)
    made_at = UtcDateTime(required=True)
    version = fields.Integer(required=True)
    leads = fields.List(fields.Nested(SolicitationLeadSchema), required=True)
    versions = fields.List(fields.Nested(DraftVersionSchema), required=True)
    tasks = fields.List(fields.Nested(SolicitationTaskSchema), required=True)
    events = fields.List(fields.Nested(SolicitationEventSchema), required=True)
    moves = fields.List(fields.Nested(SolicitationNextSchema), required=True)
    outcomes = fields.List(fields.Nested(SolicitationTermSchema), required=True)
    may_draft = fields.Boolean(required=True)
    runs = fields.List(fields.Nested(StepRunSchema), required=True)
    following = fields.Boolean(required=True)
