"""What is kept of a secret ballot: the box, the code of a link, the receipt. Pure; the keys are the caller's."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from backend.codes.domain import mac_text, normal

CODE_CHARS, TRACKER_CHARS = 16, 12


@dataclass(frozen=True)
class Urn:
    """The box. Ballots and receipts lie in it apart, each sorted: neither order nor place ties one to the other or to a voter.

    Its text is as long as the number of ballots says, whatever is on them.
    """

    papers: tuple[str, ...] = ()
    trackers: tuple[str, ...] = ()

    def having(self, marks: str, tracker: str) -> Self:
        """Return the box with one more ballot and its receipt."""
        return type(self)(tuple(sorted((*self.papers, marks))), tuple(sorted((*self.trackers, tracker))))

    def text(self) -> str:
        """Return it as it is sealed."""
        return json.dumps([self.papers, self.trackers], separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the box of a text."""
        papers, trackers = json.loads(text)
        return cls(tuple(papers), tuple(trackers))


def code_of(key: bytes, member: UUID, nth: int) -> str:
    """Return the code of the `nth` link of a member: 80 bits that only this installation can make, and make again."""
    return mac_text(key, f"vote {member} {nth}", CODE_CHARS)


def digest_of_code(code: str) -> bytes:
    """Return what is stored of a code, however it was typed."""
    return hashlib.sha256(normal(code).encode("utf-8", "replace")).digest()


def digest_of_device(device: str, member: UUID) -> bytes:
    """Return what is stored of the device that holds a member's link."""
    return hashlib.sha256(f"{device}\nvote {member}".encode("utf-8", "replace")).digest()


def tracker_of(key: bytes, member: UUID) -> str:
    """Return the receipt of a member's vote: it can be told again, and says nothing of the marks, which it is not made of."""
    return mac_text(key, f"receipt {member}", TRACKER_CHARS)
