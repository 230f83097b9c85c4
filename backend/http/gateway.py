"""The office's own gateway to short messages or a service account: one signed message, handed in once under its key (T31, T48)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import UUID

from backend.http.outbound import HTTPS, SERVER_FAULT, TOO_MANY, Endpoint, Outcome, post
from backend.http.signed import signed
from backend.settings import Settings

TIMEOUT = 10.0
# Of what it says so many bytes are read.
MOST_SAID = 2048


def hand_in(settings: Settings, key: UUID, said: Mapping[str, str]) -> Outcome:
    """Post one message to the gateway; `key`: the message's id, the same at every try, by which it says nothing twice.

    Its address is the office's own setting, so it may lie inside.
    """
    parts = urlsplit(settings.gateway_url)
    plain = parts.scheme == "http"
    endpoint = Endpoint(
        settings.gateway_url, f"{parts.scheme}://{parts.netloc}", str(parts.hostname), parts.port or (80 if plain else HTTPS),
        parts.path or "/", plain=plain,
    )  # fmt: skip
    body = json.dumps({"key": str(key), **said}, ensure_ascii=False).encode()
    headers = signed([settings.gateway_secret], str(key), datetime.now(UTC), body)
    return post(endpoint, endpoint.host, headers, body, seconds=TIMEOUT, read=MOST_SAID)


def passing(outcome: Outcome) -> bool:
    """Return whether a failure may pass by itself: no answer, too many, or a fault of the other side."""
    return outcome.status is None or outcome.status == TOO_MANY or outcome.status >= SERVER_FAULT
