"""Partners on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from backend.cases.domain import State
from backend.exchange.domain import EVENTS, FIELDS, LONGEST_ENDPOINT
from backend.http.fields import AREA, Known, Text, UtcDateTime


def some_of(*words: str, **more: Any) -> fields.List[Any]:
    """Return the field of a list of some of `words`."""
    return fields.List(Known(*words), validate=validate.Length(max=len(words)), **more)


class PartnerInSchema(Schema):
    """A partner to be made: who it is, where it is reached, and what it is granted. `id` is made by who asks."""

    id = fields.UUID(required=True)
    name = Text(least=1, most=60, required=True)
    area = fields.String(required=True, validate=AREA)
    endpoint = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_ENDPOINT))
    events = some_of(*EVENTS, required=True)
    fields_ = some_of(*FIELDS, required=True, data_key="fields")
    hidden = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    vocabulary = fields.Dict(keys=fields.String(), load_default=dict)


class PartnerChangeSchema(Schema):
    """What is to be changed of a partner; what is not named stays. `enabled`: whether it is sent to."""

    name = Text(least=1, most=60)
    endpoint = fields.String(validate=validate.Length(min=1, max=LONGEST_ENDPOINT))
    events = some_of(*EVENTS)
    fields_ = some_of(*FIELDS, data_key="fields")
    hidden = fields.Boolean(truthy={True}, falsy={False})
    vocabulary = fields.Dict(keys=fields.String())
    enabled = fields.Boolean(truthy={True}, falsy={False})


class PartnerSchema(Schema):
    """A partner; until `former_until` messages are signed with the former secret too. `vocabulary`: its own words, empty for ours."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    area = fields.String(required=True)
    endpoint = fields.String(required=True)
    events = fields.List(fields.String(), required=True)
    fields_ = fields.List(fields.String(), required=True, data_key="fields", attribute="fields")
    hidden = fields.Boolean(required=True)
    vocabulary = fields.Dict(keys=fields.String(), required=True)
    former_until = UtcDateTime(required=True, allow_none=True)
    created_at = UtcDateTime(required=True)
    disabled_at = UtcDateTime(required=True, allow_none=True)


class PartnerWithSecretSchema(PartnerSchema):
    """A partner with its secret (`whsec_…`), which is shown once; null when the same was asked for again."""

    secret = fields.String(required=True, allow_none=True)


class PartnersSchema(Schema):
    """A page of partners; `next` is the cursor of the page after, null at the end."""

    items = fields.List(fields.Nested(PartnerSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class PageSchema(Schema):
    """Which page."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    cursor = fields.String(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class DeliveriesQuerySchema(PageSchema):
    """Which deliveries; `dead` are those that were given up."""

    status = Known("waiting", "delivered", "dead", load_default=None)


class DeliverySchema(Schema):
    """A message to a partner: its id as it is sent (`webhook-id`), and what became of it."""

    id = fields.UUID(required=True)
    event = fields.String(required=True)
    status = fields.String(required=True)
    attempts = fields.Integer(required=True)
    next_at = UtcDateTime(required=True)
    response_code = fields.Integer(required=True, allow_none=True)
    created_at = UtcDateTime(required=True)
    settled_at = UtcDateTime(required=True, allow_none=True)


class DeliveriesSchema(Schema):
    """A page of deliveries; `next` is the cursor of the page after, null at the end."""

    items = fields.List(fields.Nested(DeliverySchema), required=True)
    next = fields.String(required=True, allow_none=True)


class PreviewInSchema(Schema):
    """What the made-up matter is: codes of ours; what is not named is made up."""

    state = Known(*State, load_default=None)
    category = Text(most=40, load_default=None)
    area = fields.String(load_default=None, validate=AREA)


class PreviewSchema(Schema):
    """The message as the partner would get it."""

    message = fields.Dict(keys=fields.String(), required=True)


class MessageSchema(Schema):
    """The id of a message that is on its way."""

    id = fields.UUID(required=True)


class NumberAssignedSchema(Schema):
    """The number a partner gave a case, and what it has to say."""

    case_number = Text(least=5, most=40, required=True)
    their_number = Text(least=1, most=100, required=True)
    note = Text(most=1000, load_default="")


class InboundSchema(Schema):
    """A message of a partner; there is one type so far."""

    class Meta:
        """A sender may say more than we know, as Standard Webhooks lets it."""

        unknown = EXCLUDE

    type = Known("case.number_assigned", required=True)
    data = fields.Nested(NumberAssignedSchema, required=True)


class NoteSchema(Schema):
    """What a partner said of a case."""

    message_id = fields.String(required=True)
    partner_name = fields.String(required=True)
    their_number = fields.String(required=True)
    note = fields.String(required=True)
    received_at = UtcDateTime(required=True)


class NotesSchema(Schema):
    """What partners said of a case, newest first."""

    items = fields.List(fields.Nested(NoteSchema), required=True)
