"""What is read, in its own shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from backend.digests.domain import Funnel, Move

Moment = tuple[datetime, UUID]


@dataclass(frozen=True)
class OpinionRow:
    """An opinion as who digests it reads it; `item_id`: the item that holds it."""

    id: UUID
    number: str
    said_at: datetime
    received_at: datetime
    said: str
    unit_name: str | None
    channel: str
    state: str
    station_id: int | None
    station_name: str | None
    article_label: str | None
    item_id: UUID | None
    answered_at: datetime | None


@dataclass(frozen=True)
class DraftRow:
    """A draft with how far its opinions are."""

    id: UUID
    number: str
    title: str
    kind: str
    state: str
    closes_on: date
    made_at: datetime
    raised: int
    free: int
    due: int
    items: int


@dataclass(frozen=True)
class ArticleRow:
    """An article of the newest version with how far its opinions are; the draft as a whole has no id."""

    id: UUID | None
    label: str
    heading: str
    text: str
    opinions: int
    free: int
    items: int
    position: int


class Wording(NamedTuple):
    """What one opinion says; a hundred thousand of them are read at once, so the id stays text."""

    id: str
    said: str


@dataclass(frozen=True)
class OutcomeRow:
    """What can come back from above."""

    outcome: str
    name: str
    name_en: str
    reason_required: bool
    article_required: bool


@dataclass(frozen=True)
class Event:
    """A step that an item has gone."""

    version: int
    move_id: str
    to_state: str
    at: datetime
    actor_id: int
    actor_name: str
    words: str


@dataclass(frozen=True)
class Review:
    """What an expert was asked about an item, and said."""

    id: UUID
    expert_id: UUID
    expert_name: str
    account_id: int | None
    due_on: date
    verdict: str | None
    reasons: str
    given_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class ItemView:
    """A digest item; `dropped_for`: why it goes no further."""

    id: UUID
    number: str
    solicitation_id: UUID
    solicitation_title: str
    kind: str
    article_id: UUID | None
    article_label: str | None
    title: str
    text: str
    state: str
    batch_id: UUID | None
    batch_number: str | None
    outcome: str | None
    outcome_name: str | None
    outcome_name_en: str | None
    outcome_reason: str
    final_article_id: UUID | None
    final_label: str | None
    final_text: str | None
    merged_into: UUID | None
    answered_at: datetime | None
    area_code: str
    area_name: str
    made_by: int
    made_at: datetime
    asked: bytes
    version: int
    opinions: int
    unanswered: int
    events: tuple[Event, ...] = ()
    reviews: tuple[Review, ...] = ()

    @property
    def dropped_for(self) -> str:
        """Return the words with which it was dropped, empty while it was not."""
        return self.events[-1].words if self.state == "dropped" and self.events else ""


@dataclass(frozen=True)
class Wanted:
    """Which items; `article`: of one article, `whole`: of none; `states`: only these; `reviews`: asked of this account; `areas`: there."""

    solicitation: UUID | None = None
    article: UUID | None = None
    whole: bool = False
    states: tuple[str, ...] = ()
    batch: UUID | None = None
    item: UUID | None = None
    reviewer: int | None = None
    waits: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True)
class ExpertView:
    """Somebody of the pool; `busy`: how many opinions are asked of them now; `conflicts`: drafts from which they stand back."""

    id: UUID
    name: str
    employer: str
    specialities: tuple[str, ...]
    account_id: int | None
    area_code: str
    ended_on: date | None
    asked: bytes
    made_by: int
    busy: int
    conflicts: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True)
class BatchView:
    """What went up at one time."""

    id: UUID
    number: str
    solicitation_id: UUID
    solicitation_title: str
    recipient: str
    note: str
    sent_on: date
    receipt_number: str | None
    receipt_on: date | None
    receipt_by: str | None
    area_code: str
    made_by: int
    made_name: str
    made_at: datetime
    asked: bytes
    items: int
    opinions: int


@dataclass(frozen=True)
class NoticeView:
    """A public notice; `opinions`: how many it answers."""

    id: UUID
    solicitation_id: UUID
    title: str
    text: str
    place: str
    published_on: date
    area_code: str
    made_by: int
    made_name: str
    made_at: datetime
    asked: bytes
    opinions: int


@dataclass(frozen=True)
class FunnelRow:
    """The figures of a station, of a draft, or of all."""

    name: str | None
    station_id: int | None
    solicitation_id: UUID | None
    funnel: Funnel


@dataclass(frozen=True)
class Answered:
    """Somebody who is owed an answer."""

    id: UUID
    number: str
    area_code: str
    said: str
    said_at: datetime
    author_id: int | None
    unit_name: str | None
    receipt: str | None
    reply_way: str
    language: str


@dataclass(frozen=True)
class Result:
    """What everybody may read of an item."""

    label: str
    title: str
    said: str
    state: str
    outcome: str | None
    outcome_name: str | None
    outcome_name_en: str | None
    reason: str
    final_label: str | None
    final_text: str | None
    opinions: int


@dataclass(frozen=True)
class Count:
    """How many opinions came how far; `area_name`: only those of one township, where raised alone counts."""

    area_name: str | None
    raised: int
    reported: int
    adopted: int


@dataclass(frozen=True)
class Told:
    """An item with the moves that this person may make of it now; `asks`: the expert's opinion that is asked of them.

    `answers`: they answer who spoke.
    """

    view: ItemView
    moves: Sequence[Move]
    asks: UUID | None
    answers: bool
