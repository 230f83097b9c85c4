"""Deputies, their places and their homes on the wire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import EXCLUDE, Schema, fields

from backend.deputies.domain import DUTIES, LEVEL_LABELS, LEVELS
from backend.deputies.queries import Home, Placed
from backend.http.fields import AREA, Between, Known, StrictInteger, Text
from backend.http.paging import encode
from backend.http.words import say


class DeputyFiltersSchema(Schema):
    """Which deputies: of an area (its own, or at home there; without one of all), of a level, a group, a cell."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    area = fields.String(load_default=None, validate=AREA)
    level = Known(*LEVELS, load_default=None)
    group = fields.Integer(load_default=None)
    cell = Text(most=40, load_default=None)
    cursor = fields.String(load_default=None)
    limit = fields.Integer(load_default=50, validate=Between(1, 200))


class DeputyHomeQuerySchema(Schema):
    """Which area."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    area = fields.String(required=True, validate=AREA)


class NewDeputyPlaceSchema(Schema):
    """Where a deputy is placed: `group` by id or `cell` by code; `since`: the first day. `id`: made by the sender."""

    id = fields.UUID(required=True)
    group = StrictInteger(load_default=None, allow_none=True)
    cell = Text(most=40, load_default=None, allow_none=True)
    since = fields.Date(required=True)


class NewStationOfficerSchema(Schema):
    """Who holds a home station: `duty` head or liaison; `since`: the first day. `id`: made by the sender."""

    id = fields.UUID(required=True)
    duty = Known(*DUTIES, required=True)
    name = Text(least=1, most=40, required=True)
    since = fields.Date(required=True)


class DeputyEndSchema(Schema):
    """The last day, which still counts."""

    until = fields.Date(required=True)


class DeputyPlaceSchema(Schema):
    """A group (`group_id`) or a cell (`cell`, its code), with the days."""

    id = fields.UUID(required=True)
    group_id = fields.Integer(required=True, allow_none=True)
    cell = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)
    since = fields.String(required=True)
    until = fields.String(required=True, allow_none=True)
    may_end = fields.Boolean(required=True)


class DeputySchema(Schema):
    """A deputy; `level_label` in the caller's language; `page`: where everybody finds them."""

    id = fields.Integer(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    level = fields.String(required=True)
    level_label = fields.String(required=True)
    area_code = fields.String(required=True)
    area_name = fields.String(required=True)
    station_id = fields.Integer(required=True, allow_none=True)
    station_name = fields.String(required=True, allow_none=True)
    term_to = fields.Date(required=True, allow_none=True)
    places = fields.List(fields.Nested(DeputyPlaceSchema), required=True)
    page = fields.String(required=True)


class DeputyLevelSchema(Schema):
    """How many of a level."""

    level = fields.String(required=True)
    label = fields.String(required=True)
    count = fields.Integer(required=True)


class DeputiesSchema(Schema):
    """A page of deputies; `levels`: how many of each level the area has; `next`: the cursor of the page after, null at the end."""

    items = fields.List(fields.Nested(DeputySchema), required=True)
    levels = fields.List(fields.Nested(DeputyLevelSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class DeputyGroupSchema(Schema):
    """A group and how many are in it."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    members = fields.Integer(required=True)


class StationOfficerSchema(Schema):
    """Who holds a station."""

    id = fields.UUID(required=True)
    duty = fields.String(required=True)
    duty_label = fields.String(required=True)
    name = fields.String(required=True)
    since = fields.String(required=True)
    until = fields.String(required=True, allow_none=True)


class DeputyHomeSchema(Schema):
    """A station at which deputies are at home. `lacking`: what it still needs, in words; `may_change`: by this person."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    area_code = fields.String(required=True)
    area_name = fields.String(required=True)
    groups = fields.List(fields.Nested(DeputyGroupSchema), required=True)
    officers = fields.List(fields.Nested(StationOfficerSchema), required=True)
    lacking = fields.List(fields.String(), required=True)
    may_change = fields.Boolean(required=True)


class DeputyHomesSchema(Schema):
    """The home stations of an area."""

    items = fields.List(fields.Nested(DeputyHomeSchema), required=True)


def deputy_wire(one: Placed, may: Sequence[str]) -> dict[str, Any]:
    """Return a deputy as the wire has it; `may`: prefixes where the viewer says who serves."""
    places = [
        each | {"since": each["from"], "may_end": each["area_code"].startswith(tuple(may))} for each in one.places
    ]
    return vars(one) | {"level_label": say(LEVEL_LABELS[one.level]), "places": places, "page": f"/deputies/{one.id}"}


def deputies_wire(found: Sequence[Placed], levels: Mapping[str, int], may: Sequence[str], most: int) -> dict[str, Any]:
    """Return a page of at most `most`, of one more that were read, with the cursor of the next."""
    return {
        "items": [deputy_wire(each, may) for each in found[:most]],
        "levels": [
            {"level": each, "label": say(LEVEL_LABELS[each]), "count": levels[each]}
            for each in LEVELS
            if each in levels
        ],
        "next": encode(found[most - 1].id) if len(found) > most else None,
    }


def homes_wire(found: Sequence[Home], may: Sequence[str]) -> dict[str, Any]:
    """Return the home stations as the wire has them, with what each still lacks."""
    items = []
    for each in found:
        held = {one["duty"] for one in each.officers}
        officers = [one | {"since": one["from"], "duty_label": say(DUTIES[one["duty"]])} for one in each.officers]
        lacking = [say("还没有登记{duty}", duty=say(label)) for duty, label in DUTIES.items() if duty not in held]
        items.append(
            vars(each) | {"officers": officers, "lacking": lacking, "may_change": each.area_code.startswith(tuple(may))}
        )
    return {"items": items}
