"""A sighting as it comes in, its digest, and what became of it: pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from backend.clock import CHINA
from backend.errors import Conflict, Forbidden, Invalid, Refusal, Unavailable

NOTICED_BY = ("door_visit", "neighbour_inquiry", "public_interaction", "own_observation")
RISKS = ("low", "medium", "high")
OUT_OF_CELL_REASONS = ("visiting_neighbour_cell", "people_moved_here", "asked_to_help", "other")
MOST_IN_BATCH = 500
# Nine photos and three recordings, as the phone lets one take.
MOST_ATTACHMENTS = 12
PLAIN = json.JSONEncoder(default=str, ensure_ascii=False, sort_keys=True).encode
AS_IT_CAME = json.JSONEncoder().encode
PLAIN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# A phone may wait long for a signal; further off than this its clock is wrong, and the grid of the day we
# received the report is the better guess. Both times are stored as they are.
OLDEST, NEWEST = timedelta(days=400), timedelta(days=1)


@dataclass(frozen=True)
class NewSighting:
    """One sighting off the wire.

    `place`: (longitude, latitude) in degrees, WGS-84 (EPSG:4326), converted from `crs`; None when unknown.
    `accuracy_m`: metres. Times are UTC, by the phone's clock. `attachments`: digests, lower hex.
    """

    id: UUID
    seen_at: datetime
    category: str
    noticed_by: str
    hidden: bool
    risk: str
    text: str
    place: tuple[float, float] | None
    crs: str | None
    accuracy_m: float | None
    fixed_at: datetime | None
    cell_code: str | None
    out_of_cell_reason: str | None
    visit_id: UUID | None
    attachments: tuple[str, ...]

    def digest(self) -> bytes:
        """Return the digest by which a repeat is known from another report under the same id."""
        return hashlib.sha256(PLAIN(vars(self)).encode()).digest()

    def day(self, now: datetime) -> date:
        """Return the day whose grid the sighting belongs to, in China."""
        sane = now - OLDEST < self.seen_at < now + NEWEST
        return (self.seen_at if sane else now).astimezone(CHINA).date()

    def row(self, n: int, now: datetime, mac: bytes, spelling: bytes | None = None) -> dict[str, Any]:
        """Return the sighting as the intake statement reads it; `n`: its place in the request, `spelling`: see `spelling_of`."""
        return {
            "n": n,
            "id": str(self.id),
            "digest": self.digest().hex(),
            "spelling": spelling.hex() if spelling else None,
            "category": self.category,
            "seen_at": self.seen_at.isoformat(),
            "day": self.day(now).isoformat(),
            "noticed_by": self.noticed_by,
            "risk": self.risk,
            "hidden": self.hidden,
            "body": self.text,
            "lon": self.place[0] if self.place else None,
            "lat": self.place[1] if self.place else None,
            "source_crs": self.crs if self.place else None,
            "accuracy_m": self.accuracy_m,
            "fixed_at": self.fixed_at.isoformat() if self.fixed_at else None,
            "cell_code": self.cell_code,
            "reason": self.out_of_cell_reason,
            "visit_id": str(self.visit_id) if self.visit_id else None,
            "photos": list(self.attachments),
            "mac": mac.hex(),
        }


def spelling_of(item: Any) -> bytes | None:
    """Return the digest of the very words of an item off the wire, None for one that has no plain id.

    The same words again mean the same, and need not be read again; the same content in other words has another one.
    """
    named = isinstance(item, dict) and item.get("id")
    if not isinstance(named, str) or not PLAIN_ID.fullmatch(named):
        return None
    return hashlib.blake2b(AS_IT_CAME(item).encode(), digest_size=16).digest()


@dataclass(frozen=True)
class Outcome:
    """What became of one item: stored now (201), stored before (200), or refused.

    `answer`: the JSON text that was frozen when it was stored.
    """

    id: UUID
    answer: str | None = None
    new: bool = False
    refusal: Refusal | None = None

    @property
    def status(self) -> int:
        """Return the HTTP status of this item."""
        if self.refusal:
            return self.refusal.status
        return 201 if self.new else 200


def refusal_for(status: str) -> Refusal:
    """Return the refusal for a status word of the intake statement."""
    refusal: Refusal = REFUSALS[status]()
    return refusal


def taken() -> Refusal:
    """Return the one answer for an id that holds something else, or somebody else's."""
    return Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")


REFUSALS: Mapping[str, Any] = {
    "differs": taken,
    "bad_category": lambda: Invalid("没有这个类别", field="category", code="unknown_category"),
    "bad_cell": lambda: Invalid("没有这个网格", field="cell_code", code="unknown_cell"),
    "out_of_scope": lambda: Forbidden("这个地方不在您的工作范围", field="place", code="out_of_scope"),
    "no_station": lambda: Conflict("您的工作范围里还没有站点，请联系管理员", field="place", code="no_station"),
    "lost_race": lambda: Unavailable("暂时忙不过来，请稍后再试", retry_after=1),
}


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)
