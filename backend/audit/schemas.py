"""The record on the wire."""

from __future__ import annotations

from marshmallow import Schema, fields

from backend.http.fields import Between, Text, UtcDateTime
from backend.http.paging import MOST

MOST_ID = 2**63 - 1


class AuditQuerySchema(Schema):
    """Which entries: of an area, an action, a person."""

    area = Text(load_default=None, least=6, most=12)
    action = Text(load_default=None, most=60)
    actor = fields.Integer(load_default=None, validate=Between(1, MOST_ID))
    cursor = fields.String(load_default=None)
    limit = fields.Integer(load_default=50, validate=Between(1, MOST))


class AuditEntrySchema(Schema):
    """One act: who (`actor_id`, and the roles `actor` in which it was done), what, on which subject, in which area."""

    id = fields.Integer(required=True)
    at = UtcDateTime(required=True)
    actor_id = fields.Integer(required=True, allow_none=True)
    actor = fields.String(required=True)
    action = fields.String(required=True)
    subject_kind = fields.String(required=True)
    subject_id = fields.String(required=True)
    area = fields.String(required=True)
    fields_changed = fields.List(fields.String(), required=True, data_key="fields", attribute="fields")


class AuditEntriesSchema(Schema):
    """A page, the newest first; `next`: the cursor of the one after it, or null."""

    items = fields.List(fields.Nested(AuditEntrySchema), required=True)
    next = fields.String(required=True, allow_none=True)
