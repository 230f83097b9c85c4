"""The wire shape of a code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, fields

from backend.codes.domain import CodeTarget, Preset


class CodeStationSchema(Schema):
    """The station a code leads to."""

    id = fields.Integer(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    area_code = fields.String(required=True)
    phone = fields.String(required=True)
    hours = fields.String(required=True)


class CodeCategorySchema(Schema):
    """The category a code asks about."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)


class CodeCellSchema(Schema):
    """The grid cell a post stands for."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class CodeDraftSchema(Schema):
    """A draft that takes opinions where the code counts; `path`: its page."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    title = fields.String(required=True)
    issuer = fields.String(required=True)
    closes_on = fields.Date(required=True)
    path = fields.String(required=True)


class CodeSchema(Schema):
    """Whom a code stands for; `open_drafts`: drafts of laws that opinions can be given on through it.

    `category`, `cell`: what a form may choose beforehand for whoever scanned it.
    """

    kind = fields.String(required=True)
    name = fields.String(required=True)
    station = fields.Nested(CodeStationSchema, required=True, allow_none=True)
    category = fields.Nested(CodeCategorySchema, required=True, allow_none=True)
    cell = fields.Nested(CodeCellSchema, required=True, allow_none=True)
    open_drafts = fields.List(fields.Nested(CodeDraftSchema), required=True)


def code_wire(target: CodeTarget, preset: Preset, drafts: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """Return a code's target, what it has chosen beforehand and the drafts that take opinions there, as they are sent."""
    told: dict[str, Any] = {"kind": target.kind, "name": target.name, "station": target.station}
    told["open_drafts"] = list(drafts)
    return told | {"category": preset.category, "cell": preset.cell}
