"""The record on the wire."""

from __future__ import annotations

from datetime import date

from marshmallow import Schema, fields, validate

from backend.http.fields import Between, Text, UtcDateTime
from backend.http.paging import MOST

MOST_ID = 2**63 - 1
BOUNDS = validate.Range(date(2000, 1, 1), date(2200, 1, 1))


class AuditQuerySchema(Schema):
    """Which entries: of an area; an action, or all that begin with it (`role`); a person; a subject; the days `from` to `to` in China."""

    area = Text(load_default=None, least=6, most=12)
    action = Text(load_default=None, most=60)
    actor = fields.Integer(load_default=None, validate=Between(1, MOST_ID))
    subject_kind = Text(load_default=None, most=40)
    subject_id = Text(load_default=None, most=100)
    since = fields.Date(data_key="from", load_default=None, validate=BOUNDS)
    until = fields.Date(data_key="to", load_default=None, validate=BOUNDS)
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


class AuditCheckSchema(Schema):
    """What one verifying of the record has found; `told`: the first of the faults."""

    at = UtcDateTime(required=True)
    links = fields.Integer(required=True)
    faults = fields.Integer(required=True)
    told = fields.List(fields.String(), required=True)


class AuditChecksSchema(Schema):
    """The last verifyings, the newest first."""

    items = fields.List(fields.Nested(AuditCheckSchema), required=True)


class AuditEntriesSchema(Schema):
    """A page, the newest first; `next`: the cursor of the one after it, or null."""

    items = fields.List(fields.Nested(AuditEntrySchema), required=True)
    next = fields.String(required=True, allow_none=True)
