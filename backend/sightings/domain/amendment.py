"""What is said of a sighting later: corrections, which say something anew, and additions, which stand beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.plain import digest_of

MOST_AMENDMENTS = 50


@dataclass(frozen=True)
class State:
    """What a sighting says: the fields that may be corrected.

    `place_words`: where it really is, in words; no correction moves a point or a cell. `seen_at`: UTC.
    """

    text: str
    category: str
    noticed_by: str
    risk: str
    seen_at: datetime
    place_words: str

    def with_(self, changes: Mapping[str, Any]) -> State:
        """Return what it says once `changes` are made."""
        return replace(self, **changes)


FIELDS = tuple(State.__dataclass_fields__)


@dataclass(frozen=True)
class Correction:
    """Some fields of a sighting said anew. `based_on`: the version its writer had read; `made_at`: by the writer's clock, UTC."""

    id: UUID
    made_at: datetime
    based_on: UUID
    changes: Mapping[str, Any]

    def digest(self, first: UUID) -> bytes:
        """Return the digest by which a repeat is known from something else under the same id."""
        return digest_of(first=first, **asdict(self))


@dataclass(frozen=True)
class Addition:
    """More of a sighting: words, and digests of what was photographed or recorded. `made_at`: by the writer's clock, UTC."""

    id: UUID
    made_at: datetime
    text: str
    attachments: tuple[str, ...]

    def digest(self, first: UUID) -> bytes:
        """Return the digest by which a repeat is known from something else under the same id."""
        return digest_of(first=first, **asdict(self))


@dataclass(frozen=True)
class Version:
    """One step in the history of a sighting; the first has `nth` 0 and no `fields`, an addition `text` of its own and none either.

    `state`: what the sighting says from here on. `actor_role`: author or liaison. `photos`: digests of what was sent with it.
    """

    id: UUID
    nth: int
    number: str
    at: datetime
    made_at: datetime | None
    actor_id: int
    actor_name: str
    actor_role: str
    fields: tuple[str, ...]
    text: str
    state: State
    photos: tuple[str, ...] = ()


def clashing(base: State, now: State, changes: Mapping[str, Any]) -> list[str]:
    """Return the fields of `changes` that others have changed since `base`, and to something else."""
    return [
        name for name in FIELDS
        if name in changes and getattr(base, name) != getattr(now, name) and getattr(now, name) != changes[name]
    ]  # fmt: skip


def last_change(versions: Sequence[Version], name: str) -> Version:
    """Return the version that said the field `name` last."""
    return next((each for each in reversed(versions) if name in each.fields), versions[0])
