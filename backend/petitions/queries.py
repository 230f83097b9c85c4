"""Typed callers of the room's named SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.db import NamedSql
from backend.petitions.domain import Backlog, Charge, Earlier, Elsewhere
from backend.petitions.model import CaseCharge, CaseElsewhere

Q = NamedSql.beside(__file__)


@dataclass(frozen=True)
class Standing:
    """What stands around a case; `may_note`, `may_charge`: whether this person may note another procedure or name a leader."""

    procedures: Sequence[Elsewhere]
    charges: Sequence[Charge]
    earlier: Sequence[Earlier]
    may_note: bool
    may_charge: bool


def procedures(session: Session, case_id: UUID) -> list[Elsewhere]:
    """Return in which procedures a case was said to be, newest first."""
    rows = session.scalars(
        select(CaseElsewhere).where(CaseElsewhere.case_id == case_id).order_by(CaseElsewhere.id.desc())
    )
    return [Elsewhere(row.at, row.actor_name, row.actor_role, row.procedure, row.reason) for row in rows]


def charges(session: Session, case_id: UUID) -> list[Charge]:
    """Return who is, and before that was, in charge of a case, newest first."""
    rows = session.scalars(select(CaseCharge).where(CaseCharge.case_id == case_id).order_by(CaseCharge.nth.desc()))
    return [Charge(row.id, row.at, row.actor_name, row.actor_role, row.leader, row.reason, row.due_on) for row in rows]


def earlier(session: Session, case_id: UUID) -> list[Earlier]:
    """Return the other petitions by the people of a petition, newest first, as far as the viewer may see them."""
    return [Earlier(*row) for row in session.execute(Q["earlier"], {"case_id": case_id})]


def backlog(
    session: Session, *, before: datetime, redos: int, last: tuple[datetime, UUID] | None, most: int
) -> list[Backlog]:
    """Return at most `most` cases of the backlog after `last`, the oldest first; see the statement."""
    when, which = last or (None, None)
    asked = {"before": before, "redos": redos, "last_at": when, "last_id": which, "most": most}
    return [Backlog(*row) for row in session.execute(Q["backlog"], asked)]
