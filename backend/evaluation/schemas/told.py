"""Evaluations as they are told: in the caller's language, with the arithmetic that leads to each figure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from marshmallow import Schema, fields

from backend.evaluation.domain import MEASURES, MOVES, PARTS, Indicator, Scheme, State
from backend.evaluation.model import EvaluationDimension
from backend.evaluation.queries import Estimate, Found, Head, Row, Source, View
from backend.http.fields import UtcDateTime
from backend.http.paging import encode
from backend.http.words import language, say
from backend.stations.domain.duties import STATION_KINDS

STATES = {"draft": "草稿", "checking": "核对中", "settled": "已公布", "dropped": "已作废"}
HOUSEHOLDS = "所服务网格的户数（每千户）"
# Where a record is read, by its kind.
PLACES = {
    "case": "/desk/cases/",
    "opinion": "/desk/opinions/",
    "activity": "/desk/activities/",
    "reception": "/desk/receptions/",
    "visit": "/desk/visits/",
}
KINDS = {"case": "事项", "opinion": "意见", "activity": "活动", "reception": "接待日", "visit": "走访任务"}


class EvaluationHeadSchema(Schema):
    """An evaluation without its stations."""

    id = fields.UUID(required=True)
    area_code = fields.String(required=True)
    area_name = fields.String(required=True)
    kind = fields.String(required=True)
    kind_label = fields.String(required=True)
    since = fields.Date(required=True)
    until = fields.Date(required=True)
    months = fields.Integer(required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    reason = fields.String(required=True)
    made_name = fields.String(required=True)
    made_at = UtcDateTime(required=True)
    settled_name = fields.String(required=True, allow_none=True)
    settled_at = UtcDateTime(required=True, allow_none=True)
    version = fields.Integer(required=True)


class EvaluationsSchema(Schema):
    """Evaluations, the newest period first."""

    items = fields.List(fields.Nested(EvaluationHeadSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class EvaluationDimensionSchema(Schema):
    """One of the seven dimensions, and its weight here."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    weight = fields.Float(required=True)


class EvaluationIndicatorSchema(Schema):
    """An indicator; `counts`, `of`: what is counted and what it is in proportion to, in words."""

    code = fields.String(required=True)
    dimension = fields.String(required=True)
    name = fields.String(required=True)
    label = fields.String(required=True)
    name_en = fields.String(required=True)
    measure = fields.String(required=True)
    per = fields.String(required=True, allow_none=True)
    direction = fields.String(required=True)
    pace = fields.String(required=True)
    target = fields.Float(required=True)
    weight = fields.Float(required=True)
    counts = fields.String(required=True)
    of = fields.String(required=True)


class EvaluationPlaceSchema(Schema):
    """How a station stands in a dimension: points as computed and as they count, and the rank among those shown."""

    code = fields.String(required=True)
    computed = fields.Float(required=True, allow_none=True)
    points = fields.Float(required=True, allow_none=True)
    rank = fields.Integer(required=True, allow_none=True)


class EvaluationEvidenceSchema(Schema):
    """A record that a station named; `to`: where it is read."""

    label = fields.String(required=True)
    to = fields.String(required=True)


class EvaluationClaimSchema(Schema):
    """What a station says of its own value."""

    value = fields.Float(required=True)
    reason = fields.String(required=True)
    evidence = fields.List(fields.Nested(EvaluationEvidenceSchema), required=True)
    made_name = fields.String(required=True)
    made_at = UtcDateTime(required=True)


class EvaluationValueSchema(Schema):
    """What an indicator came to: `n` records of `of_n`; no value where there is none. `reviewed`: what a person made of it.

    `claim`: what the station says of it itself.
    """

    indicator = fields.String(required=True)
    n = fields.Integer(required=True)
    of_n = fields.Integer(required=True, allow_none=True)
    value = fields.Float(required=True, allow_none=True)
    counted = fields.Boolean(required=True)
    points = fields.Float(required=True, allow_none=True)
    claim = fields.Nested(EvaluationClaimSchema, required=True, allow_none=True)
    checked = fields.Boolean(required=True)
    reviewed = fields.Float(required=True, allow_none=True)
    reason = fields.String(required=True)
    checked_name = fields.String(required=True)
    checked_at = UtcDateTime(required=True, allow_none=True)


class EvaluatedStationSchema(Schema):
    """A station: its score of 100 and rank, `covered` the weight that could be judged; `own`: the viewer's own; `claims`: they may say what it should be."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    area_code = fields.String(required=True)
    households = fields.Integer(required=True, allow_none=True)
    score = fields.Float(required=True, allow_none=True)
    rank = fields.Integer(required=True, allow_none=True)
    covered = fields.Float(required=True)
    own = fields.Boolean(required=True)
    claims = fields.Boolean(required=True)
    dimensions = fields.List(fields.Nested(EvaluationPlaceSchema), required=True)
    values = fields.List(fields.Nested(EvaluationValueSchema), required=True)


class EvaluationSchema(EvaluationHeadSchema):
    """An evaluation; `whole`: all its stations are shown; `moves`: what this person may do; `unchecked`: values that wait for a person."""

    scheme = fields.String(required=True)
    scheme_version = fields.Integer(required=True)
    dimensions = fields.List(fields.Nested(EvaluationDimensionSchema), required=True)
    indicators = fields.List(fields.Nested(EvaluationIndicatorSchema), required=True)
    stations = fields.List(fields.Nested(EvaluatedStationSchema), required=True)
    whole = fields.Boolean(required=True)
    keeps = fields.Boolean(required=True)
    moves = fields.List(fields.String(), required=True)
    unchecked = fields.Integer(required=True)


class EvaluationSourceSchema(Schema):
    """A record behind a value; `to`: where it is read."""

    kind = fields.String(required=True)
    day = fields.Date(required=True)
    label = fields.String(required=True)
    to = fields.String(required=True)


class EvaluationSourcesSchema(Schema):
    """Records behind a measure: `n` there were, `shown` of them this person may read."""

    measure = fields.String(required=True)
    label = fields.String(required=True)
    n = fields.Integer(required=True)
    shown = fields.Integer(required=True)
    items = fields.List(fields.Nested(EvaluationSourceSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class EvaluationSchemeSchema(Schema):
    """A version of the weights; without an area: the one that comes with the installation."""

    id = fields.UUID(required=True)
    area_code = fields.String(required=True, allow_none=True)
    area_name = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)
    name = fields.String(required=True)
    workload = fields.Integer(required=True)
    population = fields.Integer(required=True)
    effect = fields.Integer(required=True)
    indicators = fields.List(fields.Nested(EvaluationIndicatorSchema), required=True)


class EvaluationTermSchema(Schema):
    """A code and what it says."""

    code = fields.String(required=True)
    label = fields.String(required=True)


class EvaluationMeasureSchema(EvaluationTermSchema):
    """What the records are counted by; `parts`: the measures that it may be a share of."""

    parts = fields.List(fields.String(), required=True)


class EvaluationRecordSchema(Schema):
    """A record that a station may name, and where it is read."""

    kind = fields.String(required=True)
    kind_label = fields.String(required=True)
    day = fields.Date(required=True)
    label = fields.String(required=True)
    to = fields.String(required=True)


class EvaluationRecordsSchema(Schema):
    """Records that a station may name, the newest first."""

    items = fields.List(fields.Nested(EvaluationRecordSchema), required=True)


class EvaluationSchemesSchema(Schema):
    """The versions of an area, the newest first; what a version is made of; `keeps`: this person may add one."""

    items = fields.List(fields.Nested(EvaluationSchemeSchema), required=True)
    dimensions = fields.List(fields.Nested(EvaluationTermSchema), required=True)
    measures = fields.List(fields.Nested(EvaluationMeasureSchema), required=True)
    keeps = fields.Boolean(required=True)


class EvaluationSubsidyPartSchema(Schema):
    """A station's part: what it goes by, each share per cent (null where all have none), the money in yuan."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    work = fields.Integer(required=True)
    households = fields.Integer(required=True)
    score = fields.Float(required=True)
    work_share = fields.Float(required=True, allow_none=True)
    household_share = fields.Float(required=True, allow_none=True)
    score_share = fields.Float(required=True, allow_none=True)
    share = fields.Float(required=True)
    yuan = fields.String(required=True)


class SubsidySchema(Schema):
    """How a budget would be shared: an estimate, stored nowhere; the parts come to it exactly."""

    budget = fields.String(required=True)
    workload = fields.Integer(required=True)
    population = fields.Integer(required=True)
    effect = fields.Integer(required=True)
    words = fields.String(required=True)
    items = fields.List(fields.Nested(EvaluationSubsidyPartSchema), required=True)


def head_wire(head: Head) -> dict[str, Any]:
    """Return an evaluation without its stations."""
    return vars(head) | {
        "kind_label": say(STATION_KINDS[head.kind]), "since": head.period.since, "until": head.period.until, "months": head.period.months,
        "label": say(STATES[head.state]),
    }  # fmt: skip


def evaluations_wire(found: Sequence[Head], most: int) -> dict[str, Any]:
    """Return a page of evaluations."""
    last = found[most - 1] if len(found) > most else None
    return {
        "items": [head_wire(each) for each in found[:most]],
        "next": encode(last.period.since, last.id) if last else None,
    }


def evaluation_wire(view: View) -> dict[str, Any]:
    """Return an evaluation with the stations of this view, the first rank first."""
    left = sum(not told.checked for row in view.rows for told in row.told.values())
    moves = [name for state, name in MOVES if state == view.head.state] if view.keeps else []
    return head_wire(view.head) | {
        "scheme": view.scheme.name, "scheme_version": view.scheme.version, "whole": view.whole, "keeps": view.keeps, "moves": moves,
        "unchecked": left, "dimensions": dimensions_wire(view),
        "indicators": [_indicator(each) for each in view.scheme.indicators], "stations": [_station(view, row) for row in in_order(view)],
    }  # fmt: skip


def in_order(view: View) -> list[Row]:
    """Return the stations of a view, the first rank first."""
    return sorted(view.rows, key=lambda row: (view.ranks[row.station_id] or len(view.rows) + 1, row.station_id))


def dimensions_wire(view: View) -> list[dict[str, Any]]:
    """Return the dimensions that have a weight in this evaluation."""
    return [_dimension(view.scheme, each) for each in view.dimensions if each.code in view.places]


def _dimension(scheme: Scheme, one: EvaluationDimension) -> dict[str, Any]:
    weight = sum((each.weight for each in scheme.indicators if each.dimension == one.code), Decimal(0))
    return {"code": one.code, "name": _named(one), "weight": weight}


def _named(one: EvaluationDimension) -> str:
    return one.name_en if language() == "en" else one.name


def _indicator(one: Indicator) -> dict[str, Any]:
    of = "" if one.per is None else say(MEASURES.get(one.per, HOUSEHOLDS))
    label = one.name_en if language() == "en" and one.name_en else one.name
    return vars(one) | {"label": label, "counts": say(MEASURES[one.measure]), "of": of}


def _station(view: View, row: Row) -> dict[str, Any]:
    key, standing = row.station_id, view.standings[row.station_id]
    return {
        "id": key, "name": row.name, "area_code": row.area_code, "households": row.households, "own": row.own,
        "claims": row.own and view.head.state == State.CHECKING,
        "score": standing.score if row.score is None else row.score, "covered": standing.covered,
        "rank": view.ranks[key] if row.rank is None else row.rank,
        "dimensions": [
            {"code": code, "computed": standing.dimensions[code][0], "points": standing.dimensions[code][1], "rank": places[key]}
            for code, places in view.places.items()
        ],
        "values": [_value(row, each.code, standing.points[each.code][1]) for each in view.scheme.indicators],
    }  # fmt: skip


def _value(row: Row, code: str, points: Decimal | None) -> dict[str, Any]:
    told, check, claim = row.told[code], row.checks.get(code), row.claims.get(code)
    return vars(told.computed) | {
        "indicator": code, "points": points, "checked": told.checked, "reviewed": told.reviewed, "reason": check.reason if check else "",
        "checked_name": check.checked_name if check else "", "checked_at": check.checked_at if check else None,
        "claim": claim and vars(claim) | {"evidence": [{"label": each.label, "to": f"{PLACES[each.kind]}{each.ref}"} for each in claim.evidence]},
    }  # fmt: skip


def sources_wire(measure: str, found: Sequence[Source], counted: tuple[int, int], most: int) -> dict[str, Any]:
    """Return records behind a measure."""
    last = found[most - 1] if len(found) > most else None
    return {
        "measure": measure, "label": say(MEASURES[measure]), "n": counted[0], "shown": counted[1],
        "items": [{"kind": each.kind, "day": each.day, "label": each.label, "to": _place(each)} for each in found[:most]],
        "next": encode(last.day, last.ref) if last else None,
    }  # fmt: skip


def records_wire(found: Sequence[Found]) -> dict[str, Any]:
    """Return records that a station may name."""
    return {
        "items": [
            {"kind": each.kind, "kind_label": say(KINDS[each.kind]), "day": each.day, "label": each.label, "to": f"{PLACES[each.kind]}{each.ref}"}
            for each in found
        ]
    }  # fmt: skip


def _place(source: Source) -> str:
    if source.case_id is not None:
        return f"/desk/cases/{source.case_id}"
    return PLACES[source.kind] + source.ref if source.kind in PLACES else "/desk/offices"


def scheme_wire(scheme: Scheme) -> dict[str, Any]:
    """Return a version of the weights."""
    return vars(scheme) | {"area_code": scheme.area, "indicators": [_indicator(each) for each in scheme.indicators]}


def schemes_wire(found: Sequence[Scheme], dimensions: Sequence[EvaluationDimension], *, keeps: bool) -> dict[str, Any]:
    """Return the versions of an area, and what one is made of."""
    return {
        "items": [scheme_wire(each) for each in found], "keeps": keeps,
        "dimensions": [{"code": each.code, "label": _named(each)} for each in dimensions],
        "measures": [{"code": code, "label": say(words), "parts": PARTS.get(code, ())} for code, words in MEASURES.items()],
    }  # fmt: skip


def subsidy_wire(view: View, estimate: Estimate, cents: int, weights: tuple[int, int, int] | None) -> dict[str, Any]:
    """Return an estimate with its arithmetic."""
    scheme = view.scheme
    workload, population, effect = weights or (scheme.workload, scheme.population, scheme.effect)
    return {
        "budget": yuan(cents), "workload": workload, "population": population, "effect": effect,
        "words": say("这是测算，不是拨款决定：每站份额＝工作量占比×{a}%＋户数占比×{b}%＋得分占比×{c}%，按分取整，余数从尾数最大的站点补起，合计等于总额。",
                     a=workload, b=population, c=effect),
        "items": [
            {
                "id": row.station_id, "name": row.name, **vars(estimate.efforts[row.station_id]), "work_share": part.work,
                "household_share": part.population, "score_share": part.effect, "share": part.share, "yuan": yuan(part.cents),
            } for row in view.rows for part in [estimate.parts[row.station_id]]
        ],
    }  # fmt: skip


def yuan(cents: int) -> str:
    """Return cents as yuan with two places."""
    return f"{cents // 100}.{cents % 100:02}"
