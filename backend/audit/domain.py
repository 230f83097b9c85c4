"""What an entry's MAC covers, and the chain over entries: pure."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass

MAC_BYTES = 32


@dataclass(frozen=True)
class Act:
    """What is known of an act before its statement runs."""

    actor_id: int | None
    actor: str
    action: str
    subject_kind: str
    subject_id: str
    area_code: str | None
    fields: tuple[str, ...]


def mac_of(key: bytes, act: Act) -> bytes:
    """Return the keyed MAC of an act: HMAC-SHA256 over its canonical JSON."""
    parts = [
        act.actor_id,
        act.actor,
        act.action,
        act.subject_kind,
        act.subject_id,
        act.area_code,
        list(act.fields),
    ]
    return hmac.digest(key, json.dumps(parts, ensure_ascii=False).encode(), hashlib.sha256)


def next_link(key: bytes, link: bytes, seq: int, entry_id: int, at_micros: int, xid: int, mac: bytes) -> bytes:
    """Return the link after `link`: it binds the place in the chain, the entry's id, time and transaction, and its MAC."""
    numbers = b"".join(n.to_bytes(8, "big", signed=True) for n in (seq, entry_id, at_micros, xid))
    return hmac.digest(key, link + numbers + mac, hashlib.sha256)


def roles_text(roles: Sequence[str]) -> str:
    """Return the actor's roles as they stand in an entry."""
    return ",".join(roles) or "nobody"
