"""What a screen is, and who keeps it: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

# Who hangs up a screen for a station.
KEEPERS = ("liaison", "town_congress", "town_head")
# Why a link opens nothing any more, by its state.
DEAD: Mapping[str, str] = {
    "revoked": "这块大屏的链接已收回，请联系站点工作人员",
    "closed": "这个站点已不再开放",
}


@dataclass(frozen=True)
class Wall:
    """A screen as its office sees it; `name`: where it hangs; `seen_at`: when it was on last."""

    id: UUID
    station_id: int
    name: str
    issued_at: datetime
    issued_name: str
    revoked_at: datetime | None
    seen_at: datetime | None
