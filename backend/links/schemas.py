"""Links on the wire, and the case as who acts by one sees it."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from backend.cases.domain import ROLE_LABELS, STAFF
from backend.cases.queries import CaseFile
from backend.cases.schemas import file_wire
from backend.cases.schemas.told import CaseEventSchema, CaseMoveSchema, CaseTermSchema
from backend.http.fields import StrictInteger, Text, UtcDateTime
from backend.http.words import say
from backend.links.domain import LABELS, MOST_DAYS, Link, Opened


class NewLinkSchema(Schema):
    """A link to be issued, under an id of its maker's."""

    id = fields.UUID(required=True)
    days = StrictInteger(load_default=MOST_DAYS, validate=validate.Range(1, MOST_DAYS))


class LinkSchema(Schema):
    """A link; `state`: live, revoked, expired or over. `opened_at`: first used, by the device that holds it; `seen_at`: last used."""

    id = fields.UUID(required=True)
    body_name = fields.String(required=True)
    issued_at = UtcDateTime(required=True)
    issued_name = fields.String(required=True)
    expires_at = UtcDateTime(required=True)
    revoked_at = UtcDateTime(required=True, allow_none=True)
    opened_at = UtcDateTime(required=True, allow_none=True)
    seen_at = UtcDateTime(required=True, allow_none=True)
    state = fields.String(required=True)
    label = fields.String(required=True)


class IssuedLinkSchema(Schema):
    """A link as it is shown to who issues it, with its address; that is shown here alone."""

    id = fields.UUID(required=True)
    url = fields.String(required=True)
    expires_at = UtcDateTime(required=True)


class LinksSchema(Schema):
    """The links of a case, newest first."""

    items = fields.List(fields.Nested(LinkSchema), required=True)


class TokenSchema(Schema):
    """What stood behind the # of a link."""

    token = Text(required=True, least=1, most=100)


class HandlerSessionSchema(Schema):
    """The link that this device holds from now on."""

    link = fields.UUID(required=True)


class HandlerReportSchema(Schema):
    """One report of the case, in its writer's own words; nothing of who that is."""

    number = fields.String(required=True)
    text = fields.String(required=True)
    place_words = fields.String(required=True)
    place = fields.Dict(required=True, allow_none=True)
    seen_at = UtcDateTime(required=True)


class HandlerCaseSchema(Schema):
    """The case as who acts by a link sees it; `version` goes back as `If-Match`."""

    number = fields.String(required=True)
    label = fields.String(required=True)
    category = fields.Nested(CaseTermSchema, required=True)
    area = fields.Nested(CaseTermSchema, required=True)
    body_name = fields.String(required=True)
    role_label = fields.String(required=True)
    expires_at = UtcDateTime(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    days_left = fields.Integer(required=True, allow_none=True)
    promised_on = fields.Date(required=True, allow_none=True)
    version = fields.Integer(required=True)
    reports = fields.List(fields.Nested(HandlerReportSchema), required=True)
    timeline = fields.List(fields.Nested(CaseEventSchema), required=True)
    moves = fields.List(fields.Nested(CaseMoveSchema), required=True)


def link_wire(link: Link) -> dict[str, Any]:
    """Return a link as the wire has it."""
    return vars(link) | {"label": say(LABELS[link.state])}


def case_wire(file: CaseFile, link: Opened) -> dict[str, Any]:
    """Return the case of a link as the wire has it."""
    own = {"body_name": link.body_name, "expires_at": link.expires_at}
    return file_wire(file) | own | {"role_label": say(ROLE_LABELS.get(link.role, STAFF))}
