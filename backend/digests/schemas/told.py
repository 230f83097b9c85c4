"""What the room tells."""

from __future__ import annotations

from marshmallow import Schema, fields

from backend.http.fields import UtcDateTime


class DigestDraftSchema(Schema):
    """A draft: how many opinions were raised, stand in no item yet, are owed an answer; how many items there are."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    title = fields.String(required=True)
    closes_on = fields.Date(required=True)
    raised = fields.Integer(required=True)
    free = fields.Integer(required=True)
    due = fields.Integer(required=True)
    items = fields.Integer(required=True)


class DigestDraftsSchema(Schema):
    """A page of drafts; `next` is the cursor of the page after, null at the end."""

    items = fields.List(fields.Nested(DigestDraftSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class DigestArticleSchema(Schema):
    """An article of the newest version; the draft as a whole has a null id and no label."""

    id = fields.UUID(required=True, allow_none=True)
    label = fields.String(required=True)
    heading = fields.String(required=True)
    text = fields.String(required=True)
    opinions = fields.Integer(required=True)
    free = fields.Integer(required=True)
    items = fields.Integer(required=True)


class DigestOutcomeChoiceSchema(Schema):
    """What can come back from above."""

    outcome = fields.String(required=True)
    name = fields.String(required=True)
    reason_required = fields.Boolean(required=True)
    article_required = fields.Boolean(required=True)


class DigestFrameSchema(Schema):
    """A draft as it is digested; `may_write`: this person writes items."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    title = fields.String(required=True)
    articles = fields.List(fields.Nested(DigestArticleSchema), required=True)
    outcomes = fields.List(fields.Nested(DigestOutcomeChoiceSchema), required=True)
    may_write = fields.Boolean(required=True)


class DigestOpinionSchema(Schema):
    """An opinion in its own words, which nobody changes; `item_id`: the item that holds it. A unit that spoke is named, no person."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    said_at = UtcDateTime(required=True)
    said = fields.String(required=True)
    unit_name = fields.String(required=True)
    label = fields.String(required=True)
    station_name = fields.String(required=True, allow_none=True)
    article_label = fields.String(required=True, allow_none=True)
    item_id = fields.UUID(required=True, allow_none=True)


class DigestOpinionsSchema(Schema):
    """A page of opinions; `next` is the cursor of the page after, null at the end."""

    items = fields.List(fields.Nested(DigestOpinionSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class DigestLikeSchema(Schema):
    """An opinion of a group, and how like it is to the group's first (1: the same words)."""

    id = fields.UUID(required=True)
    likeness = fields.Float(required=True)
    said = fields.String(required=True)


class DigestGroupSchema(Schema):
    """Opinions that say nearly the same, the first 500 of `size`; `words`: what most of them share; `item_id`: the item that says it already."""

    opinions = fields.List(fields.Nested(DigestLikeSchema), required=True)
    size = fields.Integer(required=True)
    words = fields.List(fields.String(), required=True)
    item_id = fields.UUID(required=True, allow_none=True)


class DigestGroupsSchema(Schema):
    """The largest first; `compared`: how many opinions were looked at."""

    items = fields.List(fields.Nested(DigestGroupSchema), required=True)
    compared = fields.Integer(required=True)


class DigestEventSchema(Schema):
    """A step that an item has gone."""

    at = UtcDateTime(required=True)
    actor_name = fields.String(required=True)
    label = fields.String(required=True)
    words = fields.String(required=True)


class DigestReviewSchema(Schema):
    """What an expert was asked and said; `ended`: taken back without an opinion; `late`: past the day, nothing said."""

    expert_id = fields.UUID(required=True)
    expert_name = fields.String(required=True)
    has_account = fields.Boolean(required=True)
    due_on = fields.Date(required=True)
    verdict = fields.String(required=True, allow_none=True)
    reasons = fields.String(required=True)
    given_at = UtcDateTime(required=True, allow_none=True)
    ended = fields.Boolean(required=True)
    late = fields.Boolean(required=True)


class DigestMoveSchema(Schema):
    """A move that this person may make now; `by`: with which act it is made."""

    id = fields.String(required=True)
    label = fields.String(required=True)
    by = fields.String(required=True)
    reason_required = fields.Boolean(required=True)


class DigestItemSchema(Schema):
    """A digest item. `opinions`: how many it holds, `unanswered` of them without an answer; `asks_me`: this person's opinion is asked.

    `version` goes back as `If-Match`; `why`: why it was dropped, or what came back with the result.
    """

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    solicitation_id = fields.UUID(required=True)
    solicitation_title = fields.String(required=True)
    article_id = fields.UUID(required=True, allow_none=True)
    article_label = fields.String(required=True, allow_none=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    batch_id = fields.UUID(required=True, allow_none=True)
    batch_number = fields.String(required=True, allow_none=True)
    outcome = fields.String(required=True, allow_none=True)
    why = fields.String(required=True)
    final_label = fields.String(required=True, allow_none=True)
    final_text = fields.String(required=True, allow_none=True)
    merged_into = fields.UUID(required=True, allow_none=True)
    answered_at = UtcDateTime(required=True, allow_none=True)
    area_name = fields.String(required=True)
    made_at = UtcDateTime(required=True)
    version = fields.Integer(required=True)
    opinions = fields.Integer(required=True)
    unanswered = fields.Integer(required=True)
    events = fields.List(fields.Nested(DigestEventSchema), required=True)
    reviews = fields.List(fields.Nested(DigestReviewSchema), required=True)
    moves = fields.List(fields.Nested(DigestMoveSchema), required=True)
    asks_me = fields.Boolean(required=True)
    may_answer = fields.Boolean(required=True)
    may_sort = fields.Boolean(required=True)


class DigestItemsSchema(Schema):
    """A page of items; `next` is the cursor of the page after, null at the end."""

    items = fields.List(fields.Nested(DigestItemSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class DigestAnsweredSchema(Schema):
    """How many sheets were issued, how many opinions are left without an answer."""

    issued = fields.Integer(required=True)
    left = fields.Integer(required=True)


class SpecialitySchema(Schema):
    """What somebody can be an expert of."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class ExpertConflictToldSchema(Schema):
    """A draft from which an expert stands back, and why."""

    solicitation_id = fields.UUID(required=True)
    reason = fields.String(required=True)


class ExpertSchema(Schema):
    """Somebody of the pool; `busy`: opinions asked of them now; `mine`: it is this person."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    employer = fields.String(required=True)
    specialities = fields.List(fields.Nested(SpecialitySchema), required=True)
    has_account = fields.Boolean(required=True)
    area = fields.String(required=True)
    ended_on = fields.Date(required=True, allow_none=True)
    busy = fields.Integer(required=True)
    conflicts = fields.List(fields.Nested(ExpertConflictToldSchema), required=True)
    mine = fields.Boolean(required=True)


class ExpertsSchema(Schema):
    """The pool, by name, at most two hundred; what one can be good at; where this person keeps it."""

    items = fields.List(fields.Nested(ExpertSchema), required=True)
    specialities = fields.List(fields.Nested(SpecialitySchema), required=True)
    areas = fields.List(fields.String(), required=True)


class BatchSchema(Schema):
    """What went up at one time."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    solicitation_id = fields.UUID(required=True)
    solicitation_title = fields.String(required=True)
    recipient = fields.String(required=True)
    note = fields.String(required=True)
    sent_on = fields.Date(required=True)
    receipt_number = fields.String(required=True, allow_none=True)
    receipt_on = fields.Date(required=True, allow_none=True)
    receipt_by = fields.String(required=True, allow_none=True)
    made_name = fields.String(required=True)
    items = fields.Integer(required=True)
    opinions = fields.Integer(required=True)


class BatchesSchema(Schema):
    """A page of batches; `next` is the cursor of the page after, null at the end."""

    items = fields.List(fields.Nested(BatchSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class AnswerNoticeSchema(Schema):
    """A public notice; `opinions`: how many it answers."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    place = fields.String(required=True)
    published_on = fields.Date(required=True)
    made_name = fields.String(required=True)
    opinions = fields.Integer(required=True)


class AnswerNoticesSchema(Schema):
    """The notices of a draft, newest first, at most two hundred."""

    items = fields.List(fields.Nested(AnswerNoticeSchema), required=True)


class FunnelRowSchema(Schema):
    """How many opinions came how far; shares are parts of one, null of nothing."""

    name = fields.String(required=True, allow_none=True)
    station_id = fields.Integer(required=True, allow_none=True)
    solicitation_id = fields.UUID(required=True, allow_none=True)
    raised = fields.Integer(required=True)
    reported = fields.Integer(required=True)
    adopted = fields.Integer(required=True)
    due = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    reached = fields.Integer(required=True)
    report_rate = fields.Float(required=True, allow_none=True)
    adoption_of_reported = fields.Float(required=True, allow_none=True)
    adoption_of_raised = fields.Float(required=True, allow_none=True)
    delivery_rate = fields.Float(required=True, allow_none=True)


class FunnelSchema(Schema):
    """The rows, the most raised first, and all together."""

    items = fields.List(fields.Nested(FunnelRowSchema), required=True)
    total = fields.Nested(FunnelRowSchema, required=True)
