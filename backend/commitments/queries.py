"""Reading commitments with their notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true, tuple_
from sqlalchemy.orm import Session

from backend.bodies.model import Body
from backend.clock import today
from backend.commitments.domain import State
from backend.commitments.model import Commitment, CommitmentNote
from backend.db import one_at_a_time
from backend.grid.model import Area


@dataclass(frozen=True)
class Note:
    """One note; `state`: what the commitment became by it, open for a remark."""

    at: datetime
    actor_id: int
    actor_name: str
    state: str
    words: str


@dataclass(frozen=True)
class CommitmentView:
    """A commitment as it is read; `mine`: the viewer acts for the body that promised it."""

    id: UUID
    subject_kind: str
    subject_id: UUID
    subject_name: str
    text: str
    body_id: int
    body_name: str
    due_on: date
    state: str
    settled_at: datetime | None
    made_by: int
    made_at: datetime
    asked: bytes
    area_code: str
    area_name: str
    hidden: bool
    asked_case: UUID | None
    asked_by: int | None
    mine: bool
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True)
class Wanted:
    """Which commitments; None for any. `case`: made of a case, or to its people."""

    id: UUID | None = None
    subject: UUID | None = None
    case: UUID | None = None
    state: str | None = None
    body: int | None = None
    mine: bool = False
    overdue: bool = False


MINE = Commitment.body_id == func.any(func.my_bodies())
COLUMNS = (
    Commitment.id, Commitment.subject_kind, Commitment.subject_id, Commitment.subject_name, Commitment.text,
    Commitment.body_id, Body.name, Commitment.due_on, Commitment.state, Commitment.settled_at, Commitment.made_by,
    Commitment.made_at, Commitment.asked, Commitment.area_code, Area.name, Commitment.hidden,
    Commitment.asked_case, Commitment.asked_by,
)  # fmt: skip


def _reading(mine: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    bodies, areas = Body.id == Commitment.body_id, Area.code == Commitment.area_code
    return select(*COLUMNS, mine).join(Body, bodies).join(Area, areas)


READ = _reading(MINE)


def for_service(session: Session, commitment_id: UUID) -> CommitmentView | None:
    """Return a commitment to a background service, which acts for no body."""
    found = _with_notes(session, session.execute(_reading(false()).where(Commitment.id == commitment_id)).all())
    return found[0] if found else None


def one(session: Session, commitment_id: UUID) -> CommitmentView | None:
    """Return a commitment with its notes, None when there is none for this viewer."""
    found = _with_notes(session, session.execute(READ.where(Commitment.id == commitment_id)).all())
    return found[0] if found else None


def listed(session: Session, wanted: Wanted, *, last: tuple[date, UUID] | None, most: int) -> list[CommitmentView]:
    """Return the commitments `wanted` by the day they are due, at most `most`; `last`: day and id of the last one read."""
    over = (Commitment.state == State.OPEN) & (Commitment.due_on < today())
    rules = (
        true() if wanted.id is None else Commitment.id == wanted.id,
        true() if wanted.subject is None else Commitment.subject_id == wanted.subject,
        true()
        if wanted.case is None
        else or_(Commitment.subject_id == wanted.case, Commitment.asked_case == wanted.case),
        true() if wanted.state is None else Commitment.state == wanted.state,
        true() if wanted.body is None else Commitment.body_id == wanted.body,
        MINE if wanted.mine else true(),
        over if wanted.overdue else true(),
        true() if last is None else tuple_(Commitment.due_on, Commitment.id) > tuple_(*last),
    )
    rows = session.execute(READ.where(*rules).order_by(Commitment.due_on, Commitment.id).limit(most))
    return _with_notes(session, rows.all())


def lock(session: Session, commitment_id: UUID) -> None:
    """Let one at a time follow a commitment; held until the transaction ends."""
    one_at_a_time(session, f"commitment {commitment_id}")


def _with_notes(session: Session, rows: Sequence[Any]) -> list[CommitmentView]:
    notes: dict[UUID, list[Note]] = defaultdict(list)
    wanted = CommitmentNote.commitment_id.in_([row[0] for row in rows])
    for note in session.scalars(select(CommitmentNote).where(wanted).order_by(CommitmentNote.id)) if rows else ():
        notes[note.commitment_id].append(Note(note.at, note.actor_id, note.actor_name, note.state, note.words))
    return [CommitmentView(*[*row, notes[row[0]]]) for row in rows]
