"""What a feedback sheet is about, who gets it, and which endpoints may be pushed to; pure."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec

from backend.errors import Invalid
from backend.http.outbound import HTTPS, Endpoint, loopback

LONGEST_ENDPOINT = 1024
ENDPOINT = re.compile(r"https://([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::443)?(/[!-\"$-~]*)")
POINT_BYTES, AUTH_BYTES = 65, 16


@dataclass(frozen=True)
class Subject:
    """What is answered: a kind and an id of an upper room, its number, and the body that answers.

    `since`: since when it waits for the answer; a sheet is dated no earlier, whatever the server's clock says.
    """

    kind: str
    id: UUID
    number: str
    body_name: str
    since: datetime | None = None


@dataclass(frozen=True)
class Recipient:
    """One person who is answered: their report, and how they want to be told.

    Either `receipt` (a citizen, with `reply_way` receipt, phone or door) or `author_id` (a person with an
    account, told in the inbox) is given.
    """

    report_id: UUID
    report_number: str
    area_code: str
    hidden: bool
    said: str
    said_at: datetime
    author_id: int | None = None
    receipt: str | None = None
    reply_way: str = "inbox"
    language: str = "zh-CN"


@dataclass(frozen=True)
class Signer:
    """Who signs: account id, name and the role by which."""

    id: int
    name: str
    role: str


def read_endpoint(url: str, hosts: Sequence[str], test_origin: str = "") -> Endpoint:
    """Return the endpoint `url` of a named push service.

    `hosts`: names of push services; a name below one of them counts too. `test_origin`: the one loopback
    origin that is also taken, empty outside a demo. Anything that is not plainly https, port 443, a name of
    the list and a path is refused, never repaired.
    Raises Invalid (field `endpoint`).
    """
    if len(url) > LONGEST_ENDPOINT:
        raise Invalid("这个浏览器的推送地址不能用", field="endpoint", code="endpoint")
    if test := loopback(url, test_origin):
        return test
    found = ENDPOINT.fullmatch(url)
    if not found or not any(found[1] == host or found[1].endswith("." + host) for host in hosts):
        raise Invalid("这个浏览器的推送地址不能用", field="endpoint", code="endpoint")
    return Endpoint(url, f"https://{found[1]}", found[1], HTTPS, found[2])


def check_keys(p256dh: str, auth: str) -> None:
    """Refuse keys that no browser made: a point of P-256 (65 bytes) and a secret of 16.

    Raises Invalid (field `keys`).
    """
    try:
        point, secret = (base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) for text in (p256dh, auth))
    except (ValueError, binascii.Error):
        point = secret = b""
    if len(point) != POINT_BYTES or len(secret) != AUTH_BYTES or not _on_the_curve(point):
        raise Invalid("这个浏览器的推送密钥读不懂", field="keys", code="keys")


def _on_the_curve(point: bytes) -> bool:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        return False
    return True
