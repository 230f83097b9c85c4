"""Messages signed as Standard Webhooks: signing what goes out, verifying what comes in before anything of it is read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, request
from marshmallow import Schema, ValidationError
from standardwebhooks import Webhook, WebhookVerificationError

from backend.errors import Invalid, TooLarge, Unauthorized, Unreadable
from backend.http.problems import first_message

MOST_BYTES = 64 * 1024
MESSAGE_ID = re.compile(r"[!-~]{1,200}")
HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")
PARAMETERS = [
    {"name": name, "in": "header", "required": True, "schema": {"type": "string"}, "description": what}
    for name, what in zip(
        HEADERS, ("The message's id, the same at every try", "Seconds since 1970, ±5 minutes", "v1,…"), strict=True
    )
]


@dataclass(frozen=True)
class Message:
    """A message whose signature is good: its id, its bytes, and their digest."""

    id: str
    body: bytes

    @property
    def digest(self) -> bytes:
        """Return the SHA-256 of the bytes."""
        return hashlib.sha256(self.body).digest()


def signed(secrets: Sequence[str], message_id: str, when: datetime, body: bytes) -> dict[str, str]:
    """Return the headers that sign `body`, one signature for each of `secrets` (`whsec_…`); `when` in UTC."""
    signatures = [Webhook(secret).sign(message_id, when, body.decode()) for secret in secrets]
    values = (message_id, str(int(when.timestamp())), " ".join(signatures))
    return dict(zip(HEADERS, values, strict=True)) | {"content-type": "application/json"}


def arrived(secrets: Sequence[str]) -> Message:
    """Return the message of the running request.

    Raises TooLarge above 64 kB, Unauthorized when no secret of `secrets` fits, when it is older or newer than five
    minutes, or when there is no secret.
    """
    request.max_content_length = MOST_BYTES + 1
    body = request.get_data(cache=False)
    if len(body) > MOST_BYTES:
        raise TooLarge("内容太大")
    headers = {name: request.headers.get(name, "") for name in HEADERS}
    if not MESSAGE_ID.fullmatch(headers["webhook-id"]) or not any(fits(secret, headers, body) for secret in secrets):
        raise Unauthorized("签名对不上，或时间差超过5分钟", code="signature")
    return Message(headers["webhook-id"], body)


def fits(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Return whether a signature of `body` is good under `secret`, and its time near enough."""
    try:
        Webhook(secret).verify(body, dict(headers), json_parse=False)
    except (WebhookVerificationError, ValueError):  # ValueError: headers or bytes that are no text, no base64, no pair
        return False
    return True


def read(message: Message, schema: Schema, heard: Callable[[Any], Any] = lambda words: words) -> dict[str, Any]:
    """Return what a message says, by the same strict rules as any other body; `heard` puts the sender's own words into ours first.

    Raises Unreadable when it is no JSON, Invalid naming the field that is wrong.
    """
    try:
        found: dict[str, Any] = schema.load(heard(current_app.json.loads(message.body)))
    except ValidationError as error:
        field, _ = first_message(error.messages)
        raise Invalid("有内容要改", field=field) from error
    except ValueError as error:
        raise Unreadable("这个请求读不懂") from error
    return found
