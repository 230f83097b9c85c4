"""The verbs of the room: release the months that are over, read what was released and what was adopted of a station."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from backend.audit.service import append
from backend.releases.domain import Adopted, Told, whole_months
from backend.releases.model import ReleaseMonth, StationRelease

RELEASE = text("select told from release_stations(:first)")
ADOPTED = text("select * from adopted_at(:station, :most)")
MOST = 20


def release(session: Session, day: date) -> int:
    """Release the months that are over on `day` and were not released yet; return how many."""
    there = set(session.scalars(select(ReleaseMonth.month)))
    due = [each for each in reversed(whole_months(day)) if each not in there]
    for first in due:
        if session.scalar(RELEASE, {"first": first}) is not None:
            append(session, "release.month", "release_month", str(first))
    return len(due)


def months(session: Session, station_id: int, day: date) -> list[Told]:
    """Return the months of a station with anything to tell, of the last twelve, the latest first; needs no context."""
    rule = (StationRelease.station_id == station_id, StationRelease.month >= whole_months(day)[-1])
    rows = session.scalars(select(StationRelease).where(*rule).order_by(StationRelease.month.desc()))
    return [Told(each.month, each.heard, each.answered, each.adopted) for each in rows]


def adopted(session: Session, station_id: int) -> Sequence[Adopted]:
    """Return what was adopted of what people said at a station, the latest first; needs no context."""
    return [Adopted(*row) for row in session.execute(ADOPTED, {"station": station_id, "most": MOST})]
