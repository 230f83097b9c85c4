"""Coverage and siting on the wire."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from backend.coverage.domain import FACTORS, Post, Survey, Weights, state, walk_min
from backend.coverage.domain.plans import Advice, Kept, NewPlan, Plan, Reopened, figures_of, summed
from backend.errors import Invalid
from backend.http.fields import AREA, Between, Line, Text, UtcDateTime
from backend.http.paging import encode
from backend.http.words import say

NUMBER = re.compile(r"[+-]?[0-9]{1,6}(\.[0-9]{1,20})?", re.ASCII)
MOST_SITES = 20
REACH = (50, 10_000)


class Decimal(fields.Field[float]):
    """A number in a query, written in plain decimal digits, so neither NaN nor infinity nor a power of ten gets in; from `low` to `high`."""

    def __init__(self, low: float, high: float, **more: Any) -> None:
        super().__init__(validate=Between(low, high), **more)
        self.metadata = {**self.metadata, "type": "number", "minimum": low, "maximum": high}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> float:
        if not isinstance(value, str) or not NUMBER.fullmatch(value):
            raise ValidationError(say("要写成数字"))
        return float(value) + 0.0


class SitesField(fields.Field[list[tuple[float, float]]]):
    """Places: longitude and latitude in degrees (WGS-84), `103.86,35.38;103.87,35.39`; at most 20, anywhere on earth."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **more: Any
    ) -> list[tuple[float, float]]:  # fmt: skip
        if not isinstance(value, str) or len(value) > 60 * MOST_SITES:
            raise ValidationError(say("最多{n}项", n=MOST_SITES))
        pairs = [pair.split(",") for pair in value.split(";")] if value else []
        if len(pairs) > MOST_SITES:
            raise ValidationError(say("最多{n}项", n=MOST_SITES))
        if any(len(pair) != 2 or not all(NUMBER.fullmatch(part) for part in pair) for pair in pairs):
            raise ValidationError(say("地点写法不对，要像103.86,35.38"))
        sites = [(float(lon) + 0.0, float(lat) + 0.0) for lon, lat in pairs]
        if any(abs(lon) > 180 or abs(lat) > 90 for lon, lat in sites):
            raise ValidationError(say("地点写法不对，要像103.86,35.38"))
        return sites


class CoverageQuerySchema(Schema):
    """An area inside the asker's scope; without it the whole scope."""

    area = Text(load_default=None, most=12)


class CoverageSurveyQuerySchema(CoverageQuerySchema):
    """What is assumed: reach in metres, and what each factor counts for; what is left out is as the settings have it."""

    lang = Text(load_default=None, most=20)
    reach_m = Decimal(*REACH, load_default=None)
    households = Decimal(0, 1000, load_default=None)
    reports = Decimal(0, 1000, load_default=None)
    opinions = Decimal(0, 1000, load_default=None)
    harder = Decimal(0, 1000, load_default=None)


class SitingAdviceQuerySchema(CoverageSurveyQuerySchema):
    """How many new posts."""

    k = fields.Integer(required=True, validate=Between(1, MOST_SITES))


class SitingTrialQuerySchema(CoverageSurveyQuerySchema):
    """Where trial posts stand."""

    sites = SitesField(required=True, metadata={"type": "string", "example": "103.86,35.38;103.87,35.39"})


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


class SitingWeightsSchema(Schema):
    """What each factor counts for."""

    households = fields.Float(required=True)
    reports = fields.Float(required=True)
    opinions = fields.Float(required=True)
    harder = fields.Float(required=True)


class CoverageRulesSchema(Schema):
    """What is assumed: distances on the sphere, in a straight line, from a place inside the cell; `since`: from when the figures count."""

    reach_m = fields.Float(required=True)
    walk_kmh = fields.Float(required=True)
    since = fields.Date(required=True)
    weights = fields.Nested(SitingWeightsSchema, required=True)


class CoverageSumSchema(Schema):
    """`reached`: cells with a post of their own or one within reach; `own`: the former; `share`: of the weighted demand, 0 to 1."""

    cells = fields.Integer(required=True)
    reached = fields.Integer(required=True)
    own = fields.Integer(required=True)
    blank = fields.Integer(required=True)
    households = fields.Integer(required=True)
    households_reached = fields.Integer(required=True)
    share = fields.Float(required=True)


class NearestPostSchema(Schema):
    """The nearest open post; `mobile`: a mobile station that stands there now."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    mobile = fields.Boolean(required=True)
    distance_m = fields.Float(required=True)
    walk_min = fields.Integer(required=True)


class ReachedCellSchema(Schema):
    """A cell: `lon`, `lat` of the place inside it from which is measured; `posts` of its own; `reached_by`: posts within reach."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    area_code = fields.String(required=True)
    village = fields.String(required=True)
    lon = fields.Float(required=True)
    lat = fields.Float(required=True)
    state = fields.String(required=True)
    posts = fields.Integer(required=True)
    reached_by = fields.Integer(required=True)
    nearest = fields.Nested(NearestPostSchema, required=True, allow_none=True)
    households = fields.Integer(required=True)
    reports = fields.Integer(required=True)
    opinions = fields.Integer(required=True)
    harder = fields.Integer(required=True)
    share = fields.Float(required=True)


class PostReachSchema(Schema):
    """An open post: `cell` it belongs to (null: to none), how many cells it reaches, and how many of them no other one does."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    mobile = fields.Boolean(required=True)
    ours = fields.Boolean(required=True)
    lon = fields.Float(required=True, allow_none=True)
    lat = fields.Float(required=True, allow_none=True)
    cell = fields.String(required=True, allow_none=True)
    reaches = fields.Integer(required=True)
    alone = fields.Integer(required=True)


class CoverageSurveySchema(Schema):
    """Every cell with its nearest post, every post with its cells."""

    rules = fields.Nested(CoverageRulesSchema, required=True)
    sum = fields.Nested(CoverageSumSchema, required=True)
    cells = fields.List(fields.Nested(ReachedCellSchema), required=True)
    posts = fields.List(fields.Nested(PostReachSchema), required=True)


class GainFactorSchema(Schema):
    """What a factor has in the cells newly reached, and its part of the gain (together they are `share`); the largest part first."""

    factor = fields.String(required=True)
    n = fields.Integer(required=True)
    share = fields.Float(required=True)


class PostSiteCellSchema(Schema):
    """The cell a site stands in."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    village = fields.String(required=True)


class PostSiteSchema(Schema):
    """A site and what it adds to those before it: of the demand, and which cells; degrees in WGS-84."""

    lon = fields.Float(required=True)
    lat = fields.Float(required=True)
    cell = fields.Nested(PostSiteCellSchema, required=True, allow_none=True)
    share = fields.Float(required=True)
    cells = fields.List(fields.String(), required=True)
    factors = fields.List(fields.Nested(GainFactorSchema), required=True)


class SitingPlanSchema(Schema):
    """Sites, and how much is served before and after."""

    rules = fields.Nested(CoverageRulesSchema, required=True)
    before = fields.Nested(CoverageSumSchema, required=True)
    after = fields.Nested(CoverageSumSchema, required=True)
    sites = fields.List(fields.Nested(PostSiteSchema), required=True)


class CoveragePlanSchema(Schema):
    """A plan that was saved, with the figures of that day; `since`: from when they were counted; `removes`: this person may remove it."""

    id = fields.UUID(required=True)
    area_code = fields.String(required=True)
    area_name = fields.String(required=True)
    name = fields.String(required=True)
    made_name = fields.String(required=True)
    made_at = UtcDateTime(required=True)
    reach_m = fields.Float(required=True)
    since = fields.Date(required=True)
    weights = fields.Nested(SitingWeightsSchema, required=True)
    before = fields.Nested(CoverageSumSchema, required=True)
    after = fields.Nested(CoverageSumSchema, required=True)
    sites = fields.List(fields.Nested(PostSiteSchema), required=True)
    removes = fields.Boolean(required=True)


class OpenedCoveragePlanSchema(CoveragePlanSchema):
    """A saved plan beside what its sites come to today, by its own reach and weights; `grid_changed`: the cells are others by now."""

    today = fields.Nested(SitingPlanSchema, required=True)
    grid_changed = fields.Boolean(required=True)


class CoveragePlansSchema(Schema):
    """Saved plans, the newest first."""

    items = fields.List(fields.Nested(CoveragePlanSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class CoveragePlansQuerySchema(CoverageQuerySchema):
    """Plans of an area, or all that one sees."""

    limit = fields.Integer(load_default=20, validate=Between(1, 200))
    cursor = fields.String(load_default=None, validate=validate.Length(max=200))


class NewCoveragePlanSchema(Schema):
    """Sites that are kept under a name, in an area inside one's scope, with the reach and the weights they were found by."""

    id = fields.UUID(required=True)
    area = fields.String(required=True, validate=AREA)
    name = Line(required=True, least=2, most=60)
    sites = SitesField(required=True, metadata={"type": "string", "example": "103.86,35.38;103.87,35.39"})
    reach_m = fields.Float(required=True, validate=Between(*REACH))
    households = fields.Float(required=True, validate=Between(0, 1000))
    reports = fields.Float(required=True, validate=Between(0, 1000))
    opinions = fields.Float(required=True, validate=Between(0, 1000))
    harder = fields.Float(required=True, validate=Between(0, 1000))

    @post_load
    def gather(self, data: dict[str, Any], **_: Any) -> NewPlan:
        """Return the plan. Raises Invalid for one without a site."""
        if not data["sites"]:
            raise Invalid("至少放一个点再存", field="sites", code="no_sites")
        weights = Weights(*(data[name] for name in FACTORS))
        return NewPlan(data["id"], data["area"], data["name"], tuple(data["sites"]), data["reach_m"], weights)


class SitingAdviceSchema(SitingPlanSchema):
    """The best sites. `method`: `optimal` is proven; `stopped` by the clock; `greedy` one after another; `gap`: by how much of the best it may fall short.

    `reason`: why there are fewer than asked for: `no_cells`, `no_demand` (nothing weighs anywhere), `all_reached`; null where there are not.
    """

    k = fields.Integer(required=True)
    method = fields.String(required=True)
    gap = fields.Float(required=True)
    reason = fields.String(required=True, allow_none=True)


def survey_wire(found: Survey) -> dict[str, Any]:
    """Return a survey as `CoverageSurveySchema` says."""
    rules, reaches = found.rules, found.reaches
    reached_by = reaches.sum(axis=1).A1.astype(int).tolist() if found.cells else []
    cells = [
        {
            "code": cell.code, "name": cell.name, "area_code": cell.area_code, "village": cell.village, "lon": cell.lon, "lat": cell.lat,
            "state": state(cell, rules.reach_m), "posts": cell.posts, "reached_by": reached_by[row], **found.figures[row]._asdict(),
            "share": float(found.weights[row]), "nearest": None if cell.distance_m is None else {
                "id": cell.post_id, "name": cell.post_name, "mobile": cell.post_mobile, "distance_m": round(cell.distance_m, 1),
                "walk_min": walk_min(cell.distance_m, rules.walk_kmh),
            },
        }
        for row, cell in enumerate(found.cells)
    ]  # fmt: skip
    columns = {id(post): column for column, post in enumerate(found.placed)}
    each = [_post(post, found, columns.get(id(post)), reached_by) for post in found.posts]
    posts = [post for post in each if post["ours"] or post["reaches"]]
    return {"rules": vars(rules), "sum": summed(found.sum()), "cells": cells, "posts": posts}


def _post(post: Post, found: Survey, column: int | None, reached_by: list[int]) -> dict[str, Any]:
    rows = found.reaches[:, [column]].nonzero()[0] if column is not None and found.cells else []
    return post._asdict() | {"reaches": len(rows), "alone": sum(1 for row in rows if reached_by[row] == 1)}


def plan_wire(plan: Plan) -> dict[str, Any]:
    """Return a plan as `SitingPlanSchema` says."""
    return {"rules": vars(plan.survey.rules), **figures_of(plan)}


def kept_wire(kept: Kept) -> dict[str, Any]:
    """Return a saved plan as `CoveragePlanSchema` says."""
    return vars(kept) | kept.figures | {"weights": kept.weights._asdict()}


def reopened_wire(found: Reopened) -> dict[str, Any]:
    """Return a saved plan beside today as `OpenedCoveragePlanSchema` says."""
    return kept_wire(found.kept) | {"today": plan_wire(found.today), "grid_changed": found.grid_changed}


def plans_wire(found: Sequence[Kept], most: int) -> dict[str, Any]:
    """Return a page of saved plans."""
    last = found[most - 1] if len(found) > most else None
    return {
        "items": [kept_wire(each) for each in found[:most]],
        "next": encode(last.made_at, last.id) if last else None,
    }


def advice_wire(advice: Advice, k: int) -> dict[str, Any]:
    """Return an advice on `k` sites as `SitingAdviceSchema` says."""
    how = {"k": k, "method": advice.choice.method, "gap": advice.choice.gap, "reason": advice.reason(k)}
    return plan_wire(advice.plan) | how
