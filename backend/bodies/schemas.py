"""Bodies on the wire."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields

from backend.bodies.domain import BODY_ROLES, KINDS, SERVICES
from backend.http.fields import Known, Switch, Text


class BodyFiltersSchema(Schema):
    """Which bodies.

    `area`: those that serve this area; `role`: those that act so; `mine`: those one acts for; `services`: the directory
    of public legal services. `members`: with their people.
    """

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    area = Text(most=12, load_default=None)
    role = Known(*BODY_ROLES, load_default=None)
    kind = Known(*KINDS, load_default=None)
    mine = Switch()
    members = Switch()
    services = Switch()


class MemberSchema(Schema):
    """Somebody of a body; `duty`: what they do there."""

    name = fields.String(required=True)
    duty = fields.String(required=True)
    since = fields.Date(required=True, data_key="from", attribute="from_day")
    until = fields.Date(required=True, allow_none=True, attribute="until_day")


class BodySchema(Schema):
    """A body; `kind_label` in the caller's language."""

    id = fields.Integer(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    kind_label = fields.String(required=True)
    role = fields.String(required=True, allow_none=True)
    area_code = fields.String(required=True)
    phone = fields.String(required=True)
    address = fields.String(required=True)
    duties = fields.String(required=True)
    members = fields.List(fields.Nested(MemberSchema), metadata={"description": "only where they were asked for"})


class BodiesSchema(Schema):
    """The bodies asked for, the nearest level first."""

    items = fields.List(fields.Nested(BodySchema), required=True)


def kinds_of(kind: str | None, *, services: bool) -> frozenset[str] | None:
    """Return the kinds that are asked for, None for all."""
    if kind:
        return frozenset({kind})
    return SERVICES if services else None
