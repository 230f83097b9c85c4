"""Sealing one personal value: AES-256-GCM, bound to its row and field; a blind index for the phone; masks.

A sealed value is `suite | key id | nonce (12) | ciphertext and tag`. Suite, key, row and field are
its associated data, so a value moved to another row, another field or another key does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import unicodedata
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SUITE = 1  # AES-256-GCM; another algorithm (SM4-GCM) gets another number
NONCE = 12
HEAD = 2
MOBILE = re.compile(r"1[3-9][0-9]{9}")
MAX_NAME = 40

# What people agree to, by purpose: keys of the catalogue. Another wording gets another version; the digest says which it was.
CONSENT_VERSION = "2026-11"
CONSENT_TEXTS = {
    "handling": "我同意用我写的内容办理这件事并答复我。",
    "whereabouts": "我同意用我写的地点找到事情在哪里。",
    "minor": "事情和不满14周岁的孩子有关，我是孩子的监护人，同意用这些内容办理。",
    "hidden": "事情涉及家庭、邻里的隐私，我同意办理的人看到这些内容。",
    "handover": "我同意把这件事和我写的内容转给这个单位办理。",
}
# What a form may ask about beside the words themselves.
ASKED = ("handling", "whereabouts", "minor", "hidden")


def consent_digest(purpose: str) -> bytes:
    """Return the SHA-256 of the text that is agreed to."""
    return hashlib.sha256(CONSENT_TEXTS[purpose].encode()).digest()


class SealBrokenError(Exception):
    """A sealed value does not open: it was changed, moved, or sealed under another key."""


def seal(key: bytes, key_id: int, row: UUID, field: str, value: str) -> bytes:
    """Return `value` sealed for the field `field` of the row `row` under `key` (32 bytes, number `key_id`)."""
    head, nonce = bytes((SUITE, key_id)), os.urandom(NONCE)
    return head + nonce + AESGCM(key).encrypt(nonce, value.encode(), _bound(head, row, field))


def unseal(key: bytes, row: UUID, field: str, sealed: bytes) -> str:
    """Return the value sealed for this row and field.

    Raises SealBrokenError when it does not open.
    """
    head, nonce, rest = sealed[:HEAD], sealed[HEAD : HEAD + NONCE], sealed[HEAD + NONCE :]
    if head[:1] != bytes((SUITE,)):
        raise SealBrokenError("unknown suite")
    try:
        return AESGCM(key).decrypt(nonce, rest, _bound(head, row, field)).decode()
    except (InvalidTag, ValueError) as error:
        raise SealBrokenError("does not open") from error


def blind_index(key: bytes, phone: str) -> bytes:
    """Return what finds the same phone again without saying it: a MAC of the normal form."""
    return hmac.digest(key, b"phone\n" + phone.encode(), hashlib.sha256)


def normal_phone(text: str) -> str | None:
    """Return a mainland mobile number as eleven digits, or None; spaces, hyphens and +86 are taken."""
    plain = unicodedata.normalize("NFKC", text)
    digits = re.sub(r"[\s\-‐‑–—()]", "", plain).removeprefix("+").removeprefix("0086")
    if len(digits) == len("8613800000000"):
        digits = digits.removeprefix("86")
    return digits if MOBILE.fullmatch(digits) and digits.isascii() else None


def mask_phone(phone: str) -> str:
    """Return `138****1234`."""
    return f"{phone[:3]}****{phone[-4:]}"


def mask_name(name: str) -> str:
    """Return the first character and stars: `王**`."""
    return name[:1] + "*" * (min(len(name), 3) - 1) if len(name) > 1 else "*"


def _bound(head: bytes, row: UUID, field: str) -> bytes:
    return head + row.bytes + field.encode()
