"""What a link is, and what is kept of its token: pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

MOST_DAYS = 14
# Why a link opens nothing any more, by its state.
DEAD: Mapping[str, str] = {
    "revoked": "这个链接已被收回，请联系发链接给您的人",
    "expired": "这个链接已经过期，请联系发链接给您的人重发",
    "over": "这件事已不在您单位手里，链接不能再用",
}
LABELS: Mapping[str, str] = {"live": "可用", "revoked": "已收回", "expired": "已过期", "over": "事项已离开承办单位"}
BY_LINK = "{name}（凭链接）"


@dataclass(frozen=True)
class Link:
    """A link as who issued it sees it; `state`: a key of `LABELS`. `opened_at`: when its device first used it, `seen_at`: last."""

    id: UUID
    body_name: str
    issued_at: datetime
    issued_name: str
    expires_at: datetime
    revoked_at: datetime | None
    opened_at: datetime | None
    seen_at: datetime | None
    state: str


@dataclass(frozen=True)
class Opened:
    """A link as it is found by its token or its device; `device_hash`: of the device that holds it, None before any."""

    id: UUID
    case_id: UUID
    role: str
    body_name: str
    area_code: str
    expires_at: datetime
    device_hash: bytes | None
    state: str


def token_of(key: bytes, link_id: UUID) -> str:
    """Return the token of a link, 256 bits that only this installation can make; made anew when the issuing is sent again."""
    made = hmac.digest(key, link_id.bytes, hashlib.sha256)
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def digest_of_token(token: str) -> bytes:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def digest_of_device(device: str, link_id: UUID) -> bytes:
    """Return what is stored of the device that holds a link: another one for each link."""
    return hashlib.sha256(f"{device}\n{link_id}".encode("utf-8", "replace")).digest()
