"""What opinions come to: items, their states, likeness of texts, figures; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.digests.domain.states import (
    ADOPTED,
    BY_ID,
    DUE,
    LABELS,
    LATE,
    MOVES,
    OPEN,
    Move,
    State,
    move_by,
    moves_from,
)

__all__ = [
    "ADOPTED", "BY_ID", "CHARACTERS", "COMPARED", "DUE", "GROUPS", "LABELS", "LATE", "MOST", "MOVES", "OPEN", "TOLD", "WAYS", "Draft", "Funnel", "Move", "NewBatch",
    "NewExpert", "NewNotice", "Outcome", "Share", "State", "move_by", "moves_from", "share",
]  # fmt: skip
# Opinions that one request moves.
MOST = 5000
# Opinions of one article that are compared at a time, and how many characters they may have together (what they take in memory).
COMPARED, CHARACTERS = 100_000, 4_000_000
# Groups that are told, the largest first, and opinions of each: so many as one request may put into an item.
GROUPS, TOLD = 20, 500
# How people are answered: 个人单 or 公告, either or both.
WAYS = ("sheets", "notice", "both")
Share = float | None


@dataclass(frozen=True)
class Draft:
    """An item as somebody writes it; `opinions`: those that it holds from the start."""

    id: UUID
    solicitation_id: UUID
    article_id: UUID | None
    title: str
    text: str
    opinions: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What came back from above, by the codes of the solicitation's kind; `article_id`: where it stands in the final text."""

    outcome: str
    reason: str
    article_id: UUID | None


@dataclass(frozen=True)
class NewExpert:
    """Somebody for the pool; `login`: of the account by which they answer themselves."""

    id: UUID
    name: str
    employer: str
    specialities: tuple[str, ...]
    area_code: str
    login: str = ""


@dataclass(frozen=True)
class NewBatch:
    """What goes up at one time."""

    id: UUID
    solicitation_id: UUID
    recipient: str
    note: str
    sent_on: date
    items: tuple[UUID, ...]


@dataclass(frozen=True)
class NewNotice:
    """A notice: where it hung or was published, and the items whose authors it answers."""

    id: UUID
    solicitation_id: UUID
    title: str
    text: str
    place: str
    published_on: date
    items: tuple[UUID, ...]


@dataclass(frozen=True)
class Funnel:
    """How many opinions came how far: raised, reported, adopted; owed an answer, answered, reached."""

    raised: int
    reported: int
    adopted: int
    due: int
    answered: int
    reached: int

    @property
    def report_rate(self) -> Share:
        """Return which part of what was raised was reported (464 of 1028)."""
        return share(self.reported, self.raised)

    @property
    def adoption_of_reported(self) -> Share:
        """Return which part of what was reported was adopted (70 of 464)."""
        return share(self.adopted, self.reported)

    @property
    def adoption_of_raised(self) -> Share:
        """Return which part of what was raised was adopted (70 of 1028)."""
        return share(self.adopted, self.raised)

    @property
    def delivery_rate(self) -> Share:
        """Return which part of those who are owed an answer it has reached."""
        return share(self.reached, self.due)


def share(part: int, whole: int) -> Share:
    """Return `part` of `whole`, four digits; None of nothing."""
    return round(part / whole, 4) if whole else None
