"""The figures of codes on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from backend.codes import service as codes
from backend.codes.domain import Code, write
from backend.hotspots.service import checked_period
from backend.http.fields import Day, Known, Text
from backend.scans.domain import BYS, SHOWS, SORTS, STEPS, Asked, Figures, Line, Use


class ScanQuerySchema(Schema):
    """Days in China, both counted, the last thirty without them; an area of one's own; `limit`: of lines, not of figures.

    `show`: `unscanned` codes, those scanned of which nothing came (`unwritten`), revoked ones (`ended`). `own`: of one's codes as a deputy.
    """

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    area = Text(load_default=None, least=6, most=12)
    first = Day(load_default=None, data_key="from")
    last = Day(load_default=None, data_key="to")
    step = Known(*STEPS, load_default="week")
    by = Known(*BYS, load_default="code")
    show = Known(*SHOWS, load_default="all")
    sort = Known(*SORTS, load_default="opened")
    own = fields.Boolean(load_default=False)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class ScanUseSchema(Schema):
    """How often pages were seen and forms begun, what came of it; `rate`: of what came in all to what was opened, 0 to 1, null where it is no share."""

    opened = fields.Integer(required=True)
    begun = fields.Integer(required=True)
    submissions = fields.Integer(required=True)
    opinions = fields.Integer(required=True)
    rate = fields.Float(required=True, allow_none=True)


class ScanStepSchema(ScanUseSchema):
    """A week or month by its first day, which may lie before the period."""

    begins = fields.Date(required=True)


class ScanLineSchema(ScanUseSchema):
    """A code, all codes of a deputy or a station, or all of an area. `brings`: `unscanned`, `unwritten`, `ended` or `all`.

    `kind`, `area`, `category`, `issued_on`, `ended_on` and the text of the `code` stand where there is one; `codes`: how many.
    """

    kind = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)
    area_code = fields.String(required=True)
    area = fields.String(required=True)
    code = fields.String(required=True, allow_none=True)
    category = fields.String(required=True, allow_none=True)
    category_en = fields.String(required=True, allow_none=True)
    issued_on = fields.Date(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    codes = fields.Integer(required=True)
    brings = fields.String(required=True)


class ScanTallySchema(Schema):
    """How many lines there are, of all, and how many bring what."""

    all = fields.Integer(required=True)
    unscanned = fields.Integer(required=True)
    unwritten = fields.Integer(required=True)
    ended = fields.Integer(required=True)


class ScansSchema(Schema):
    """The figures: in all, by step, line by line."""

    first = fields.Date(required=True, data_key="from")
    last = fields.Date(required=True, data_key="to")
    total = fields.Nested(ScanUseSchema, required=True)
    steps = fields.List(fields.Nested(ScanStepSchema), required=True)
    items = fields.List(fields.Nested(ScanLineSchema), required=True)
    tally = fields.Nested(ScanTallySchema, required=True)


def asked_of(given: dict[str, Any], *, own: bool) -> Asked:
    """Return which figures are asked for. Raises Invalid naming the field for a period that is none."""
    span = checked_period(given["first"], given["last"])
    return Asked(given["area"], span, given["step"], given["by"], given["show"], given["sort"], own)


def scans_wire(found: Figures, asked: Asked, most: int) -> dict[str, Any]:
    """Return the figures as `ScansSchema` says."""
    return {
        "first": asked.span.first,
        "last": asked.span.last,
        "total": use_wire(found.total),
        "steps": [use_wire(use) | {"begins": at} for at, use in found.steps],
        "items": [line_wire(line, asked) for line in found.lines[:most]],
        "tally": {show: found.tally.get(show, 0) for show in SHOWS} | {"all": sum(found.tally.values())},
    }


def use_wire(use: Use) -> dict[str, Any]:
    """Return figures as `ScanUseSchema` says."""
    return vars(use) | {"rate": use.rate}


def line_wire(line: Line, asked: Asked) -> dict[str, Any]:
    """Return a line as `ScanLineSchema` says."""
    of = line.of
    one = of if asked.by == "code" else None
    return use_wire(line.use) | {
        "kind": of.kind if of else None, "name": line.name, "area_code": line.area_code, "area": of.area if of else "",
        "code": write(Code(one.kind, one.key_id, one.id), codes.keys()) if one else None,
        "category": one.category if one else None, "category_en": one.category_en if one else None,
        "issued_on": one.issued_on if one else None, "ended_on": one.ended_on if one else None,
        "codes": line.codes, "brings": line.brings,
    }  # fmt: skip
