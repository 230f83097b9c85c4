"""Honours as they are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, fields

from backend.evaluation.model import HonourKind
from backend.evaluation.queries import Honour
from backend.http.fields import UtcDateTime
from backend.http.paging import encode
from backend.http.words import language, say

HONOURS = {"asked": "等待评定", "granted": "已授予", "declined": "没有评上", "withdrawn": "已撤回"}


class HonourSchema(Schema):
    """What was asked for a station and what became of it; `may`: what this person can make of it."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    station_id = fields.Integer(required=True)
    station_name = fields.String(required=True)
    way = fields.String(required=True)
    words = fields.String(required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    figures = fields.String(required=True)
    evaluation_id = fields.UUID(required=True, allow_none=True)
    asked_name = fields.String(required=True)
    asked_at = UtcDateTime(required=True)
    decided_name = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True)
    may = fields.List(fields.String(), required=True)
    version = fields.Integer(required=True)


class HonourKindSchema(Schema):
    """What a station may be honoured as."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class HonoursSchema(Schema):
    """What was asked for, the newest first, and the kinds there are."""

    items = fields.List(fields.Nested(HonourSchema), required=True)
    next = fields.String(required=True, allow_none=True)
    kinds = fields.List(fields.Nested(HonourKindSchema), required=True)


def honour_wire(one: Honour, viewer: int, *, decides: bool) -> dict[str, Any]:
    """Return what was asked for a station; `decides`: the viewer's office stands above it."""
    mine = one.asked_by == viewer
    may = ["withdrawn"] if mine else ["granted", "declined"] if decides and not one.own else []
    figures = "" if one.period is None or one.score is None else say(
        "{since}至{until}评估{score}分，{n}个站点中第{rank}", since=one.period.since, until=one.period.until, score=one.score, n=one.of_n, rank=one.rank
    )  # fmt: skip
    return vars(one) | {
        "label": say(HONOURS[one.state]),
        "figures": figures,
        "may": may if one.state == "asked" else [],
    }


def honours_wire(found: Sequence[dict[str, Any]], most: int, kinds: Sequence[HonourKind]) -> dict[str, Any]:
    """Return a page of what was asked for."""
    last = found[most - 1] if len(found) > most else None
    english = language() == "en"
    return {
        "items": list(found[:most]), "next": encode(last["asked_at"], last["id"]) if last else None,
        "kinds": [{"code": each.code, "name": each.name_en if english else each.name} for each in kinds],
    }  # fmt: skip
