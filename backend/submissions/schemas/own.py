"""The wire shape of what a person may do with the own data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validates

from backend.feedback.schemas import AttemptSchema
from backend.http.fields import Text, UtcDateTime
from backend.http.words import language, say
from backend.ratings.schemas import RatingSchema, rating_wire
from backend.reports.service import Came, Erased, Said
from backend.submissions.domain import LEAST_TEXT, MOST_PLACE_WORDS, MOST_TEXT, STAYS, Correction
from backend.submissions.queries import Export
from backend.submissions.schemas import WRITE, StepSchema, needed, progress_wire, role_words


class CorrectionSchema(Schema):
    """What is put right: `text` takes the place of what was said before."""

    id = fields.UUID(required=True, error_messages=needed("页面没有打开完整，请重新打开再填"))
    text = Text(most=MOST_TEXT, required=True, error_messages=WRITE)
    place_words = Text(most=MOST_PLACE_WORDS, load_default="")

    @validates("text")
    def long_enough(self, value: str, data_key: str) -> None:
        """Refuse a text that says nothing."""
        if len(value) < LEAST_TEXT:
            raise ValidationError(str(WRITE["required"]))

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Correction:
        """Return the correction in the terms of the room."""
        return Correction(data["id"], data["text"], data["place_words"])


class CorrectedSchema(Schema):
    """That it was stored: its own number, and that of the report it puts right."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    corrects = fields.String(required=True)
    received_at = fields.String(required=True)


class ErasedSchema(Schema):
    """What of the contents is gone since when, and what stays and why; `stays` in the caller's language."""

    erased_at = UtcDateTime(required=True, allow_none=True)
    what = fields.List(fields.String(), required=True)
    stays = fields.List(fields.String(), required=True)


class OwnReportSchema(Schema):
    """What was said; `corrects_id` names the report that it puts right. `place`: GeoJSON Point, EPSG:4326; metres."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    received_at = UtcDateTime(required=True)
    corrects_id = fields.UUID(required=True, allow_none=True)
    text = fields.String(required=True)
    place_words = fields.String(required=True)
    category = fields.String(required=True)
    place = fields.Dict(required=True, allow_none=True)
    accuracy_m = fields.Float(required=True, allow_none=True)


class OwnReplySchema(Schema):
    """How the person wants to be answered, as it was given."""

    way = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)


class WrittenSchema(Schema):
    """What was written about the matter later."""

    at = UtcDateTime(required=True)
    state = fields.String(required=True)
    text = fields.String(required=True, attribute="words")


class OwnPhotoSchema(Schema):
    """A photo or a recording; `href` gives the bytes for the same query code."""

    sha256 = fields.String(required=True)
    media_type = fields.String(required=True)
    bytes = fields.Integer(required=True)
    duration_ms = fields.Integer(required=True, allow_none=True)
    href = fields.String(required=True)


class OwnConsentSchema(Schema):
    """To what the person has agreed. `given`: ticked, by sending alone, or told to staff."""

    purpose = fields.String(required=True)
    whom = fields.String(required=True)
    given = fields.String(required=True)
    text = fields.String(required=True)
    text_version = fields.String(required=True)
    language = fields.String(required=True)
    at = UtcDateTime(required=True)


class OwnSheetSchema(Schema):
    """A feedback sheet with what was tried to reach the person."""

    number = fields.String(required=True)
    issued_at = UtcDateTime(required=True)
    body = fields.String(required=True)
    said = fields.String(required=True)
    answer = fields.String(required=True)
    attempts = fields.List(fields.Nested(AttemptSchema), required=True)


class OwnCameSchema(Schema):
    """How it came, as staff wrote it down: channel in the caller's language, the day, the other system's number, where and by which role."""

    channel = fields.String(required=True)
    came_on = fields.Date(required=True)
    their_number = fields.String(required=True)
    station = fields.String(required=True, allow_none=True)
    role = fields.String(required=True)


class ExportSchema(Schema):
    """Everything held about the person by this receipt."""

    made_at = UtcDateTime(required=True)
    receipt = fields.String(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True)
    words = fields.String(required=True)
    station = fields.String(required=True)
    language = fields.String(required=True)
    reply = fields.Nested(OwnReplySchema, required=True)
    reports = fields.List(fields.Nested(OwnReportSchema), required=True)
    written = fields.List(fields.Nested(WrittenSchema), required=True)
    photos = fields.List(fields.Nested(OwnPhotoSchema), required=True)
    consents = fields.List(fields.Nested(OwnConsentSchema), required=True)
    steps = fields.List(fields.Nested(StepSchema), required=True)
    sheets = fields.List(fields.Nested(OwnSheetSchema), required=True)
    erased = fields.Nested(ErasedSchema, required=True)
    ratings = fields.List(fields.Nested(RatingSchema), required=True)
    came = fields.Nested(OwnCameSchema, required=True, allow_none=True)


def export_wire(told: Export) -> dict[str, Any]:
    """Return an export as the wire has it."""
    shown, person = progress_wire(told.progress, [], []), told.contact
    reply = {"way": told.reply_way, "name": person.name if person else None, "phone": person.phone if person else None}
    sheets = [vars(each) | {"body": each.body_name, "attempts": told.attempts[each.id]} for each in told.sheets]
    href = f"/api/submissions/{told.progress.receipt}/photos/"
    return shown | {
        "made_at": told.made_at, "language": told.language, "reply": reply, "sheets": sheets,
        "reports": [report_wire(each) for each in told.said], "written": told.written,
        "photos": [vars(each) | {"href": f"{href}{each.sha256}"} for each in told.photos],
        "consents": [vars(each) | {"text": say(each.text)} for each in told.consents],
        "erased": erased_wire(told.erased), "ratings": [rating_wire(each) | {"by": ""} for each in told.ratings],
        "came": came_wire(told.came) if told.came else None,
    }  # fmt: skip


def came_wire(came: Came) -> dict[str, Any]:
    """Return how it came as its person reads it: who wrote it down by role only."""
    channel = came.channel_name_en if language() == "en" else came.channel_name
    return vars(came) | {"channel": channel, "station": came.station_name, "role": role_words(came.role)}


def report_wire(said: Said) -> dict[str, Any]:
    """Return what was said as the wire has it."""
    placed = said.lon is not None and said.lat is not None
    place = {"type": "Point", "coordinates": [said.lon, said.lat]} if placed else None
    return vars(said) | {"text": said.body, "place": place}


def erased_wire(erased: Sequence[Erased]) -> dict[str, Any]:
    """Return what is gone as the wire has it, with what stays."""
    first: datetime | None = min((each.at for each in erased), default=None)
    return {"erased_at": first, "what": sorted({each.what for each in erased}), "stays": [say(each) for each in STAYS]}
