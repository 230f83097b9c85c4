"""Counts and the map's frame on the wire."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields

from backend.http.fields import Text
from backend.http.words import say


class Day(fields.Date):
    """A day, `2026-11-21`."""

    def __init__(self, **more: Any) -> None:
        super().__init__(format="iso", **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> date:
        # `date.fromisoformat` also takes 20261121 and week numbers; one way of writing is enough
        if not isinstance(value, str) or len(value) != len("2026-11-21"):
            raise ValidationError(say("日期写法不对，要像2026-11-21"))
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise ValidationError(say("日期写法不对，要像2026-11-21")) from error


class HotspotQuerySchema(Schema):
    """What to count: days in China, both counted; an area inside the asker's scope; one category or topic, or all."""

    area = Text(load_default=None, most=12)
    first = Day(load_default=None, data_key="from")
    last = Day(load_default=None, data_key="to")
    category = Text(load_default=None, least=1, most=40)
    topic = Text(load_default=None, least=1, most=40)
    measure = Text(load_default="count", most=20)


class TileQuerySchema(Schema):
    """A tile knows no period and no category. `v`, the frame's version, gives a changed one another address in the browser's store."""

    v = Text(load_default=None, most=80)
    lang = Text(load_default=None, most=20)


class CellCountSchema(Schema):
    """A cell in force; `area_code` is its village."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    area_code = fields.String(required=True)
    households = fields.Integer(required=True)
    count = fields.Integer(required=True)


class VillageCountSchema(Schema):
    """Hidden reports of a village."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    count = fields.Integer(required=True)


class HotspotSchema(Schema):
    """Reports that are not hidden by cell, whatever became of them. `unplaced`: outside every cell. `former`: of cells no longer in force."""

    measure = fields.String(required=True)
    first = fields.Date(required=True, data_key="from")
    last = fields.Date(required=True, data_key="to")
    version = fields.String(required=True)
    total = fields.Integer(required=True)
    unplaced = fields.Integer(required=True)
    former = fields.Integer(required=True)
    cells = fields.List(fields.Nested(CellCountSchema), required=True)
    hidden_by_village = fields.List(fields.Nested(VillageCountSchema), required=True)


class TownSchema(Schema):
    """A township and the place of its label."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    lon = fields.Float(required=True)
    lat = fields.Float(required=True)


class MapAreaSchema(Schema):
    """An area of the asker's scope."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class MapCategorySchema(Schema):
    """A category people may choose."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)


class FrameSchema(Schema):
    """Where the map looks (west, south, east, north), its labels, and what must stand below it."""

    version = fields.String(required=True)
    bounds = fields.List(fields.Float(), required=True, allow_none=True)
    areas = fields.List(fields.Nested(MapAreaSchema), required=True)
    towns = fields.List(fields.Nested(TownSchema), required=True)
    synthetic = fields.Boolean(required=True)
    attributions = fields.List(fields.String(), required=True)
    cells_from_zoom = fields.Integer(required=True)
    categories = fields.List(fields.Nested(MapCategorySchema), required=True)
    topics = fields.List(fields.Nested(MapCategorySchema), required=True)


class CoverageQuerySchema(Schema):
    """An area inside the asker's scope; without it the whole scope."""

    area = Text(load_default=None, most=12)


class BlankCellSchema(Schema):
    """A cell without a collection post; `area_code` is its village."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    area_code = fields.String(required=True)
    village = fields.String(required=True)
    households = fields.Integer(required=True)


class CoverageSchema(Schema):
    """How many cells there are, how many have a collection post today, their share (0 to 1), and those that have none."""

    cells = fields.Integer(required=True)
    covered = fields.Integer(required=True)
    rate = fields.Float(required=True)
    blank = fields.List(fields.Nested(BlankCellSchema), required=True)
