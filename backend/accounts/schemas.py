"""Login on the wire."""

from __future__ import annotations

from marshmallow import Schema, fields

from backend.http.fields import Text


class LoginSchema(Schema):
    """Account and password."""

    account = Text(required=True, least=1, most=40)
    password = Text(required=True, least=1, most=256, as_it_is=True)


class RoleSchema(Schema):
    """A role and the code of the area it holds in. `label`: what its holder is called there, in the caller's language."""

    role = fields.String(required=True)
    area = fields.String(required=True)
    label = fields.String(required=True)


class MeSchema(Schema):
    """Who is logged in; `csrf` goes back as the header `X-CSRF-Token` of every write."""

    id = fields.Integer(required=True)
    login = fields.String(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.Nested(RoleSchema), required=True)
    csrf = fields.String(required=True)
