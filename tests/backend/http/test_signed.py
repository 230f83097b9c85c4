"""Standard Webhooks: what goes out verifies with the library; what comes in is verified before it is read (T49)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from standardwebhooks import Webhook, WebhookVerificationError

from backend.errors import TooLarge, Unauthorized
from backend.http.signed import MOST_BYTES, arrived, signed

NEW, FORMER, OTHER = (f"whsec_{letter * 32}" for letter in "NFO")
BODY = '{"data":"水"}'.encode()


def now(seconds: int = 0) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


def receive(secrets: list[str], headers: dict[str, str], body: bytes = BODY) -> bytes:
    """What `arrived` makes of a request."""
    with Flask("x").test_request_context("/in", method="POST", data=body, headers=headers):
        return arrived(secrets).body


def test_a_message_verifies_under_either_secret_and_no_other() -> None:
    headers = signed([NEW, FORMER], "m1", now(), BODY)
    for secret in (NEW, FORMER):
        assert Webhook(secret).verify(BODY, headers) == {"data": "水"}
        assert receive([OTHER, secret], headers) == BODY
    with pytest.raises(WebhookVerificationError):
        Webhook(OTHER).verify(BODY, headers)
    with pytest.raises(Unauthorized):
        receive([OTHER], headers)
    with pytest.raises(Unauthorized):
        receive([], headers)


@pytest.mark.parametrize("seconds", [-310, 310])
def test_a_message_of_another_time_is_refused(seconds: int) -> None:
    with pytest.raises(Unauthorized):
        receive([NEW], signed([NEW], "m1", now(seconds), BODY))


@pytest.mark.parametrize(
    "broken",
    [{"webhook-id": "m2"}, {"webhook-id": ""}, {"webhook-id": "x" * 201}, {"webhook-timestamp": "nan"},
     {"webhook-timestamp": "1e400"}, {"webhook-timestamp": str(int(now(1).timestamp()))}, {"webhook-signature": "v1"},
     {"webhook-signature": "v1,é"}, {"webhook-signature": "v1,AAAA"}, {"webhook-signature": ",,, v1"}],
)  # fmt: skip
def test_a_message_with_a_broken_header_is_refused(broken: dict[str, str]) -> None:
    with pytest.raises(Unauthorized):
        receive([NEW], signed([NEW], "m1", now(), BODY) | broken)


def test_other_bytes_are_refused_and_too_many_before_they_are_verified() -> None:
    headers = signed([NEW], "m1", now(), BODY)
    for other in (BODY + b" ", b"\xff", b""):
        with pytest.raises(Unauthorized):
            receive([NEW], headers, other)
    with pytest.raises(TooLarge):
        receive([NEW], headers, b" " * (MOST_BYTES + 1))
