"""Which browser follows which receipt or person. An endpoint is known only to its browser and to us (T48)."""

from __future__ import annotations

import base64
import hashlib
from uuid import UUID

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.errors import Conflict, NotFound
from backend.feedback.domain import check_keys
from backend.feedback.service.endpoint import addresses_of, endpoint_of
from backend.settings import Settings

ADD = text("select * from push_follow_add(:url, :hash, :p256dh, :auth, :person, :report, :most)")
END = text("select * from push_follow_end(:follow, :person, :report)")
MOST_BROWSERS = 10


def vapid(settings: Settings) -> Vapid02:
    """Return the key that signs our pushes, given as PEM or as base64url of the raw or DER key."""
    key = settings.vapid_private_key
    return Vapid02.from_pem(key.encode()) if "-----BEGIN" in key else Vapid02.from_string(key)


def vapid_public_key(settings: Settings) -> str:
    """Return the public key a browser subscribes with: base64url of the uncompressed point, no padding."""
    point = vapid(settings).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def follow(
    session: Session,
    settings: Settings,
    *,
    endpoint: str,
    p256dh: str,
    auth: str,
    person: int | None = None,
    report: UUID | None = None,
    most: int = MOST_BROWSERS,
) -> UUID:
    """Let a browser follow a person's messages, or one report or draft by its id; return the id by which that can be ended.

    The same again gives the same id. An endpoint with other keys is another browser: nobody can take one over.
    Raises Invalid (fields `endpoint`, `keys`), Conflict when too many browsers follow already.
    """
    addresses_of(endpoint_of(endpoint, settings))
    check_keys(p256dh, auth)
    whole = hashlib.sha256(f"{endpoint}\n{p256dh}\n{auth}".encode()).digest()
    row = session.execute(
        ADD,
        {"url": endpoint, "hash": whole, "p256dh": p256dh, "auth": auth, "person": person, "report": report,
         "most": most},
    ).one_or_none()  # fmt: skip
    if row is None:
        raise Conflict("提醒的浏览器太多了，先关掉几个")
    found: UUID = row.follow_id
    audit.append(session, "push.followed", "push_follow", found)
    return found


def unfollow(session: Session, follow_id: UUID, *, person: int | None = None, report: UUID | None = None) -> None:
    """End what `follow` began.

    Raises NotFound when there is no such id of this person or this report: another's id opens nothing.
    """
    asked = {"follow": follow_id, "person": person, "report": report}
    if session.execute(END, asked).one_or_none() is None:
        raise NotFound("没有找到")
    audit.append(session, "push.unfollowed", "push_follow", follow_id)
