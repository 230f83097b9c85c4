"""Verifying: every way of altering the record leaves a trace that this finds."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from backend.audit import queries
from backend.audit.domain import Act, Sealed, mac_of, next_link
from backend.audit.service.append import key
from backend.audit.service.seal import Anchor, Anchors


def verify(session: Session, anchors: Anchors, *, since: Anchor | None = None) -> Iterator[str]:
    """Yield one sentence for each fault of the record; nothing when it is whole.

    Finds an edited field, a deleted or inserted entry, a broken order, a cut tail, an emptied table,
    and a chain recomputed by somebody without the key or after an anchor was written. `since`: go on from that anchor, up to
    which the record was verified before; what was altered before it is not looked at again. Now and then it
    tells `anchors` up to which of them there was no fault.
    """
    known = anchors.read()
    wanted, links = {anchor.seq: anchor for anchor in known}, dict[int, str]()
    link, seq, clean = b"", 0, True
    reached: Anchor | None = None
    if since is not None:
        link, seq = bytes.fromhex(since.link), since.seq
        links[seq] = (queries.link_at(session, seq) or b"").hex()
    for row in queries.chain(session, seq):
        faults = list(_follows(row, seq, link))
        clean = clean and not faults
        yield from faults
        link, seq = bytes(row.link), row.seq
        if seq in wanted:
            links[seq] = link.hex()
            if clean and wanted[seq].good() and wanted[seq].link == links[seq]:
                reached = wanted[seq]
        if reached and seq % queries.PIECE == 0:
            anchors.note_verified(reached)
    if reached:
        anchors.note_verified(reached)
    yield from _end(session, seq, link)
    yield from _anchors(known, links, seq, since.seq if since else 0)


def _follows(row: Any, last: int, link: bytes) -> Iterator[str]:
    """Yield the faults of one link and its entry; `last`, `link`: the one before."""
    if row.seq != last + 1:
        yield f"chain: link {last + 1} is missing, {row.seq} follows"
    if row.id is None:
        yield f"entry {row.entry_id}: deleted (link {row.seq})"
        return
    yield from _entry(row)
    made = next_link(key(), link, row.seq, Sealed(row.id, row.xid, row.at_micros, row.area_code, bytes(row.mac)))
    if not hmac.compare_digest(made, bytes(row.link)):
        yield f"entry {row.id}: its link {row.seq} does not follow from the one before"


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


def _anchors(known: Sequence[Anchor], links: dict[int, str], last: int, since: int) -> Iterator[str]:
    for anchor in known:
        if not anchor.good():
            yield f"anchor of {anchor.at}: edited"
        elif anchor.seq > last:
            yield f"chain: cut; {anchor.seq} links at {anchor.at}, {last} now"
        elif anchor.seq >= since and links.get(anchor.seq) != anchor.link:
            yield f"chain: link {anchor.seq} is not what it was at {anchor.at}"


def links(session: Session) -> int:
    """Return how many links the chain has by its seal."""
    return queries.seal(session).seq
