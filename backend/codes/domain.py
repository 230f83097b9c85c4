"""The text of a representative code: kind, key, serial and MAC, in letters nobody confuses.

`P1` `3K` `…14 characters…`: a letter for the kind, one for the key, the serial, then 70 bits of a
MAC over all that stands before. It can be read aloud and typed: lower case, spaces, hyphens, the
full-width letters and marks of a Chinese keyboard, O, I, L for 0 and 1 and U for V are all taken
(Crockford's base 32, which has none of these four).
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from backend.stations.domain import PostCell, StationRef

Kind = Literal["deputy", "station", "post"]
Derive = Callable[[str], bytes]

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS: dict[Kind, str] = {"deputy": "D", "station": "S", "post": "P"}
KINDS: dict[str, Kind] = {letter: kind for kind, letter in LETTERS.items()}
MAC_CHARS = 14  # 70 bits, T30 asks for 64
LONGEST_SERIAL = 12
UNSURE = "other"  # the category of who cannot tell: no code asks about it
# What people write for a character of the alphabet, or put between characters.
_READ = str.maketrans("OILU", "011V", " \t\n-‐‑–—_·.,:;/()、。")


@dataclass(frozen=True)
class Code:
    """What a code says: whom it stands for is looked up by `serial`."""

    kind: Kind
    key_id: int
    serial: int


@dataclass(frozen=True)
class CodeTarget:
    """Whom a code stands for. `station`: the station itself, or the one a deputy belongs to; `area`: where it counts.

    `category`: the code of the category it asks about, None when it asks about none.
    """

    kind: Kind
    code_id: int
    name: str
    deputy_id: int | None
    station: StationRef | None
    area_code: str
    state: Literal["good", "revoked"]
    category: str | None


@dataclass(frozen=True)
class CodeCategory:
    """The category a code asks about."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True)
class Preset:
    """What whoever scans a code finds chosen beforehand and may change; None: nothing is."""

    category: CodeCategory | None
    cell: PostCell | None


def normal(text: str) -> str:
    """Return `text` in the one form of the alphabet; what cannot be a code stays what it is."""
    return unicodedata.normalize("NFKC", text).upper().translate(_READ)


def base32(number: int, width: int = 1) -> str:
    """Return `number` (not negative) in Crockford's base 32, at least `width` characters."""
    digits = ""
    while number:
        number, rest = divmod(number, 32)
        digits = ALPHABET[rest] + digits
    return digits.rjust(width, "0")


def mac_text(key: bytes, message: str, chars: int) -> str:
    """Return the first `chars` characters (5 bits each) of HMAC-SHA256 over `message`."""
    digest = hmac.digest(key, message.encode(), hashlib.sha256)
    return base32(int.from_bytes(digest, "big") >> (256 - 5 * chars), chars)


def write(code: Code, derive: Derive) -> str:
    """Return the text of `code`, signed with the key `code/<key id>` of `derive`."""
    head = LETTERS[code.kind] + ALPHABET[code.key_id] + base32(code.serial)
    return head + mac_text(derive(f"code/{code.key_id}"), head, MAC_CHARS)


def read(text: str, derive: Derive) -> Code | None:
    """Return what the code `text` says, or None when it is cut, mistyped, forged or foreign."""
    plain = normal(text)
    head, mac = plain[:-MAC_CHARS], plain[-MAC_CHARS:]
    if not 3 <= len(head) <= 2 + LONGEST_SERIAL or any(char not in ALPHABET for char in plain):
        return None
    kind = KINDS.get(head[0])
    key_id, serial = ALPHABET.index(head[1]), _number(head[2:])
    if kind is None or head[2:] != base32(serial):
        return None
    good = mac_text(derive(f"code/{key_id}"), head, MAC_CHARS)
    return Code(kind, key_id, serial) if hmac.compare_digest(good, mac) else None


def spaced(text: str, size: int = 4, between: str = " ") -> str:
    """Return `text` in groups of `size`, for eyes: `P13K 7QK4 …`."""
    return between.join(text[at : at + size] for at in range(0, len(text), size))


def _number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * 32 + ALPHABET.index(digit)
    return number


RECEIPT_CHARS = 12  # 60 bits
QUERY_CHARS = 8  # 40 bits, throttled


@dataclass(frozen=True)
class Receipt:
    """What a citizen holds: the number of the receipt, which may be shown, and the query code, which opens it."""

    number: str
    query_code: str


def receipt_of(report_id: UUID, derive: Derive) -> Receipt:
    """Return the receipt of a report: two MACs of its id, so that neither has to be stored or sent again."""
    return Receipt(
        mac_text(derive("receipt"), str(report_id), RECEIPT_CHARS),
        mac_text(derive("query code"), str(report_id), QUERY_CHARS),
    )


def opens(report_id: UUID, query_code: str, derive: Derive) -> bool:
    """Return whether `query_code`, as a person typed it, is that of the report; in constant time."""
    good = receipt_of(report_id, derive).query_code
    return hmac.compare_digest(good.encode(), normal(query_code).encode("utf-8", "replace"))
