"""Verifying: every way of altering the record leaves a trace that this finds."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from backend.audit import queries
from backend.audit.domain import Act, Sealed, mac_of, next_link
from backend.audit.service.append import key
from backend.audit.service.seal import Anchors


def verify(session: Session, anchors: Anchors) -> Iterator[str]:
    """Yield one sentence for each fault of the record; nothing when it is whole.

    Finds an edited field, a deleted or inserted entry, a broken order, a cut tail, an emptied table,
    and a chain recomputed by somebody without the key or after an anchor was written.
    """
    links: dict[int, str] = {}
    wanted = {anchor.seq for anchor in anchors.read()}
    link, seq = b"", 0
    for row in queries.chain(session):
        seq += 1
        if row.seq != seq:
            yield f"chain: link {seq} is missing, {row.seq} follows"
            seq = row.seq
        if row.id is None:
            yield f"entry {row.entry_id}: deleted (link {row.seq})"
            link = bytes(row.link)
            continue
        yield from _entry(row)
        made = next_link(key(), link, seq, Sealed(row.id, row.xid, row.at_micros, row.area_code, bytes(row.mac)))
        if not hmac.compare_digest(made, bytes(row.link)):
            yield f"entry {row.id}: its link {row.seq} does not follow from the one before"
        link = bytes(row.link)
        if seq in wanted:
            links[seq] = link.hex()
    yield from _end(session, seq, link)
    yield from _anchors(anchors, links, seq)


def _entry(row: Any) -> Iterator[str]:
    act = Act(row.actor_id, row.actor, row.action, row.subject_kind, row.subject_id, tuple(row.fields))
    if not hmac.compare_digest(mac_of(key(), act), bytes(row.mac)):
        yield f"entry {row.id}: edited"


def _end(session: Session, seq: int, link: bytes) -> Iterator[str]:
    end = queries.seal(session)
    if (end.seq, end.link) != (seq, link):
        yield f"seal: says {end.seq} links, the chain has {seq}"
    for entry_id in queries.unchained(session):
        yield f"entry {entry_id}: put in behind the chain"


def _anchors(anchors: Anchors, links: dict[int, str], last: int) -> Iterator[str]:
    for anchor in anchors.read():
        if not anchor.good():
            yield f"anchor of {anchor.at}: edited"
        elif anchor.seq > last:
            yield f"chain: cut; {anchor.seq} links at {anchor.at}, {last} now"
        elif links.get(anchor.seq) != anchor.link:
            yield f"chain: link {anchor.seq} is not what it was at {anchor.at}"


def links(session: Session) -> int:
    """Return how many links the chain has by its seal."""
    return queries.seal(session).seq
