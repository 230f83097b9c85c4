"""What is sent and asked of opinions, as it comes in."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate, validates

from backend.http.fields import KEY, Between, Known, StrictInteger, Text, UtcDateTime
from backend.http.words import language
from backend.opinions.domain import (
    LEAST_TEXT,
    MOST_NOTE,
    MOST_PAPERS,
    MOST_PEOPLE,
    MOST_TEXT,
    MOST_UNIT,
    NOTED_CHANNELS,
    SITTING_CHANNELS,
    SPEAKERS,
    NewOpinion,
    Noted,
    Reply,
    Sitting,
)
from backend.opinions.domain.moves import OURS, State
from backend.opinions.queries import Wanted
from backend.submissions.schemas import ReplySchema, needed

WRITE = needed("写下您的意见，至少2个字")
OPEN = needed("页面没有打开完整，请重新打开再填")


class OpinionSchema(Schema):
    """An opinion as it is sent. `article_id`: null for the whole draft; `unit_name`: a unit that speaks; `consented`: ticked by itself."""

    id = fields.UUID(required=True, error_messages=OPEN)
    solicitation_id = fields.UUID(required=True, error_messages=OPEN)
    article_id = fields.UUID(load_default=None, allow_none=True)
    text = Text(most=MOST_TEXT, required=True, error_messages=WRITE)
    unit_name = Text(most=MOST_UNIT, load_default="")
    code = Text(most=80, load_default="")
    station_id = StrictInteger(load_default=None, allow_none=True, validate=validate.Range(1, 2**63 - 1))
    reply = fields.Nested(ReplySchema, required=True, error_messages=needed("选一种答复方式"))
    consented = fields.Boolean(load_default=False, truthy={True}, falsy={False})

    @validates("text")
    def long_enough(self, value: str, data_key: str) -> None:
        """Refuse a text that says nothing."""
        if len(value) < LEAST_TEXT:
            raise ValidationError(str(WRITE["required"]))

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> NewOpinion:
        """Return the opinion in the terms of the room."""
        return NewOpinion(**_facts(data), ticked=data["consented"])


def _facts(data: dict[str, Any]) -> dict[str, Any]:
    reply = data["reply"]
    return {
        "id": data["id"], "solicitation_id": data["solicitation_id"], "article_id": data["article_id"], "text": data["text"],
        "unit_name": data["unit_name"], "code": data["code"] or None, "station_id": data["station_id"],
        "reply": Reply(reply.way, reply.name, reply.phone), "language": language(),
    }  # fmt: skip


class NotedOpinionSchema(OpinionSchema):
    """An opinion that somebody with an account writes down. `speaker`: `self` for one's own words; `told`: the person was told, and agreed.

    `concern`: the category of what is no matter of the law and becomes a case in the same breath.
    """

    class Meta:
        """Nobody scans a code and ticks here."""

        exclude = ("code", "consented")

    speaker = Known(*SPEAKERS, required=True)
    channel = Known(*NOTED_CHANNELS, required=True)
    said_at = UtcDateTime(required=True)
    told = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    cell_code = Text(load_default=None, allow_none=True, least=1, most=40)
    visit_id = fields.UUID(load_default=None, allow_none=True)
    activity_id = fields.UUID(load_default=None, allow_none=True)
    sitting_id = fields.UUID(load_default=None, allow_none=True)
    concern = Text(load_default=None, allow_none=True, least=1, most=40)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> NewOpinion:
        """Return the opinion in the terms of the room."""
        names = (
            "speaker",
            "channel",
            "said_at",
            "told",
            "cell_code",
            "visit_id",
            "activity_id",
            "sitting_id",
            "concern",
        )
        noted = Noted(**{name: data[name] for name in names})
        return NewOpinion(**_facts(data | {"code": ""}), noted=noted)


class OpinionBatchSchema(Schema):
    """Up to 500 opinions; each is read on its own, so that a bad one does not hold up the others."""

    items = fields.List(fields.Raw(allow_none=True), required=True)


class OpinionFiltersSchema(Schema):
    """Which opinions. `on`: `whole` only those on whole drafts."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    solicitation = fields.UUID(load_default=None)
    article = fields.UUID(load_default=None)
    on = Known("whole", load_default=None)
    state = Known(*State, load_default=None)
    station = fields.Integer(load_default=None, validate=KEY)
    channel = Text(most=20, load_default=None)
    sitting = fields.UUID(load_default=None)
    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


def wanted_of(asked: dict[str, Any]) -> Wanted:
    """Return the filters in the terms of the room."""
    names = ("solicitation", "article", "state", "station", "channel", "sitting")
    return Wanted(**{name: asked[name] for name in names}, whole=asked["on"] == "whole")


class OpinionDecisionSchema(Schema):
    """What is decided of some at once: registered, or none, and why."""

    ids = fields.List(fields.UUID(), required=True, validate=Between(1, 200, of="length"))
    to = Known(*sorted(OURS - {State.BECAME_CASE}), required=True)
    words = Text(most=MOST_NOTE, load_default="")


class OpinionCaseSchema(Schema):
    """What the case is about; `text`: only what is for the case, where the person said more; empty for their words as they are."""

    category = Text(least=1, most=40, required=True, error_messages=needed("选一类，拿不准就选“说不清”"))
    text = Text(most=1000, load_default="")


class OpinionThanksSchema(Schema):
    """The name under which one is thanked, empty for none."""

    name = Text(most=20, required=True)


class OpinionParticipationFilters(Schema):
    """Of which draft."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    solicitation = fields.UUID(required=True)


class SittingSchema(Schema):
    """Where several spoke and one wrote it down. `papers`: how many lay in the box, or came; `people`: who opened it, who sat there."""

    id = fields.UUID(required=True, error_messages=OPEN)
    channel = Known(*SITTING_CHANNELS, required=True)
    station_id = StrictInteger(required=True, validate=validate.Range(1, 2**63 - 1))
    held_on = fields.Date(required=True, validate=validate.Range(date(1990, 1, 1), date(2200, 1, 1)))
    people = Text(most=MOST_PEOPLE, load_default="")
    papers = StrictInteger(load_default=None, allow_none=True, validate=Between(0, MOST_PAPERS))
    note = Text(most=MOST_NOTE, load_default="")
    activity_id = fields.UUID(load_default=None, allow_none=True)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Sitting:
        """Return the sitting in the terms of the room."""
        return Sitting(**data | {"people": " ".join(data["people"].split())})


class SittingFiltersSchema(Schema):
    """Where to go on."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
