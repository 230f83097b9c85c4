"""Counts and the map's frame on the wire."""

from __future__ import annotations

from marshmallow import Schema, fields

from backend.http.fields import Day, Text


class CellQuerySchema(Schema):
    """What to count: days in China, both counted; an area inside the asker's scope; one category, topic or channel, or all."""

    area = Text(load_default=None, most=12)
    first = Day(load_default=None, data_key="from")
    last = Day(load_default=None, data_key="to")
    category = Text(load_default=None, least=1, most=40)
    topic = Text(load_default=None, least=1, most=40)
    channel = Text(load_default=None, least=1, most=20)


class HotspotQuerySchema(CellQuerySchema):
    """And what to see: `count`, `rate` or `gi_star`, which alone says what stands out beyond chance."""

    measure = Text(load_default="count", most=20)


class SeriesQuerySchema(CellQuerySchema):
    """And how long a step is: `day`, `week` (seven days) or calendar `month`."""

    step = Text(load_default="week", most=20)


class TileQuerySchema(Schema):
    """A tile knows no period and no category. `v`, the frame's version, gives a changed one another address in the browser's store."""

    v = Text(load_default=None, most=80)
    lang = Text(load_default=None, most=20)


class CellCountSchema(Schema):
    """A cell in force; `area_code` is its village.

    `rate`, `smoothed`: reports per 1000 households, as they are and with chance taken out; null without households. The rest is
    of measure gi_star, null otherwise and where it cannot be said: Gi* of the smoothed rates among the cells asked for, `p` and
    `p_sim` (by permutation) two-sided, `fdr`: stands against false discoveries, `class` hot_99, hot_95, hot_90, none, cold_90,
    cold_95 or cold_99, `trend` new, growing, persistent, fading or none.
    """

    code = fields.String(required=True)
    name = fields.String(required=True)
    area_code = fields.String(required=True)
    households = fields.Integer(required=True)
    count = fields.Integer(required=True)
    rate = fields.Float(required=True, allow_none=True)
    smoothed = fields.Float(required=True, allow_none=True)
    z = fields.Float(required=True, allow_none=True)
    p = fields.Float(required=True, allow_none=True)
    p_sim = fields.Float(required=True, allow_none=True)
    fdr = fields.Boolean(required=True, allow_none=True)
    class_ = fields.String(required=True, allow_none=True, data_key="class")
    trend = fields.String(required=True, allow_none=True)


class ComputedSchema(Schema):
    """How significance was computed: cells with households, those of them that touch no other, permutations, seed, share q of false discoveries borne."""

    cells = fields.Integer(required=True)
    islands = fields.Integer(required=True)
    permutations = fields.Integer(required=True)
    seed = fields.Integer(required=True)
    q = fields.Float(required=True)


class VillageCountSchema(Schema):
    """Hidden reports of a village."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    count = fields.Integer(required=True)


class HotspotSchema(Schema):
    """Reports that are not hidden by cell, whatever became of them.

    `unplaced`: outside every cell. `former`: of cells no longer in force. `reason`: why there is no significance,
    too_few_cells or all_equal; null where there is or where nobody asked.
    """

    measure = fields.String(required=True)
    channel = fields.String(required=True, allow_none=True)
    computed = fields.Nested(ComputedSchema, required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    first = fields.Date(required=True, data_key="from")
    last = fields.Date(required=True, data_key="to")
    version = fields.String(required=True)
    total = fields.Integer(required=True)
    unplaced = fields.Integer(required=True)
    former = fields.Integer(required=True)
    cells = fields.List(fields.Nested(CellCountSchema), required=True)
    hidden_by_village = fields.List(fields.Nested(VillageCountSchema), required=True)


class StepSpanSchema(Schema):
    """Days of a step, both counted."""

    first = fields.Date(required=True, data_key="from")
    last = fields.Date(required=True, data_key="to")


class CellSeriesSchema(Schema):
    """Reports of a cell, step by step."""

    code = fields.String(required=True)
    counts = fields.List(fields.Integer(), required=True)


class CellsSeriesSchema(Schema):
    """Reports that are not hidden by step: cells that have any, and all together, those without a cell too."""

    step = fields.String(required=True)
    steps = fields.List(fields.Nested(StepSpanSchema), required=True)
    cells = fields.List(fields.Nested(CellSeriesSchema), required=True)
    total = fields.List(fields.Integer(), required=True)


class StepCountSchema(StepSpanSchema):
    """Reports of a step."""

    count = fields.Integer(required=True)


class CategoryCountSchema(Schema):
    """Reports of a category."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    n = fields.Integer(required=True)


class CellWorkerSchema(Schema):
    """Who answers for a cell."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)


class CellPostSchema(Schema):
    """A station near a cell: metres on the sphere from a point inside it, and minutes to walk so far in a straight line."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    distance_m = fields.Integer(required=True)
    walk_min = fields.Integer(required=True)


class CellSheetSchema(CellCountSchema):
    """All that is told of one cell. `series`: twelve equal steps that end with the period; `open_cases`: those that are neither hidden nor restricted; `walking_kmh`: the speed assumed for `posts`."""

    village = fields.String(required=True)
    town = fields.String(required=True)
    series = fields.List(fields.Nested(StepCountSchema), required=True)
    categories = fields.List(fields.Nested(CategoryCountSchema), required=True)
    open_cases = fields.Integer(required=True)
    workers = fields.List(fields.Nested(CellWorkerSchema), required=True)
    posts = fields.List(fields.Nested(CellPostSchema), required=True)
    walking_kmh = fields.Float(required=True)


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
