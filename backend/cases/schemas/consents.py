"""Consents to a handover on the wire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import Schema, fields

from backend.cases.domain.actors import Asking, OwnAsking
from backend.contacts.domain import CONSENT_TEXTS
from backend.http.fields import KEY, Known, UtcDateTime
from backend.http.words import say

HOW: Mapping[str, str] = {
    "ticked": "本人在网上同意", "door": "当面同意", "phone": "电话里同意", "paper": "签了同意书", "withdrawn": "已收回同意",
}  # fmt: skip
TOLD = ("door", "phone", "paper", "withdrawn")


class ConsentNoteSchema(Schema):
    """What a person of the case said to the staff: how they agreed, or `withdrawn`."""

    report_id = fields.UUID(required=True)
    body_id = fields.Integer(required=True, strict=True, validate=KEY)
    how = Known(*TOLD, required=True)


class OwnWordSchema(Schema):
    """One's own word to a body."""

    body_id = fields.Integer(required=True, strict=True, validate=KEY)
    agreed = fields.Boolean(required=True, truthy={True}, falsy={False})


class ConsentAskedSchema(Schema):
    """A person who left a contact, and a body that reaches them by their word only; `label`: what they said last, in words."""

    report_id = fields.UUID(required=True)
    number = fields.String(required=True)
    body_id = fields.Integer(required=True)
    body_name = fields.String(required=True)
    given = fields.String(required=True, allow_none=True)
    label = fields.String(required=True)
    at = UtcDateTime(required=True, allow_none=True)


class ConsentsAskedSchema(Schema):
    """All of a case; `text`: what a person agrees to."""

    items = fields.List(fields.Nested(ConsentAskedSchema), required=True)
    text = fields.String(required=True)


class OwnAskedSchema(Schema):
    """A body that asks for one's word; `agreed`: it has name and number while it has the matter in hand."""

    body_id = fields.Integer(required=True)
    name = fields.String(required=True)
    at_table = fields.Boolean(required=True)
    agreed = fields.Boolean(required=True)
    at = UtcDateTime(required=True, allow_none=True)


def asked_wire(found: Sequence[Asking]) -> dict[str, Any]:
    """Return who is asked about which body as the wire has it."""
    items = [vars(each) | {"label": say(HOW[each.given]) if each.given else say("还没有同意")} for each in found]
    return {"items": items, "text": say(CONSENT_TEXTS["handover"])}


def own_asked_wire(found: Sequence[OwnAsking]) -> list[dict[str, Any]]:
    """Return the bodies that ask for one's own word as the wire has them."""
    return [vars(each) | {"agreed": each.given not in {None, "withdrawn"}} for each in found]
