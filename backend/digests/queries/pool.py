"""Reading the pool of experts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, text
from sqlalchemy.orm import Session

from backend.digests.model import (
    ExpertAssignment,
    ExpertConflict,
    ExpertRow,
    ExpertSpeciality,
    SpecialityRow,
)
from backend.digests.queries.shapes import (
    ExpertView,
)


def specialities(session: Session) -> list[SpecialityRow]:
    """Return what somebody can be an expert of."""
    return list(session.scalars(select(SpecialityRow).order_by(SpecialityRow.position)))


def experts(
    session: Session, *, ids: Collection[UUID] = (), account: int | None = None, most: int = 200
) -> list[ExpertView]:
    """Return the pool as the viewer sees it, by name; `ids`: only these; `account`: only whose account it is."""
    busy = select(func.count()).where(ExpertAssignment.expert_id == ExpertRow.id, ExpertAssignment.ended_at.is_(None))
    good = select(func.array_agg(ExpertSpeciality.speciality)).where(ExpertSpeciality.expert_id == ExpertRow.id)
    wanted: Select[Any] = select(ExpertRow, good.scalar_subquery(), busy.scalar_subquery())
    if ids:
        wanted = wanted.where(ExpertRow.id.in_(ids))
    if account is not None:
        wanted = wanted.where(ExpertRow.account_id == account)
    rows = session.execute(wanted.order_by(ExpertRow.name, ExpertRow.id).limit(most)).all()
    back: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    if rows:
        said = select(ExpertConflict.expert_id, ExpertConflict.solicitation_id, ExpertConflict.reason)
        for expert, solicitation, reason in session.execute(
            said.where(ExpertConflict.expert_id.in_([row[0].id for row in rows]))
        ):
            back[expert].append((solicitation, reason))
    return [
        ExpertView(
            row.id, row.name, row.employer, tuple(sorted(good or ())), row.account_id, row.area_code, row.ended_on, row.asked, row.made_by,
            busy, tuple(back[row.id]),
        )
        for row, good, busy in rows
    ]  # fmt: skip


def account_of(session: Session, login: str) -> int | None:
    """Return the account of a login, None where there is none."""
    found: int | None = session.scalar(text("select id from expert_account(:login)"), {"login": login})
    return found


def conflict_of(session: Session, expert: UUID, item: UUID) -> str | None:
    """Return why an expert stands back from an item (`declared`, `author`), None where they need not."""
    found: str | None = session.scalar(text("select conflict_of(:expert, :item)"), {"expert": expert, "item": item})
    return found
