"""Sightings on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load

from backend.cases.domain import ROLE_LABELS
from backend.feedback.queries import Asked
from backend.geo.crs import NAMES
from backend.geo.place import known_crs, wgs84_place
from backend.http.fields import Between, Digest, Known, Metres, PointField, ProblemSchema, Text, UtcDateTime
from backend.http.quick import QuickSchema
from backend.http.words import say
from backend.sightings.domain import (
    MOST_ATTACHMENTS,
    NOTICED_BY,
    OUT_OF_CELL_REASONS,
    RISKS,
    Addition,
    Correction,
    NewSighting,
    Version,
)

MOST_PLACE_WORDS, MOST_WORDS = 120, 1000


class SightingSchema(QuickSchema):
    """One sighting; `place` is a GeoJSON Point in the CRS that `crs` names, longitude first."""

    id = fields.UUID(required=True)
    seen_at = UtcDateTime(required=True)
    category = Text(required=True, least=1, most=40)
    noticed_by = Known(*NOTICED_BY, required=True)
    hidden = fields.Boolean(required=True, truthy={True}, falsy={False})
    risk = Known(*RISKS, required=True)
    text = Text(required=True, least=1)
    place = PointField(load_default=None, allow_none=True)
    crs = Known(*NAMES, load_default=None, allow_none=True)
    accuracy_m = Metres(load_default=None, allow_none=True)
    fixed_at = UtcDateTime(load_default=None, allow_none=True)
    cell_code = Text(load_default=None, allow_none=True, least=1, most=40)
    out_of_cell_reason = Known(*OUT_OF_CELL_REASONS, load_default=None, allow_none=True)
    visit_id = fields.UUID(load_default=None, allow_none=True)
    attachments = fields.List(Digest(), load_default=list, validate=Between(0, MOST_ATTACHMENTS, of="length"))

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> NewSighting:
        """Return the sighting with its place in WGS-84."""
        if data["place"] is not None:
            lon, lat = data["place"]
            data["place"] = wgs84_place(lon, lat, known_crs(data["crs"]), field="place")
        data["attachments"] = tuple(dict.fromkeys(data["attachments"]))
        return NewSighting(**data)


class SightingCellSchema(Schema):
    """A cell."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class SightingStationSchema(Schema):
    """A station."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)


class SightingStoredSchema(Schema):
    """What was frozen when the sighting was stored."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    cell = fields.Nested(SightingCellSchema, required=True, allow_none=True)
    station = fields.Nested(SightingStationSchema, required=True)
    received_at = fields.String(required=True)


class SightingBatchSchema(Schema):
    """Up to 500 sightings; each is read on its own, so that a bad one does not hold up the others."""

    items = fields.List(fields.Raw(allow_none=True), required=True)


class SightingBatchItemSchema(Schema):
    """The answer of one item (201 new, 200 again), or its problem."""

    status = fields.Integer(required=True)
    title = fields.String()
    code = fields.String()
    type = fields.String()
    field = fields.String()
    detail = fields.String()
    id = fields.Raw(required=True, allow_none=True)
    number = fields.String()
    cell = fields.Nested(SightingCellSchema, allow_none=True)
    station = fields.Nested(SightingStationSchema)
    received_at = fields.String()


class SightingBatchAnswerSchema(Schema):
    """One answer an item, in the order of the request."""

    items = fields.List(fields.Nested(SightingBatchItemSchema), required=True)


class SightingNearItemSchema(Schema):
    """A matter that may be the same. `lon`, `lat`: EPSG:4326 in degrees, rounded to some 50 m; null without a place. `mine`: one's own."""

    number = fields.String(required=True)
    category = fields.String(required=True)
    opened_at = UtcDateTime(required=True)
    lon = fields.Float(required=True, allow_none=True)
    lat = fields.Float(required=True, allow_none=True)
    cell_code = fields.String(required=True)
    mine = fields.Boolean(required=True)


class SightingNearSchema(Schema):
    """What a phone holds to ask, also without signal, whether it is the same matter."""

    items = fields.List(fields.Nested(SightingNearItemSchema), required=True)


class SightingChangesSchema(Schema):
    """The fields that are said anew; what is left out stays. `place_words`: where it really is, as no correction moves a point."""

    text = Text(least=1)
    category = Text(least=1, most=40)
    noticed_by = Known(*NOTICED_BY)
    risk = Known(*RISKS)
    seen_at = UtcDateTime()
    place_words = Text(most=MOST_PLACE_WORDS)


class SightingCorrectionSchema(Schema):
    """A correction. `based_on`: the id of the version its writer had read, at first the sighting's own; `made_at`: by the writer's clock."""

    id = fields.UUID(required=True)
    made_at = UtcDateTime(required=True)
    based_on = fields.UUID(required=True)
    changes = fields.Nested(SightingChangesSchema, required=True)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Correction:
        """Return the correction in the terms of the room."""
        return Correction(**data)


class SightingAdditionSchema(Schema):
    """More of one's own sighting, as when a station asked for it. `attachments`: digests of what is sent besides."""

    id = fields.UUID(required=True)
    made_at = UtcDateTime(required=True)
    text = Text(required=True, least=2, most=MOST_WORDS)
    attachments = fields.List(Digest(), load_default=list, validate=Between(0, MOST_ATTACHMENTS, of="length"))

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Addition:
        """Return the addition in the terms of the room."""
        return Addition(**data | {"attachments": tuple(dict.fromkeys(data["attachments"]))})


class SightingAmendedSchema(Schema):
    """What was frozen when it was stored: its own number, and that of the sighting."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    corrects = fields.String(required=True)
    received_at = fields.String(required=True)


class SightingFieldClashSchema(Schema):
    """A field that somebody else changed since the version that was read: both values, who and when."""

    field = fields.String(required=True)
    yours = fields.String(required=True)
    theirs = fields.String(required=True)
    by = fields.String(required=True)
    at = UtcDateTime(required=True)


class SightingClashSchema(ProblemSchema):
    """A correction that was not taken: `clashes` to choose from, `head` to base the choice on; without them, another conflict."""

    clashes = fields.List(fields.Nested(SightingFieldClashSchema))
    head = fields.UUID()


class SightingVersionSchema(Schema):
    """One step of the history: the first, a correction (`fields`: what it says anew), or an addition, whose `text` stands beside."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    at = UtcDateTime(required=True)
    made_at = UtcDateTime(required=True, allow_none=True)
    by = fields.String(required=True)
    mine = fields.Boolean(required=True)
    role_label = fields.String(required=True)
    fields_ = fields.List(fields.String(), required=True, data_key="fields")
    text = fields.String(required=True)
    photos = fields.List(fields.String(), required=True)


class SightingStateSchema(Schema):
    """What a sighting says now."""

    text = fields.String(required=True)
    category = fields.String(required=True)
    noticed_by = fields.String(required=True)
    risk = fields.String(required=True)
    seen_at = UtcDateTime(required=True)
    place_words = fields.String(required=True)


class SightingHistorySchema(Schema):
    """A sighting as it stands. `head`: the version to base a correction on; `correctable`: whether one is taken still."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    head = fields.UUID(required=True)
    correctable = fields.Boolean(required=True)
    now = fields.Nested(SightingStateSchema, required=True)
    versions = fields.List(fields.Nested(SightingVersionSchema), required=True)


class SightingAskedItemSchema(Schema):
    """What a station asks of the worker who filed a sighting; `opening`: how the own words begin."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    asked = fields.String(required=True)
    asked_at = UtcDateTime(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    seen_at = UtcDateTime(required=True)
    category = fields.String(required=True)
    opening = fields.String(required=True)


class SightingAskedSchema(Schema):
    """What is asked now, the soonest due first."""

    items = fields.List(fields.Nested(SightingAskedItemSchema), required=True)


def asked_wire(asked: list[Asked]) -> dict[str, Any]:
    """Return what is asked as the wire has it."""
    return {"items": [vars(each) | {"id": each.report_id} for each in asked]}


def history_wire(versions: list[Version], viewer: int | None, *, correctable: bool) -> dict[str, Any]:
    """Return a sighting with its history as the wire has it."""
    first, last = versions[0], versions[-1]
    return {
        "id": first.id, "number": first.number, "head": last.id, "correctable": correctable, "now": last.state,
        "versions": [
            vars(each) | {"by": each.actor_name, "mine": each.actor_id == viewer, "fields_": list(each.fields),
                          "role_label": say(ROLE_LABELS[each.actor_role])}
            for each in versions
        ],
    }  # fmt: skip


class MissingAttachmentsSchema(Schema):
    """Digests a report still lacks, in its order."""

    missing = fields.List(fields.String(), required=True)
