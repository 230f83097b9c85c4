"""Sealing: committed entries become links of a chain, and its end is written down outside the database."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from backend.audit import queries
from backend.audit.domain import Sealed, next_link
from backend.audit.queries import Seal
from backend.audit.service.append import key

LINE = re.compile(r"(\S+) (\d{1,18}) ([0-9a-f]+) ([0-9a-f]+)", re.ASCII)


@dataclass(frozen=True)
class Anchor:
    """The end of the chain at a moment; `mac` binds the line to the key."""

    at: str
    seq: int
    link: str
    mac: str

    def good(self) -> bool:
        """Whether the line is as it was written."""
        return hmac.compare_digest(self.mac, anchor_mac(self.at, self.seq, self.link))


class Anchors:
    """Dated ends of the chain, one a line, in a file that the database server cannot write."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "audit" / "anchors.txt"
        self.verified = folder / "audit" / "verified.txt"

    def add(self, seal: Seal) -> None:
        """Write down the end of the chain and make sure it is on the disk."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        at, link = datetime.now(UTC).isoformat(), seal.link.hex()
        with self.path.open("a", encoding="ascii") as file:
            file.write(f"{at} {seal.seq} {link} {anchor_mac(at, seal.seq, link)}\n")
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> list[Anchor]:
        """Return all anchors, oldest first; a line that was cut or never was one is an anchor that is not good."""
        if not self.path.exists():
            return []
        lines = self.path.read_text("ascii", "replace").splitlines()
        found = ((n, LINE.fullmatch(line)) for n, line in enumerate(lines, 1))
        return [Anchor(m[1], int(m[2]), m[3], m[4]) if m else Anchor(f"line {n}", 0, "", "") for n, m in found]

    def note_verified(self, anchor: Anchor) -> None:
        """Keep how far the record has been found whole, for who goes on from there."""
        new = self.verified.with_suffix(".new")
        new.write_text(f"{anchor.at} {anchor.seq} {anchor.link} {anchor.mac}\n", "ascii")
        new.replace(self.verified)

    def last_verified(self) -> Anchor | None:
        """Return the anchor up to which the record was found whole; None when that cannot be told from what was kept."""
        if not self.verified.exists():
            return None
        kept = LINE.fullmatch(self.verified.read_text("ascii", "replace").strip())
        found = Anchor(kept[1], int(kept[2]), kept[3], kept[4]) if kept else None
        return found if found and found.good() and found in self.read() else None


def anchor_mac(at: str, seq: int, link: str) -> str:
    """Return the MAC of one line of the anchors' file."""
    return hmac.new(key(), f"anchor {at} {seq} {link}".encode(), hashlib.sha256).hexdigest()


def seal(session: Session) -> Seal | None:
    """Chain every entry whose transaction has ended; return the new end, or None when there was nothing to do.

    Entries are taken below the oldest running transaction, so none that commits late is missed.
    """
    end, until = queries.seal_from(session)
    new = end
    while new.horizon != until:
        entries, horizon = queries.unsealed(session, new.horizon, until)
        new = chained(session, new, entries, horizon)
    queries.move_seal(session, new)
    return new if new.seq > end.seq else None


def chained(session: Session, end: Seal, entries: Sequence[Sealed], horizon: str) -> Seal:
    """Append links for `entries` after `end`; return the new end."""
    link, links = end.link, []
    for seq, entry in enumerate(entries, end.seq + 1):
        link = next_link(key(), link, seq, entry)
        links.append((seq, entry.id, link))
    if links:
        queries.add_links(session, links)
    return Seal(horizon, end.seq + len(links), link)
