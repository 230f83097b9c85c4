"""Pairings and their kinds: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class Kind:
    """A kind of pairing. `first`, `second`: what stands on each side (person, body; person, deputy)."""

    code: str
    name: str
    name_en: str
    first: str
    second: str
    activity_type: str | None


@dataclass(frozen=True)
class NewPairing:
    """A pairing to be made: `first` and `second` by the ids of what the kind has on each side; `until_day` may be open."""

    id: UUID
    kind: str
    area_code: str
    first: int
    second: int
    purpose: str
    from_day: date
    until_day: date | None


@dataclass(frozen=True)
class Met:
    """An activity that they had together."""

    activity_id: UUID
    title: str
    day: date | None


@dataclass(frozen=True)
class Pairing:
    """A pairing as it is read; `activities`: as far as they are for this viewer, the newest first."""

    id: UUID
    kind: str
    kind_name: str
    kind_name_en: str
    area_code: str
    area_name: str
    first: int
    second: int
    first_name: str
    second_name: str
    purpose: str
    from_day: date
    until_day: date | None
    ended_reason: str
    made_by: int
    made_at: datetime
    activities: Sequence[Met] = ()

    def runs(self, day: date) -> bool:
        """Return whether it runs on a day."""
        return self.from_day <= day and (self.until_day is None or self.until_day >= day)
