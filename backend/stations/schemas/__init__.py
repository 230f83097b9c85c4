"""Places and stations on the wire."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from backend.geo.crs import NAMES
from backend.http.fields import AREA, KEY, Known, Line, PointField, Text, UtcDateTime
from backend.http.words import say
from backend.imports.domain import day_of
from backend.stations.domain import Located, StationNear, reason
from backend.stations.domain.duties import LEAST, MOST, POSTS, STATION_KINDS, Duty, StationCard

NUMBER = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{0,30})?", re.ASCII)


class Degrees(fields.Field[float]):
    """Degrees in a query: plain decimal digits, so neither NaN nor infinity nor a power of ten gets in."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> float:
        if not isinstance(value, str) or not NUMBER.fullmatch(value):
            raise ValidationError(say("要写成数字"))
        return float(value) + 0.0


class Day(fields.Field[date]):
    """A day, YYYY-MM-DD."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> date:
        try:
            return day_of(value)
        except (TypeError, ValueError) as error:
            raise ValidationError(say("日期写法不对，要像2026-11-21")) from error


class LocateQuery(Schema):
    """A place: degrees in the system `crs`, which is always named, and the day (default: today in China)."""

    class Meta:
        """`lang` and whatever else a page adds is no business of this route."""

        unknown = EXCLUDE

    lon = Degrees(required=True, metadata={"type": "number", "minimum": -180, "maximum": 180, "example": 103.86})
    lat = Degrees(required=True, metadata={"type": "number", "minimum": -90, "maximum": 90, "example": 35.39})
    crs = Known(*NAMES, required=True)
    on = Day(metadata={"type": "string", "format": "date"})


class LocatedCellSchema(Schema):
    """A grid cell."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    area_code = fields.String(required=True)
    households = fields.Integer(required=True)
    edition = fields.String(required=True)
    synthetic = fields.Boolean(required=True)
    attribution = fields.String(required=True)


class LocatedAreaSchema(Schema):
    """An administrative division."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    level = fields.String(required=True)


class StationNearSchema(Schema):
    """A station and why it is named."""

    id = fields.Integer(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    distance_m = fields.Float(required=True)
    open = fields.Boolean(required=True, metadata={"description": "in operation on the day asked about"})
    why = fields.String(required=True, metadata={"description": "in the caller's language"})


class LocatedSchema(Schema):
    """What is at a place."""

    cell = fields.Nested(LocatedCellSchema, required=True, allow_none=True)
    areas = fields.List(
        fields.Nested(LocatedAreaSchema), required=True, metadata={"description": "village to province"}
    )
    stations = fields.List(fields.Nested(StationNearSchema), required=True, metadata={"description": "nearest first"})


class FieldAccountSchema(Schema):
    """Whose phone it is."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)


class FieldTownSchema(Schema):
    """A township the phone holds."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class FieldStationSchema(Schema):
    """A station on the phone's map."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    lon = fields.Float(required=True)
    lat = fields.Float(required=True)


class FieldCategorySchema(Schema):
    """A kind of matter to choose from."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    near_m = fields.Integer(required=True)
    near_days = fields.Integer(required=True)


class FieldAreaSchema(Schema):
    """What a worker's phone holds; `version` is also its ETag."""

    version = fields.String(required=True)
    account = fields.Nested(FieldAccountSchema, required=True)
    areas = fields.List(fields.Nested(FieldTownSchema), required=True)
    cells = fields.Dict(
        required=True,
        metadata={"description": "GeoJSON FeatureCollection; properties code, name, area_code, households, own"},
    )
    stations = fields.List(fields.Nested(FieldStationSchema), required=True)
    categories = fields.List(fields.Nested(FieldCategorySchema), required=True)
    tasks = fields.List(fields.Dict(), required=True)
    synthetic = fields.Boolean(required=True)
    attribution = fields.String(required=True)


def located_out(found: Located) -> dict[str, Any]:
    """Return what is at a place as the wire has it."""
    return {
        "cell": found.cell,
        "areas": [{"code": area.code, "name": area.name, "level": area.level} for area in found.areas],
        "stations": [_station_out(rank, near) for rank, near in enumerate(found.stations, 1)],
    }


def _station_out(rank: int, near: StationNear) -> dict[str, Any]:
    key, values = reason(rank, of_cell=near.of_cell)
    return {
        "id": near.id,
        "code": near.code,
        "name": near.name,
        "kind": near.kind,
        "distance_m": round(near.distance_m, 1),
        # Only stations in operation on the day are named; what hours they keep is text for people.
        "open": True,
        "why": say(key, **values),
    }


class PlaceQuerySchema(Schema):
    """Which area."""

    class Meta:
        """`lang` and whatever else a page adds is no business of these routes."""

        unknown = EXCLUDE

    area = fields.String(required=True, validate=AREA)


class VersionsQuerySchema(PlaceQuerySchema):
    """Which post of which area."""

    post = Known(*POSTS, required=True)


class DutySchema(Schema):
    """What a post answers for; `area` is whose words they are."""

    id = fields.UUID(required=True)
    area = fields.String(required=True, attribute="area_code")
    area_name = fields.String(required=True)
    post = fields.String(required=True)
    post_label = fields.String(required=True)
    version = fields.Integer(required=True)
    text = fields.String(required=True)
    written_name = fields.String(required=True)
    written_at = UtcDateTime(required=True)


class DutiesSchema(Schema):
    """The duties asked for."""

    items = fields.List(fields.Nested(DutySchema), required=True)


class NewDutySchema(Schema):
    """The version after the one that was read (`after`, 0 for the first of the area). `id` is made by who sends it."""

    id = fields.UUID(required=True)
    area = fields.String(required=True, validate=AREA)
    post = Known(*POSTS, required=True)
    after = fields.Integer(required=True, validate=validate.Range(0, 10**6))
    text = Text(required=True, least=LEAST, most=MOST)


class StationCardSchema(Schema):
    """A station with its facts."""

    id = fields.Integer(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    kind_label = fields.String(required=True)
    area = fields.String(required=True, attribute="area_code")
    area_name = fields.String(required=True)
    parent_name = fields.String(required=True, allow_none=True)
    address = fields.String(required=True)
    phone = fields.String(required=True)
    opening_hours = fields.String(required=True)


class StationsSchema(Schema):
    """Stations, the highest level first."""

    items = fields.List(fields.Nested(StationCardSchema), required=True)


def duty_wire(duty: Duty) -> dict[str, Any]:
    """Return duties as the wire has them."""
    return vars(duty) | {"post_label": say(POSTS[duty.post])}


def card_wire(card: StationCard) -> dict[str, Any]:
    """Return a station as the wire has it."""
    return vars(card) | {"kind_label": say(STATION_KINDS[card.kind])}


class SessionsQuerySchema(Schema):
    """Which sessions of mobile stations: below an area, or of one station; from `since` on (default: now)."""

    class Meta:
        """`lang` and whatever else a page adds is no business of these routes."""

        unknown = EXCLUDE

    area = fields.String(load_default="", validate=validate.Regexp(r"^([0-9]{6}([0-9]{3}){0,2})?\Z"))
    station = fields.Integer(load_default=None, validate=KEY)
    since = UtcDateTime(load_default=None)
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 200))


class StationNewSessionSchema(Schema):
    """Where and when a mobile station stands; the place in the system `crs`, which is always named."""

    id = fields.UUID(required=True)
    station_id = fields.Integer(required=True, validate=KEY)
    starts_at = UtcDateTime(required=True)
    ends_at = UtcDateTime(required=True)
    place = Line(required=True, least=1, most=100)
    theme = Line(load_default="", most=100)
    point = PointField(required=True)
    crs = Known(*NAMES, required=True)


class StationCallOffSchema(Schema):
    """Why a session is called off."""

    reason = Line(required=True, least=2, most=200)


class StationSessionSchema(Schema):
    """A session of a mobile station; `lon`, `lat` in degrees (WGS-84); `running`: it stands there now."""

    id = fields.UUID(required=True)
    station_id = fields.Integer(required=True)
    station_name = fields.String(required=True)
    area_code = fields.String(required=True)
    area_name = fields.String(required=True)
    starts_at = UtcDateTime(required=True)
    ends_at = UtcDateTime(required=True)
    place = fields.String(required=True)
    theme = fields.String(required=True)
    lon = fields.Float(required=True)
    lat = fields.Float(required=True)
    cell_name = fields.String(required=True, allow_none=True)
    cancelled_reason = fields.String(required=True)
    running = fields.Boolean(required=True)


class StationSessionsSchema(Schema):
    """Sessions, the next first."""

    items = fields.List(fields.Nested(StationSessionSchema), required=True)
