"""Reading and writing what stands in the record of an activity: its people, what was done, who was there, how content they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from backend.activities.domain import Attended, Evidence, Person, State
from backend.activities.model import (
    Activity,
    ActivityAttendance,
    ActivityEvidence,
    ActivityPerson,
    ActivityPhoto,
    ActivityScore,
)

BUSY = text("select activity_id, title, starts_at from busy(:person, :deputy, :since, :until, :besides)")
SIGN_IN = text("select area_code, fresh from sign_in(:activity, :id, :person, :name, :unit)")
SCORE = text("select area_code, fresh from note_score(:activity, :device, :verdict, :words)")


def people(session: Session, activity_id: UUID) -> list[Person]:
    """Return the people of an activity in their order."""
    row = ActivityPerson
    found = select(row.part, row.name, row.account_id, row.deputy_id).where(row.activity_id == activity_id)
    return [Person(*each) for each in session.execute(found.order_by(row.nth))]


def evidence(session: Session, activity_id: UUID) -> list[Evidence]:
    """Return what was noted of the steps of an activity, the first first."""
    photos: dict[UUID, list[str]] = defaultdict(list)
    taken = select(ActivityPhoto).where(ActivityPhoto.activity_id == activity_id).order_by(ActivityPhoto.nth)
    for photo in session.scalars(taken):
        photos[photo.evidence_id].append(photo.sent_sha256.hex())
    row = ActivityEvidence
    found = select(row).where(row.activity_id == activity_id).order_by(row.at, row.id)
    return [
        Evidence(each.id, each.step, each.words, tuple(photos[each.id]), each.noted_by, each.noted_name, each.at)
        for each in session.scalars(found)
    ]


def attended(session: Session, activity_id: UUID, most: int) -> list[Attended]:
    """Return who was there, the last to sign first, at most `most`."""
    row = ActivityAttendance
    found = select(row.id, row.name, row.unit, row.way, row.at).where(row.activity_id == activity_id)
    return [Attended(*each) for each in session.execute(found.order_by(row.at.desc(), row.id).limit(most))]


def scores(session: Session, activity_id: UUID) -> Mapping[str, int]:
    """Return how many are how content, by verdict."""
    row = ActivityScore
    found = select(row.verdict, func.count()).where(row.activity_id == activity_id).group_by(row.verdict)
    return {verdict: int(n) for verdict, n in session.execute(found)}


def busy(
    session: Session, person: Person, since: datetime, until: datetime, besides: UUID
) -> tuple[UUID, str, datetime] | None:
    """Return id, title and beginning of another activity somebody is at in a span of time, None when they are free."""
    asked = {"person": person.account_id, "deputy": person.deputy_id, "since": since, "until": until}
    row = session.execute(BUSY, asked | {"besides": besides}).one_or_none()
    return (row.activity_id, row.title, row.starts_at) if row else None


def sign_in(
    session: Session, activity_id: UUID, new_id: UUID, person: int | None, name: str, unit: str
) -> tuple[str, bool] | None:
    """Put somebody on the list by the code at the place; return the area and whether it was the first time, None without such an activity."""
    asked = {"activity": activity_id, "id": new_id, "person": person, "name": name, "unit": unit}
    row = session.execute(SIGN_IN, asked).one_or_none()
    return (row.area_code, row.fresh) if row else None


def note_score(session: Session, activity_id: UUID, device: bytes, verdict: str, words: str) -> str | None:
    """Note how content somebody is; return the area, None without such an activity."""
    asked = {"activity": activity_id, "device": device, "verdict": verdict, "words": words}
    row = session.execute(SCORE, asked).one_or_none()
    return str(row.area_code) if row else None


def series(session: Session, series_id: UUID, since: datetime) -> Sequence[UUID]:
    """Return the planned activities of a row that begin at or after a moment, the first first."""
    rules = (Activity.series_id == series_id, Activity.state == State.PLANNED, Activity.starts_at >= since)
    return session.scalars(select(Activity.id).where(*rules).order_by(Activity.starts_at)).all()
