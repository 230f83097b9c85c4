"""The token of a login link, and what is kept of it and of the device that asked: pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from uuid import UUID

# Why a link opens nothing any more, by its state.
DEAD: Mapping[str, str] = {
    "used": "这个链接已经用过，请重新申请",
    "revoked": "这个链接已经作废，请重新申请",
    "expired": "这个链接已经过期，请重新申请",
}


def token_of(key: bytes, link_id: UUID) -> str:
    """Return the token of a link, 256 bits that only this installation can make: the errand that sends it makes it anew."""
    return base64.urlsafe_b64encode(hmac.digest(key, link_id.bytes, hashlib.sha256)).decode().rstrip("=")


def kept(secret: str) -> bytes:
    """Return what is stored of a token or of a device's secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()
