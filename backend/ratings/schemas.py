"""What people say of answers, on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load

from backend.cases.schemas.asked import BOUNDS
from backend.http.fields import Known, Text, UtcDateTime
from backend.http.words import say
from backend.ratings.domain import ERASED, MOST_REASON, VERDICTS, WAYS, Figures, NewRating, OfCase, Rating


class OwnRatingSchema(Schema):
    """How content one is with the present answer; a reason where one is not, and whether it is to be redone. `id` is made by the sender."""

    id = fields.UUID(required=True)
    verdict = Known(*VERDICTS, required=True)
    reason = Text(most=MOST_REASON, load_default="")
    reopen = fields.Boolean(load_default=False)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Any:
        """Return it in the terms of the room."""
        return NewRating(data["id"], data["verdict"], data["reason"], data["reopen"])


class ToldRatingSchema(OwnRatingSchema):
    """The same, told to staff by the person of one sheet, by phone or at the door."""

    sheet_id = fields.UUID(required=True)
    way = Known("phone", "door", required=True)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Any:
        """Return the rating, the sheet and the way."""
        return NewRating(data["id"], data["verdict"], data["reason"], data["reopen"]), data["sheet_id"], data["way"]


class RatingSchema(Schema):
    """What somebody said; labels in the caller's language. `by`: who wrote it down, empty when the person did."""

    id = fields.UUID(required=True)
    at = UtcDateTime(required=True)
    verdict = fields.String(required=True)
    label = fields.String(required=True)
    reason = fields.String(required=True)
    way = fields.String(required=True)
    way_label = fields.String(required=True)
    by = fields.String(required=True)


class RatedSheetSchema(Schema):
    """A sheet and what was said of its answer, newest first. `present`: of the answer that counts now."""

    sheet_id = fields.UUID(required=True)
    number = fields.String(required=True)
    report_number = fields.String(required=True)
    issued_at = UtcDateTime(required=True)
    present = fields.Boolean(required=True)
    said = fields.List(fields.Nested(RatingSchema), required=True)


class CaseRatingsSchema(Schema):
    """What is said of the answers to a case. `content`: everybody who got the present answer is; `consent`: that in words, else empty."""

    sheets = fields.List(fields.Nested(RatedSheetSchema), required=True)
    may_write = fields.Boolean(required=True)
    content = fields.Boolean(required=True)
    consent = fields.String(required=True)


class RatingFiltersSchema(Schema):
    """Answers signed `from` a day `to` a day in China, both counted."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    since = fields.Date(data_key="from", load_default=None, validate=BOUNDS)
    until = fields.Date(data_key="to", load_default=None, validate=BOUNDS)


class StationRatingsSchema(Schema):
    """How many people last said what of the answers of one station; `silent`: said nothing."""

    station_id = fields.Integer(required=True)
    station_name = fields.String(required=True)
    satisfied = fields.Integer(required=True)
    fair = fields.Integer(required=True)
    dissatisfied = fields.Integer(required=True)
    silent = fields.Integer(required=True)


class RatingFiguresSchema(Schema):
    """The counts by station."""

    items = fields.List(fields.Nested(StationRatingsSchema), required=True)


def rating_wire(rating: Rating) -> dict[str, Any]:
    """Return a judgement as the wire has it."""
    return vars(rating) | {
        "label": say(VERDICTS[rating.verdict]),
        "reason": say("内容已删除") if rating.reason == ERASED else rating.reason,
        "way_label": say(WAYS[rating.way]),
        "by": rating.actor_name,
    }


def of_case_wire(found: OfCase) -> dict[str, Any]:
    """Return what is said of the answers to a case as the wire has it."""
    people = sum(each.present for each in found.sheets)
    return {
        "sheets": [vars(each) | {"said": [rating_wire(one) for one in each.said]} for each in found.sheets],
        "may_write": found.may_write,
        "content": found.content,
        "consent": say("{n}位反映人都评价满意或基本满意", n=people) if found.content else "",
    }


def figures_wire(found: Sequence[Figures]) -> dict[str, Any]:
    """Return the counts by station as the wire has them."""
    return {"items": found}
