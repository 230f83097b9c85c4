"""The wire shape of a legal hold."""

from __future__ import annotations

from marshmallow import Schema, fields

from backend.http.fields import Text, UtcDateTime


class HoldSchema(Schema):
    """Why a case has to be kept whole."""

    reason = Text(least=2, most=500, required=True)


class CaseHoldSchema(Schema):
    """Whether a case is kept whole; why and since when, null when it is not."""

    held = fields.Boolean(required=True)
    reason = fields.String(required=True, allow_none=True)
    placed_at = UtcDateTime(required=True, allow_none=True)
