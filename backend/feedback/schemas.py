"""Feedback on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

from backend.http.fields import Digest, Known, Text, UtcDateTime
from backend.http.words import say


class KeysSchema(Schema):
    """A browser's keys."""

    p256dh = fields.String(required=True, validate=validate.Length(max=120))
    auth = fields.String(required=True, validate=validate.Length(max=60))


class SubscriptionSchema(Schema):
    """A browser's subscription as `PushSubscription.toJSON()` gives it; `receipt` to follow one report."""

    endpoint = fields.String(required=True, validate=validate.Length(min=1, max=1024))
    keys = fields.Nested(KeysSchema, required=True)
    expiration_time = fields.Raw(data_key="expirationTime", allow_none=True, load_only=True)
    receipt = Text(most=40, load_default=None, allow_none=True)


class FollowSchema(Schema):
    """The id by which following can be ended."""

    id = fields.UUID(required=True)


class PushKeySchema(Schema):
    """The public key a browser subscribes with."""

    key = fields.String(required=True)


class NoticeSchema(Schema):
    """A message: `kind` and what it is about; `title` in the caller's language; `url` to open."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    subject_id = fields.UUID(required=True)
    number = fields.String(required=True)
    title = fields.String(required=True)
    url = fields.String(required=True)
    created_at = UtcDateTime(required=True)
    read_at = UtcDateTime(required=True, allow_none=True)


class NoticesSchema(Schema):
    """A page of messages; `next` is the cursor of the page after, null at the end."""

    items = fields.List(fields.Nested(NoticeSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class NoticesQuerySchema(Schema):
    """Which messages."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    unread = fields.Boolean(load_default=False)
    cursor = fields.String(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class AttemptSchema(Schema):
    """One attempt on a rung of the ladder."""

    rung = fields.String(required=True)
    attempt = fields.Integer(required=True)
    state = fields.String(required=True)
    status = fields.Integer(required=True, allow_none=True)
    created_at = UtcDateTime(required=True)
    settled_at = UtcDateTime(required=True, allow_none=True)
    photo = fields.String(required=True, allow_none=True, metadata={"description": "Digest of the signature's photo"})


class FeedbackSheetSchema(Schema):
    """A feedback sheet; `delivered_at` is null until somebody or something has reached the person."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    report_id = fields.UUID(required=True)
    report_number = fields.String(required=True)
    subject_id = fields.UUID(required=True)
    subject_number = fields.String(required=True)
    reply_way = fields.String(required=True)
    said = fields.String(required=True)
    said_at = UtcDateTime(required=True)
    answer = fields.String(required=True)
    signer_name = fields.String(required=True)
    signer_role = fields.String(required=True)
    body_name = fields.String(required=True)
    issued_at = UtcDateTime(required=True)
    delivered_at = UtcDateTime(required=True, allow_none=True)


class ByHandSchema(Schema):
    """How staff reached the person: by phone (`channel`), by handing the sheet over (`door`), reading it out (`aloud`), by mail (`post`).

    `photo`: the digest of a photo of the signature that the same person has sent before; at the door only.
    """

    rung = Known("channel", "door", "aloud", "post", required=True)
    photo = Digest(load_default=None, allow_none=True)


class UnreachedQuerySchema(Schema):
    """Which sheets: those that have reached nobody, for some days (`1`) or at all (`all`); or those about one `subject`."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    unreached = Known("1", "all", load_default=None)
    subject = fields.UUID(load_default=None)
    cursor = fields.String(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))

    @validates_schema
    def _one_list(self, data: dict[str, Any], **_: object) -> None:
        if (data["unreached"] is None) == (data["subject"] is None):
            raise ValidationError(say("请选一张单子：没送到的，或一件事的"), "unreached")


class UnreachedSheetSchema(Schema):
    """A sheet in a list; `due_on`: the day by which it should have reached its person; `delivered_at` null: it has reached nobody yet.

    `subject_kind`: what it answers (case, opinion, wish, reception, suggestion, project, commitment); `tried`: the rungs that were tried.
    """

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    subject_kind = fields.String(required=True)
    subject_id = fields.UUID(required=True)
    subject_number = fields.String(required=True)
    report_number = fields.String(required=True)
    reply_way = fields.String(required=True)
    issued_at = UtcDateTime(required=True)
    tried = fields.List(fields.String(), required=True)
    delivered_at = UtcDateTime(required=True, allow_none=True)
    due_on = fields.Date(required=True)


class UnreachedSheetsSchema(Schema):
    """A page of sheets; `next` is the cursor of the page after, null at the end; `days`: how old they are at least."""

    items = fields.List(fields.Nested(UnreachedSheetSchema), required=True)
    next = fields.String(required=True, allow_none=True)
    days = fields.Integer(required=True)


class GatewayReceiptSchema(Schema):
    """What the gateway says has become of a message."""

    key = fields.UUID(required=True)
    status = Known("delivered", "failed", required=True)
