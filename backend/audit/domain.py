"""What an entry's MAC covers, and the chain over entries: pure."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import NamedTuple

CANONICAL = json.JSONEncoder(ensure_ascii=False).encode


class Act(NamedTuple):
    """What is known of an act before its statement runs."""

    actor_id: int | None
    actor: str
    action: str
    subject_kind: str
    subject_id: str
    fields: tuple[str, ...]


class Sealed(NamedTuple):
    """What the chain binds of a committed entry; `at_micros`: microseconds since 1970, UTC."""

    id: int
    xid: int
    at_micros: int
    area_code: str | None
    mac: bytes


def mac_of(key: bytes, act: Act) -> bytes:
    """Return the keyed MAC of an act: HMAC-SHA256 over its canonical JSON."""
    parts = [
        act.actor_id,
        act.actor,
        act.action,
        act.subject_kind,
        act.subject_id,
        list(act.fields),
    ]
    return hmac.digest(key, CANONICAL(parts).encode(), hashlib.sha256)


def next_link(key: bytes, link: bytes, seq: int, entry: Sealed) -> bytes:
    """Return the link after `link`: it binds the place in the chain and all that the database added to the act."""
    numbers = b"".join(n.to_bytes(8, "big", signed=True) for n in (seq, entry.id, entry.at_micros, entry.xid))
    return hmac.digest(key, link + numbers + entry.mac + (entry.area_code or "").encode(), hashlib.sha256)


def roles_text(roles: Sequence[str]) -> str:
    """Return the actor's roles as they stand in an entry."""
    return ",".join(roles) or "nobody"
