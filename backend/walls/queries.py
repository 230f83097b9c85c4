"""Links of screens: kept, listed, taken back, found by their token; what stands on one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.activities.queries.public import PublicHead
from backend.releases.domain import Adopted, Told
from backend.solicitations.queries import View
from backend.stations.domain import StationRef
from backend.walls.domain import Wall
from backend.walls.model import WallLink

FOUND = text("select station_id, state from wall_found(:digest)")
SEEN = text("select wall_seen(:digest)")
WALL = select(
    WallLink.id, WallLink.station_id, WallLink.name, WallLink.issued_at, WallLink.issued_name, WallLink.revoked_at, WallLink.seen_at
)  # fmt: skip
MOST = 50


@dataclass(frozen=True)
class Board:
    """What stands on a screen, all of it public: released months, what is on, drafts that take opinions, what was adopted."""

    station: StationRef
    at: datetime
    months: Sequence[Told]
    activities: Sequence[PublicHead]
    drafts: Sequence[View]
    adopted: Sequence[Adopted]


def listed(session: Session, station_id: int) -> list[Wall]:
    """Return the screens of a station, newest first, at most fifty."""
    asked = WALL.where(WallLink.station_id == station_id).order_by(WallLink.issued_at.desc(), WallLink.id)
    return [Wall(*row) for row in session.execute(asked.limit(MOST))]


def one(session: Session, wall_id: UUID) -> tuple[Wall, int] | None:
    """Return a screen and who made it, None when there is none for this viewer."""
    row = session.execute(WALL.add_columns(WallLink.issued_by).where(WallLink.id == wall_id)).one_or_none()
    return (Wall(*row[:-1]), row[-1]) if row else None


def issue(session: Session, new: dict[str, Any]) -> bool:
    """Store a screen's link; False when its id is taken."""
    made = insert(WallLink).values(**new).on_conflict_do_nothing(index_elements=["id"]).returning(WallLink.id)
    return session.execute(made).one_or_none() is not None


def revoke(session: Session, wall_id: UUID) -> bool:
    """Take a link back; False when it was before."""
    made = update(WallLink).where(WallLink.id == wall_id, WallLink.revoked_at.is_(None)).values(revoked_at=func.now())
    return session.execute(made.returning(WallLink.id)).one_or_none() is not None


def found(session: Session, digest: bytes) -> tuple[int, str] | None:
    """Return the station and the state of the link whose token has this digest, and note that it was seen; needs no context."""
    row = session.execute(FOUND, {"digest": digest}).one_or_none()
    if row is None:
        return None
    session.execute(SEEN, {"digest": digest})
    return row.station_id, row.state
