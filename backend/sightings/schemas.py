"""Sightings on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load

from backend.geo.crs import NAMES
from backend.geo.place import known_crs, wgs84_place
from backend.http.fields import Between, Digest, Known, Metres, PointField, Text, UtcDateTime
from backend.sightings.domain import (
    MOST_ATTACHMENTS,
    NOTICED_BY,
    OUT_OF_CELL_REASONS,
    RISKS,
    NewSighting,
)


class SightingSchema(Schema):
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


class MissingAttachmentsSchema(Schema):
    """Digests a report still lacks, in its order."""

    missing = fields.List(fields.String(), required=True)
