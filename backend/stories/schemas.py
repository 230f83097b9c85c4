"""Stories on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from backend.http.fields import AREA, KEY, Known, Text, UtcDateTime
from backend.http.paging import encode
from backend.http.words import language, say
from backend.stories.domain import LEAST, MOST_BODY, MOST_CASES, MOST_TITLE, Fitting, NewStory
from backend.stories.model import Story, StoryKind

LABELS = {"draft": "草稿，待审核", "public": "已公开", "withdrawn": "已撤下"}
NUMBERS = validate.Length(max=MOST_CASES)


class StoryWordsSchema(Schema):
    """The words of a draft; `audiences`: for whom it is, on which subjects."""

    category = Text(load_default=None, allow_none=True, most=40)
    title = Text(required=True, least=2, most=MOST_TITLE)
    body = Text(required=True, least=LEAST, most=MOST_BODY)
    audiences = fields.List(Text(least=1, most=20), load_default=list, validate=validate.Length(max=10))


class NewStorySchema(StoryWordsSchema):
    """A story; `cases`: numbers of the matters it is told from. `id` is made by who sends it."""

    id = fields.UUID(required=True)
    kind = Text(required=True, least=1, most=40)
    area = fields.String(required=True, validate=AREA)
    cases = fields.List(Text(least=1, most=40), load_default=list, validate=NUMBERS)

    @post_load
    def gather(self, data: dict[str, Any], **_: Any) -> NewStory:
        """Return the story."""
        several = {name: tuple(dict.fromkeys(data[name])) for name in ("cases", "audiences")}
        return NewStory(**data | several)


class StoryStepSchema(Schema):
    """A step: public, by a second person; withdrawn, for a reason."""

    to = Known("public", "withdrawn", required=True)
    reason = Text(load_default="", most=200)


class StoryHintsQuerySchema(Schema):
    """A text and the numbers of the matters it is told from."""

    body = Text(required=True, least=1, most=MOST_BODY)
    cases = fields.List(Text(least=1, most=40), load_default=list, validate=NUMBERS)


class StoryMarkSchema(Schema):
    """A part of the text that may tell whose it was."""

    what = fields.String(required=True)
    text = fields.String(required=True)


class StoryHintsSchema(Schema):
    """What may tell whose it was; hints only."""

    items = fields.List(fields.Nested(StoryMarkSchema), required=True)


class StoriesQuerySchema(Schema):
    """Which stories."""

    class Meta:
        """`lang` and whatever else a page adds is no business of this route."""

        unknown = EXCLUDE

    state = Known(*LABELS, load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    cursor = fields.String(load_default=None, validate=validate.Length(max=200))


class StorySchema(Schema):
    """A story; `mine`: whether this person wrote it."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    category = fields.String(required=True, allow_none=True)
    title = fields.String(required=True)
    body = fields.String(required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    cases = fields.List(fields.String(), required=True)
    audiences = fields.List(fields.String(), required=True)
    mine = fields.Boolean(required=True)
    written_name = fields.String(required=True)
    written_at = UtcDateTime(required=True)
    checked_name = fields.String(required=True, allow_none=True)
    withdrawn_reason = fields.String(required=True)
    version = fields.Integer(required=True)


class StoryKindSchema(Schema):
    """A kind of story."""

    code = fields.String(required=True)
    label = fields.String(required=True)


class StoriesSchema(Schema):
    """Stories, newest first, and their kinds."""

    items = fields.List(fields.Nested(StorySchema), required=True)
    next = fields.String(required=True, allow_none=True)
    kinds = fields.List(fields.Nested(StoryKindSchema), required=True)


class FittingQuerySchema(Schema):
    """Of which place; the grid cell of a `station` or a `venue` comes before the whole area."""

    class Meta:
        """`lang` and whatever else a page adds is no business of this route."""

        unknown = EXCLUDE

    area = fields.String(required=True, validate=AREA)
    station = fields.Integer(load_default=None, validate=KEY)
    venue = fields.Integer(load_default=None, validate=KEY)


class FittingTitleSchema(Schema):
    """A story or a lecture."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)


class FittingTopicSchema(Schema):
    """What people ask about, how many cases there were, and what was told or taught of it."""

    category = fields.String(required=True)
    label = fields.String(required=True)
    cases = fields.Integer(required=True)
    stories = fields.List(fields.Nested(FittingTitleSchema), required=True)
    lectures = fields.List(fields.Nested(FittingTitleSchema), required=True)


class FittingSchema(Schema):
    """What fits a place; `cell`: the grid cell whose cases were counted, null for the whole area."""

    cell = fields.String(required=True, allow_none=True)
    topics = fields.List(fields.Nested(FittingTopicSchema), required=True)


def fitting_wire(found: Fitting) -> dict[str, Any]:
    """Return what fits a place as the wire has it."""
    english = language() == "en"
    return {"cell": found.cell, "topics": [
        {
            "category": each.category, "label": each.name_en if english else each.name, "cases": each.cases,
            "stories": [{"id": key, "title": title} for key, title in each.stories],
            "lectures": [{"id": key, "title": title} for key, title in each.lectures],
        } for each in found.topics]}  # fmt: skip


def story_wire(story: Story, viewer: int) -> dict[str, Any]:
    """Return a story as the wire has it."""
    found = {name: getattr(story, name) for name in StorySchema().fields if hasattr(story, name)}
    return found | {"label": say(LABELS[story.state]), "mine": story.written_by == viewer}


def page_wire(found: list[Story], most: int, kinds: list[StoryKind], viewer: int) -> dict[str, Any]:
    """Return a page of stories."""
    last = found[most - 1] if len(found) > most else None
    chinese = language() == "zh-CN"
    return {
        "items": [story_wire(each, viewer) for each in found[:most]],
        "next": encode(last.written_at, last.id) if last else None,
        "kinds": [{"code": each.code, "label": each.name if chinese else each.name_en} for each in kinds],
    }
