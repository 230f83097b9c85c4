"""Sealing one personal value or secret: AES-256-GCM, bound to its row and field.

A sealed value is `suite | key id | nonce (12) | ciphertext and tag`. Suite, key, row and field are
its associated data, so a value moved to another row, another field or another key does not open.
"""

from __future__ import annotations

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SUITE = 1  # AES-256-GCM; another algorithm (SM4-GCM) gets another number
NONCE = 12
HEAD = 2


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


def _bound(head: bytes, row: UUID, field: str) -> bytes:
    return head + row.bytes + field.encode()
