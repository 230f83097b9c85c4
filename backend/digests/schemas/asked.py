"""What is asked of the room."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

from backend.digests.domain import MOVES, State
from backend.digests.queries import Wanted
from backend.errors import Invalid
from backend.exports.domain import KINDS
from backend.http.fields import Known, Switch, Text
from backend.http.words import say

BOUNDS = validate.Range(date(1990, 1, 1), date(2200, 1, 1))
WHOLE = "whole"
MOST_IDS = validate.Length(max=500)
HAND = tuple(move.id for move in MOVES if move.by == "hand")


class DigestPageSchema(Schema):
    """Which page."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class DigestOpinionsQuerySchema(DigestPageSchema):
    """Which opinions. `article`: an id, or `whole` for those on the draft as a whole; `item`: of one item; `free`: those in none."""

    article = Text(most=40, load_default=None)
    item = fields.UUID(load_default=None)
    free = Switch()


class DigestArticleQuerySchema(Schema):
    """Of which article; without one, of the draft as a whole."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    article = fields.UUID(load_default=None)


class DigestItemsQuerySchema(DigestPageSchema):
    """Which items. `article`: an id, or `whole`; `waiting=me`: those that wait for a move or an opinion of one's own."""

    solicitation = fields.UUID(load_default=None)
    article = Text(most=40, load_default=None)
    state = Known(*State, load_default=None)
    waiting = Known("me", load_default=None)


class NewDigestItemSchema(Schema):
    """An item as somebody writes it; `article_id` null: of the draft as a whole; `opinions`: those that it holds from the start."""

    id = fields.UUID(required=True)
    solicitation_id = fields.UUID(required=True)
    article_id = fields.UUID(load_default=None, allow_none=True)
    title = Text(required=True, least=2, most=100)
    text = Text(required=True, least=5, most=8000)
    opinions = fields.List(fields.UUID(), load_default=list, validate=MOST_IDS)


class DigestWordingSchema(Schema):
    """An item worded anew."""

    title = Text(required=True, least=2, most=100)
    text = Text(required=True, least=5, most=8000)


class DigestSortSchema(Schema):
    """Opinions to put into an item, and to take out of it."""

    put = fields.List(fields.UUID(), load_default=list, validate=MOST_IDS)
    take = fields.List(fields.UUID(), load_default=list, validate=MOST_IDS)

    @validates_schema
    def _something(self, data: dict[str, Any], **_: object) -> None:
        if not (data["put"] or data["take"]):
            raise ValidationError(say("请选要放进或拿出的意见"), "put")


class DigestMergeSchema(Schema):
    """Into which item, and why."""

    into = fields.UUID(required=True)
    words = Text(required=True, least=2, most=500)


class DigestStepSchema(Schema):
    """A move of the table, and the words that go with it."""

    move = Known(*HAND, required=True)
    words = Text(load_default="", most=1000)


class DigestAskSchema(Schema):
    """Which experts are asked, and by when they are to answer."""

    experts = fields.List(fields.UUID(), required=True, validate=validate.Length(1, 20))
    due_on = fields.Date(required=True, validate=BOUNDS)


class DigestVerdictSchema(Schema):
    """What an expert thinks, and why; `expert_id`: whose opinion a liaison writes down, of an expert without an account."""

    verdict = Known("pass", "send_back", required=True)
    reasons = Text(required=True, least=2, most=4000)
    expert_id = fields.UUID(load_default=None, allow_none=True)


class DigestOutcomeSchema(Schema):
    """What came back from above: an outcome of the kind, why, and the article of the final text."""

    outcome = Text(required=True, least=1, most=40)
    reason = Text(load_default="", most=4000)
    article_id = fields.UUID(load_default=None, allow_none=True)


class NewExpertSchema(Schema):
    """Somebody for the pool; `login`: of the account by which they answer themselves."""

    id = fields.UUID(required=True)
    name = Text(required=True, least=2, most=30)
    employer = Text(load_default="", most=60)
    specialities = fields.List(Text(least=1, most=40), required=True, validate=validate.Length(1, 10))
    area = Text(required=True, least=6, most=12)
    login = Text(load_default="", most=60)


class ExpertConflictSchema(Schema):
    """From which draft an expert stands back, and why."""

    solicitation_id = fields.UUID(required=True)
    reason = Text(required=True, least=2, most=500)


class BatchesQuerySchema(DigestPageSchema):
    """Which batches."""

    solicitation = fields.UUID(load_default=None)


class NewBatchSchema(Schema):
    """What goes up at one time, to whom."""

    id = fields.UUID(required=True)
    solicitation_id = fields.UUID(required=True)
    recipient = Text(required=True, least=2, most=60)
    note = Text(load_default="", most=1000)
    sent_on = fields.Date(required=True, validate=BOUNDS)
    items = fields.List(fields.UUID(), required=True, validate=validate.Length(1, 200))


class BatchReceiptSchema(Schema):
    """That a batch has arrived: the number of the receipt, its day, and who gave it."""

    number = Text(required=True, least=1, most=60)
    received_on = fields.Date(required=True, validate=BOUNDS)
    received_by = Text(required=True, least=2, most=60)


class BatchExportSchema(Schema):
    """As which kind of file; `code`: a fresh one by the clock."""

    format = Known(*KINDS, required=True)
    code = Text(required=True, least=6, most=6)


class NewAnswerNoticeSchema(Schema):
    """A public notice: where it hung or was published, and the items whose authors it answers."""

    id = fields.UUID(required=True)
    solicitation_id = fields.UUID(required=True)
    title = Text(required=True, least=2, most=100)
    text = Text(required=True, least=5, most=8000)
    place = Text(required=True, least=2, most=200)
    published_on = fields.Date(required=True, validate=BOUNDS)
    items = fields.List(fields.UUID(), required=True, validate=validate.Length(1, 200))


class AnswerNoticesQuerySchema(Schema):
    """Of which draft."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    solicitation = fields.UUID(required=True)


class FunnelQuerySchema(Schema):
    """Which figures: by station, by draft or all together; days in China on which opinions came, both counted."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    by = Known("station", "draft", "all", load_default="station")
    solicitation = fields.UUID(load_default=None)
    first = fields.Date(load_default=None, data_key="from", validate=BOUNDS)
    last = fields.Date(load_default=None, data_key="to", validate=BOUNDS)


def article_of(text: str | None) -> tuple[str, UUID | None]:
    """Return which opinions an `article` of a query means: all, whole or article, and its id.

    Raises Invalid (field `article`) when it is no id.
    """
    if text is None:
        return "all", None
    if text == WHOLE:
        return WHOLE, None
    try:
        return "article", UUID(text)
    except ValueError as error:
        raise Invalid("没有这一条", field="article", code="no_such_article") from error


def wanted_of(asked: dict[str, Any]) -> Wanted:
    """Return which items are asked for. Raises Invalid (field `article`)."""
    which, article = article_of(asked["article"])
    return Wanted(
        solicitation=asked["solicitation"], article=article, whole=which == WHOLE,
        states=(asked["state"],) if asked["state"] else (),
    )  # fmt: skip
