"""A part that is split off a case, what may be the same matter, and the topics it carries: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Child:
    """A case that was split off another."""

    id: UUID
    number: str
    state: str
    category: str
    category_name: str
    category_name_en: str
    opened_at: datetime


@dataclass(frozen=True)
class NewChild:
    """What is split off: reports by id, or a part of the matter in words; `category` None: that of the parent."""

    id: UUID
    category: str | None
    reports: Sequence[UUID]
    text: str


@dataclass(frozen=True)
class Near:
    """An open case that may be the same matter; `distance_m`: metres, None without places."""

    id: UUID
    number: str
    state: str
    area_code: str
    area_name: str
    opened_at: datetime
    distance_m: int | None


@dataclass(frozen=True)
class Tagged:
    """A topic of supervision, whether a case carries it, and whether by its category: then nobody takes it off."""

    code: str
    name: str
    name_en: str
    on: bool
    by_category: bool


@dataclass(frozen=True)
class Topics:
    """All topics as they are of one case; `may`: the viewer may change those given by hand."""

    items: Sequence[Tagged]
    may: bool
