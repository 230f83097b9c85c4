"""What may be granted to a partner, where it may be reached, what it is sent and when it is tried again; pure."""

from __future__ import annotations

import base64
import json
import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from backend.errors import Invalid
from backend.exchange.domain.vocabulary import speak
from backend.http.outbound import HTTPS, Endpoint, loopback

# What happens, as it is called on the wire; `partner.test` is sent on demand and says nothing.
EVENTS = ("case.moved", "feedback.delivered")
TEST = "partner.test"
# What may be granted of a matter. Contacts are not among them; `opening` is what the person said.
FIELDS = (
    "id",
    "number",
    "state",
    "former_state",
    "version",
    "category",
    "area",
    "area_level",
    "station",
    "opened_at",
    "opening",
)
# Of a hidden matter, where those are granted expressly: that something happened in the village, not which matter it is.
OF_HIDDEN = frozenset({"area", "area_level", "category", "state", "former_state"})
LONGEST_ENDPOINT = 1024
# A name whose last part is a word: every way to write an address in figures falls out.
ENDPOINT = re.compile(
    r"https://((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9])(?::([1-9]\d{0,4}))?(/[!-\"$-~]*)?"
)
HIGHEST_PORT = 65535
SECRET_BYTES = 32
LONGEST_WAIT = 86400
JITTER = 0.2
GONE = 410


@dataclass(frozen=True)
class Terms:
    """What a partner is called, where it is reached, what it was granted, and its own words (`vocabulary.py`)."""

    name: str
    area: str
    endpoint: str
    events: tuple[str, ...]
    fields: tuple[str, ...]
    hidden: bool
    vocabulary: Mapping[str, Any] = field(default_factory=dict)


def read_endpoint(url: str, test_origin: str = "") -> Endpoint:
    """Return the endpoint `url`: https, a name, a path; nothing is repaired.

    `test_origin`: the one loopback origin that is also taken, empty outside a demo. Raises Invalid (field `endpoint`).
    """
    if test := loopback(url, test_origin):
        return test
    found = ENDPOINT.fullmatch(url) if len(url) <= LONGEST_ENDPOINT else None
    port = int(found[2] or HTTPS) if found else 0
    if found is None or port > HIGHEST_PORT:
        raise refused_endpoint()
    place = found[1] if port == HTTPS else f"{found[1]}:{port}"
    return Endpoint(url, f"https://{place}", found[1], port, found[3] or "/")


def refused_endpoint() -> Invalid:
    """Return the refusal of an endpoint."""
    return Invalid("接收地址要是公网上的https网址，用域名写", field="endpoint", code="endpoint")


def new_secret() -> str:
    """Return a fresh secret as Standard Webhooks writes it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def granted(facts: Mapping[str, Any], fields: Collection[str], *, hidden: bool) -> dict[str, Any]:
    """Return of `facts` what was granted, in the order of `FIELDS`; of a hidden matter no more than its village."""
    allowed = OF_HIDDEN if hidden else FIELDS
    return {name: facts[name] for name in FIELDS if name in fields and name in allowed and facts.get(name) is not None}


def message_of(
    event: str, when: datetime, data: Mapping[str, Any], words: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return a message in the partner's words: what happened, when (UTC), and what was granted of it."""
    plain = {name: moment(value) if isinstance(value, datetime) else value for name, value in data.items()}
    return speak(words or {}, {"type": event, "timestamp": moment(when), "data": plain})


def body_of(event: str, when: datetime, data: Mapping[str, Any], words: Mapping[str, Any] | None = None) -> bytes:
    """Return a message as it is sent; see `message_of`."""
    said = message_of(event, when, data, words)
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def moment(when: datetime) -> str:
    """Return a UTC time as the wire has it."""
    return when.isoformat().replace("+00:00", "Z")


def wait_after(attempts: int, waits: Sequence[int], asked: int) -> int | None:
    """Return the seconds until the next try after `attempts` of them, never the same twice; None after the last.

    `asked`: seconds the receiver asked for.
    """
    if attempts > len(waits):
        return None
    spread = 1 + JITTER * (2 * secrets.SystemRandom().random() - 1)
    return min(max(round(waits[attempts - 1] * spread), asked), LONGEST_WAIT)
