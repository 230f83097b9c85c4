"""What everybody may read of activities; by look-ups that know public ones only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

LISTED = text("select * from public_activities(:place, :station, :deputy, :type, :tag, :since, :until, :most)")
ONE = text("select * from public_activity(:id)")
PROMISES = text("select * from public_promises(:id)")


@dataclass(frozen=True)
class PublicHead:
    """A public activity.

    `convener`: who calls it; `lon`, `lat`: degrees in EPSG:4326; `minutes`: how long one lasts without an end; `series_id`: the
    first of the row it belongs to.
    """

    id: UUID
    type: str
    type_name: str
    type_name_en: str
    title: str
    area_code: str
    area_name: str
    place: str
    starts_at: datetime | None
    ends_at: datetime | None
    state: str
    convener: str
    lon: float | None
    lat: float | None
    minutes: int
    version: int
    made_at: datetime
    series_id: UUID | None


@dataclass(frozen=True)
class PublicFile(PublicHead):
    """A public activity with its record. `done`: keys of the steps somebody noted; `scores`: how many are how content."""

    held_on: date | None
    cancelled_reason: str
    scored: bool
    numbers: Mapping[str, Any]
    fields: Sequence[Mapping[str, str]]
    steps: Sequence[Mapping[str, str]]
    done: Sequence[str]
    tags: Sequence[str]
    deputies: Sequence[str]
    attended: int
    scores: Mapping[str, int]


@dataclass(frozen=True)
class PublicPromise:
    """What was promised at a public activity, and how it stands; `words`: the last that was noted."""

    id: UUID
    said: str
    body_name: str
    due_on: date
    state: str
    settled_at: datetime | None
    words: str


@dataclass(frozen=True)
class Asked:
    """Which public activities: of a place (beginning of a code), a station, a deputy, a kind, with a tag; from `since` until before `until`."""

    since: datetime
    until: datetime
    place: str = ""
    station: int | None = None
    deputy: int | None = None
    type: str | None = None
    tag: str | None = None


def listed(session: Session, asked: Asked, most: int) -> list[PublicHead]:
    """Return public activities by when they begin, at most `most`."""
    return [PublicHead(**row) for row in session.execute(LISTED, vars(asked) | {"most": most}).mappings()]


def one(session: Session, activity_id: UUID) -> PublicFile | None:
    """Return one public activity, None when there is none or it is not public."""
    row = session.execute(ONE, {"id": activity_id}).mappings().one_or_none()
    return PublicFile(**row) if row else None


def promises(session: Session, activity_id: UUID) -> list[PublicPromise]:
    """Return what was promised at a public activity, the first due first."""
    return [PublicPromise(**row) for row in session.execute(PROMISES, {"id": activity_id}).mappings()]
