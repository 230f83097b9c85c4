"""The code at the place: what it opens and until when, signed, so that nothing has to be stored. Pure."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from uuid import UUID

from backend.codes.domain import ALPHABET, Derive, base32, mac_text, normal

SCREEN, PAPER, SCORE = "S", "P", "R"
MAC_CHARS = 12  # 60 bits, and guesses are counted
LONGEST = 12
MINUTE = 60


def write_code(activity: UUID, kind: str, until: datetime, derive: Derive) -> str:
    """Return the code for one activity that is good until `until`, to the minute after: `S` on a screen, `P` on paper, `R` to say how content."""
    head = kind + base32(int(until.timestamp()) // MINUTE + 1)
    return head + _mac(activity, head, derive)


def read_code(activity: UUID, code: str, derive: Derive) -> tuple[str, datetime] | None:
    """Return the kind of a code of an activity and from when it is over, None for what is no code of it."""
    plain = normal(code)[:40]
    head, mac = plain[:-MAC_CHARS], plain[-MAC_CHARS:]
    if not 2 <= len(head) <= LONGEST or any(char not in ALPHABET for char in plain):
        return None
    if not hmac.compare_digest(_mac(activity, head, derive), mac):
        return None
    return head[0], datetime.fromtimestamp(_number(head[1:]) * MINUTE, UTC)


def _mac(activity: UUID, head: str, derive: Derive) -> str:
    return mac_text(derive("sign-in"), f"{activity} {head}", MAC_CHARS)


def _number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * len(ALPHABET) + ALPHABET.index(digit)
    return number
