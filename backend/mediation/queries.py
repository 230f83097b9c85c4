"""What the room reads of a case, with its words; typed callers of its named SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.db import NamedSql
from backend.mediation.domain import Agreement, Kind, Window
from backend.mediation.model import Confirmation, FollowUp, Party, Record, Ruling, Words

Q = NamedSql.beside(__file__)


@dataclass(frozen=True)
class PartyView:
    """A party as it may be shown: name and phone masked."""

    id: UUID
    side: str
    name: str | None
    phone: str | None
    relation: str
    corrects_id: UUID | None
    at: datetime
    actor_name: str


@dataclass(frozen=True)
class RecordView:
    """A sitting of the parties."""

    id: UUID
    held_at: datetime
    place: str
    led_by: str
    said: str
    corrects_id: UUID | None
    at: datetime
    actor_name: str


@dataclass(frozen=True)
class FollowUpView:
    """A look at whether an agreement is kept."""

    id: UUID
    made_on: date
    outcome: str
    note: str
    at: datetime
    actor_name: str


@dataclass(frozen=True)
class RulingView:
    """What a court said."""

    result: str
    decided_on: date
    reason: str
    at: datetime
    actor_name: str


@dataclass(frozen=True)
class ConfirmationView:
    """What was asked of a court, by whom; `court_name`: "" when the body is no longer there."""

    id: UUID
    applied_on: date
    court_id: int
    court_name: str
    number: str
    applicants: Sequence[UUID]
    at: datetime
    actor_name: str


@dataclass(frozen=True)
class Mediation:
    """All of it; `rulings` by confirmation; `may`: what the viewer may note now; `window`: None without an agreement that stands."""

    parties: Sequence[PartyView]
    records: Sequence[RecordView]
    agreement: Agreement | None
    window: Window | None
    follow_ups: Sequence[FollowUpView]
    confirmations: Sequence[ConfirmationView]
    rulings: dict[UUID, RulingView]
    may: Sequence[Kind]


@dataclass(frozen=True)
class Kept:
    """All rows of a case, oldest first; `words` by kind and id."""

    parties: Sequence[Party]
    records: Sequence[Record]
    follow_ups: Sequence[FollowUp]
    confirmations: Sequence[Confirmation]
    rulings: dict[UUID, Ruling]
    words: dict[tuple[str, UUID], dict[str, str]]

    def current(self) -> list[Party]:
        """Return the parties that no later row puts right."""
        corrected = {each.corrects_id for each in self.parties}
        return [each for each in self.parties if each.id not in corrected]


def kept(session: Session, case_id: UUID) -> Kept:
    """Return what is kept of a case, as far as the viewer may see it."""
    return Kept(
        parties=session.scalars(select(Party).where(Party.case_id == case_id).order_by(Party.at, Party.id)).all(),
        records=session.scalars(
            select(Record).where(Record.case_id == case_id).order_by(Record.held_at, Record.at, Record.id)
        ).all(),
        follow_ups=session.scalars(
            select(FollowUp).where(FollowUp.case_id == case_id).order_by(FollowUp.made_on, FollowUp.at, FollowUp.id)
        ).all(),
        confirmations=session.scalars(
            select(Confirmation).where(Confirmation.case_id == case_id).order_by(Confirmation.version)
        ).all(),
        rulings={each.id: each for each in session.scalars(select(Ruling).where(Ruling.case_id == case_id))},
        words={
            (each.kind, each.id): each.words for each in session.scalars(select(Words).where(Words.case_id == case_id))
        },
    )


def remind(session: Session) -> int:
    """Tell who mediated what is to be asked about; return how many people were told. May be repeated."""
    return int(session.scalar(Q["remind"]) or 0)
