"""What is asked of evaluations, as it comes in."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate

from backend.errors import Invalid
from backend.evaluation.domain import (
    DIMENSIONS,
    MEASURES,
    SPANS,
    Indicator,
    NewClaim,
    NewEvaluation,
    NewHonour,
    NewScheme,
    Verdict,
)
from backend.evaluation.model import KINDS, PER
from backend.http.fields import AREA, KEY, Day, Known, Line, Text
from backend.http.paging import a_day, last_read
from backend.http.words import say

REF = re.compile(r"[0-9a-f-]{1,40}")
MOST_INDICATORS, MOST_CHECKS, MOST_EVIDENCE, MOST_ADDRESS = 60, 60, 10, 300
# The page of a record at the desk, and what the record is.
PAGES = {"cases": "case", "opinions": "opinion", "activities": "activity", "receptions": "reception", "visits": "visit"}
PAGE = re.compile(rf"/desk/({'|'.join(PAGES)})/([0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})(?![0-9a-f-])")
# A number of more digits is refused by its range; its places are not looked at.
MOST_DIGITS = 18
# Yuan: what a county gives its stations, at most.
MOST_BUDGET = Decimal(1_000_000_000)


class Number(fields.Decimal):
    """A number with at most two places, from `low` to `high`."""

    def __init__(self, low: Decimal | int, high: Decimal | int, **more: Any) -> None:
        # the description has plain numbers: a Decimal would stand there as a text
        described = {"minimum": float(low), "maximum": float(high)}
        super().__init__(validate=validate.Range(Decimal(low), Decimal(high)), metadata=described, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Decimal:
        if isinstance(value, bool) or len(str(value)) > 20:
            raise ValidationError(say("写一个数，最多两位小数"))
        number: Decimal = super()._deserialize(value, attr, data, **more)
        if number.adjusted() < MOST_DIGITS and number != number.quantize(Decimal("0.01")):
            raise ValidationError(say("写一个数，最多两位小数"))
        return number


class Queries(Schema):
    """Which, and how many."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE


class EvaluationsQuerySchema(Queries):
    """Evaluations of an area, or all that one sees."""

    area = fields.String(load_default=None, validate=AREA)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    cursor = fields.String(load_default=None, validate=validate.Length(max=200))


class NewEvaluationSchema(Schema):
    """Stations of a `kind` in an area, over `months` whole months from the first of one; `scheme`: a version of the weights."""

    id = fields.UUID(required=True)
    area = fields.String(required=True, validate=AREA)
    kind = Known(*KINDS, required=True)
    since = Day(required=True)
    months = fields.Integer(required=True, strict=True, validate=validate.OneOf(SPANS))
    scheme = fields.UUID(load_default=None, allow_none=True)

    @post_load
    def gather(self, data: dict[str, Any], **_: Any) -> NewEvaluation:
        """Return the evaluation. Raises Invalid for a period that begins on another day than the first of a month."""
        if data["since"].day != 1:
            raise Invalid("期间从一个月的第一天算起", field="since", code="not_the_first")
        return NewEvaluation(**data)


class EvaluationSourcesQuerySchema(Queries):
    """The records behind a measure of a station."""

    station = fields.Integer(required=True, validate=KEY)
    measure = Known(*MEASURES, required=True)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    cursor = fields.String(load_default=None, validate=validate.Length(max=200))


class EvaluationEvidenceQuerySchema(Queries):
    """Records that a station may name, whose number or title holds `q`."""

    station = fields.Integer(required=True, validate=KEY)
    q = Line(load_default="", most=60)
    limit = fields.Integer(load_default=20, validate=validate.Range(1, 50))


class EvaluationCheckAskedSchema(Schema):
    """A word on a value: `value` null, as computed; else another one, for a reason."""

    indicator = Text(required=True, most=40)
    value = Number(0, 1_000_000, load_default=None, allow_none=True)
    reason = Line(load_default="", most=200)

    @post_load
    def gather(self, data: dict[str, Any], **_: Any) -> Verdict:
        """Return the word."""
        return Verdict(**data)


class EvaluationChecksAskedSchema(Schema):
    """Words on the values of a station; none: all that nobody has looked at stand as computed."""

    station = fields.Integer(required=True, strict=True, validate=KEY)
    items = fields.List(
        fields.Nested(EvaluationCheckAskedSchema), load_default=list, validate=validate.Length(max=MOST_CHECKS)
    )


class RecordField(fields.Field[tuple[str, UUID]]):
    """A record by the address of its page at the desk: a case, an opinion, an activity, a reception or a visit."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> tuple[str, UUID]:
        found = PAGE.search(value) if isinstance(value, str) and len(value) <= MOST_ADDRESS else None
        if found is None:
            raise ValidationError(say("写事项、意见、活动、接待日或走访任务页面的网址"))
        return PAGES[found[1]], UUID(found[2])


class EvaluationClaimAskedSchema(Schema):
    """What a station says of its own value; `evidence`: addresses of the records that show it."""

    indicator = Text(required=True, most=40)
    value = Number(0, 1_000_000, required=True)
    reason = Line(required=True, least=2, most=200)
    evidence = fields.List(
        RecordField(metadata={"type": "string"}), load_default=list, validate=validate.Length(max=MOST_EVIDENCE)
    )

    @post_load
    def gather(self, data: dict[str, Any], **_: Any) -> NewClaim:
        """Return what is said; a record that is named twice counts once."""
        return NewClaim(**data | {"evidence": tuple(dict.fromkeys(data["evidence"]))})


class EvaluationClaimsAskedSchema(Schema):
    """What a station says of its own values."""

    station = fields.Integer(required=True, strict=True, validate=KEY)
    items = fields.List(
        fields.Nested(EvaluationClaimAskedSchema), required=True, validate=validate.Length(1, MOST_CHECKS)
    )


class EvaluationMoveSchema(Schema):
    """A move: open it for checking, settle it, drop it for a reason."""

    move = Known("open", "settle", "drop", required=True)
    reason = Line(load_default="", most=200)


class EvaluationSchemesQuerySchema(Queries):
    """The versions of an area's weights."""

    area = fields.String(required=True, validate=AREA)


class EvaluationIndicatorAskedSchema(Schema):
    """An indicator: a known measure, in proportion to another or to 1000 households; full points at `target` for each `pace`."""

    code = fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z0-9_]{1,39}\Z"))
    dimension = Known(*DIMENSIONS, required=True)
    name = Line(required=True, least=2, most=40)
    name_en = Line(load_default="", most=80)
    measure = Known(*MEASURES, required=True)
    per = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(PER))
    direction = Known("more", "less", load_default="more")
    pace = Known("month", "year", "whole", required=True)
    target = Number(Decimal("0.01"), 1_000_000, required=True)
    weight = Number(Decimal("0.01"), 100, required=True)

    @post_load
    def gather(self, data: dict[str, Any], **_: Any) -> Indicator:
        """Return the indicator."""
        return Indicator(**data)


PERCENT = validate.Range(0, 100)


class NewEvaluationSchemeSchema(Schema):
    """A version of the weights, which come to 100; `workload`, `population`, `effect`: the weights of subsidies, which do too.

    `after`: the version it was made from; refused where there is a newer one by now.
    """

    id = fields.UUID(required=True)
    after = fields.UUID(load_default=None, allow_none=True)
    area = fields.String(required=True, validate=AREA)
    name = Line(required=True, least=2, most=60)
    workload = fields.Integer(required=True, strict=True, validate=PERCENT)
    population = fields.Integer(required=True, strict=True, validate=PERCENT)
    effect = fields.Integer(required=True, strict=True, validate=PERCENT)
    indicators = fields.List(
        fields.Nested(EvaluationIndicatorAskedSchema), required=True, validate=validate.Length(1, MOST_INDICATORS)
    )

    @post_load
    def gather(self, data: dict[str, Any], **_: Any) -> NewScheme:
        """Return the version."""
        return NewScheme(**data | {"indicators": tuple(data["indicators"])})


class SubsidyQuerySchema(Queries):
    """A budget in yuan, and the three weights where others are tried than the scheme's."""

    budget = Number(Decimal("0.01"), MOST_BUDGET, required=True)
    workload = fields.Integer(load_default=None, validate=PERCENT)
    population = fields.Integer(load_default=None, validate=PERCENT)
    effect = fields.Integer(load_default=None, validate=PERCENT)

    @post_load
    def gather(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Return the budget in cents, and the weights. Raises Invalid for weights that do not come to 100."""
        given = tuple(data[name] for name in ("workload", "population", "effect"))
        if any(each is not None for each in given) and sum(each or 0 for each in given) != 100:
            raise Invalid("三项权重加起来要等于100", field="workload", code="weights_sum")
        weights = None if given == (None, None, None) else tuple(each or 0 for each in given)
        return {"cents": int(data["budget"] * 100), "weights": weights}


class HonoursQuerySchema(Queries):
    """What was asked for, the newest first."""

    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    cursor = fields.String(load_default=None, validate=validate.Length(max=200))


class NewHonourSchema(Schema):
    """What is asked for a station, and why; `evaluation`: a settled one whose figures stand beside it."""

    id = fields.UUID(required=True)
    station = fields.Integer(required=True, strict=True, validate=KEY)
    kind = Text(required=True, least=1, most=40)
    evaluation = fields.UUID(load_default=None, allow_none=True)
    words = Text(required=True, least=2, most=1000)

    @post_load
    def gather(self, data: dict[str, Any], **_: Any) -> NewHonour:
        """Return what is asked."""
        return NewHonour(**data)


class HonourDecisionSchema(Schema):
    """Granted, declined or taken back, for a reason."""

    to = Known("granted", "declined", "withdrawn", required=True)
    reason = Line(required=True, least=2, most=500)


def day_and_ref(cursor: str | None) -> tuple[date, str] | None:
    """Return day and key of the last record of a list; None for the first page; see `last_read`."""
    found: tuple[date, str] | None = last_read(cursor, a_day, a_ref)
    return found


def a_ref(key: Any) -> str:
    """Return a key that is a record's: a number or a UUID."""
    if not REF.fullmatch(str(key)):
        raise ValueError(key)
    return str(key)
