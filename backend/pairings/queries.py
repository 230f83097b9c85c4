"""Reading pairings: each viewer what the policies show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, literal, or_, select, true, tuple_
from sqlalchemy.orm import Session

from backend.activities.model import Activity
from backend.clock import CHINA
from backend.grid.model import Area
from backend.pairings.domain import Kind, Met, Pairing
from backend.pairings.model import PairingActivity, PairingKind, PairingRow

MOST_TOGETHER = 500


@dataclass(frozen=True)
class Wanted:
    """Which pairings; None for any. `area`: the beginning of its code; `on`: those that run on a day."""

    area: str | None = None
    kind: str | None = None
    on: date | None = None


FIRST = func.coalesce(PairingRow.first_person, PairingRow.first_body)
SECOND = func.coalesce(PairingRow.second_person, PairingRow.second_deputy)
READ: Select[*tuple[Any, ...]] = (
    select(
        PairingRow.id, PairingRow.kind, PairingKind.name, PairingKind.name_en, PairingRow.area_code, Area.name, FIRST, SECOND,
        PairingRow.first_name, PairingRow.second_name, PairingRow.purpose, PairingRow.from_day, PairingRow.until_day,
        PairingRow.ended_reason, PairingRow.made_by, PairingRow.made_at,
    )
    .join(PairingKind, PairingKind.code == PairingRow.kind)
    .join(Area, Area.code == PairingRow.area_code)
)  # fmt: skip


def kinds(session: Session) -> list[Kind]:
    """Return the kinds of pairings, in their order."""
    rows = session.scalars(select(PairingKind).order_by(PairingKind.position))
    return [Kind(row.code, row.name, row.name_en, row.first, row.second, row.activity_type) for row in rows]


def one(session: Session, pairing_id: UUID) -> Pairing | None:
    """Return a pairing with what they did together, None when there is none for this viewer."""
    row = session.execute(READ.where(PairingRow.id == pairing_id)).one_or_none()
    return _with_activities(session, [Pairing(*row)])[0] if row else None


def listed(session: Session, wanted: Wanted, *, last: tuple[datetime, UUID] | None, most: int) -> list[Pairing]:
    """Return the pairings `wanted`, the newest first, at most `most`; `last`: time and id of the last one read."""
    rules = (
        true() if wanted.area is None else PairingRow.area_code.op("^@")(wanted.area),
        true() if wanted.kind is None else PairingRow.kind == wanted.kind,
        true() if wanted.on is None else PairingRow.from_day <= wanted.on,
        true() if wanted.on is None else or_(PairingRow.until_day.is_(None), PairingRow.until_day >= wanted.on),
        true() if last is None else tuple_(PairingRow.made_at, PairingRow.id) < tuple_(*last),
    )
    rows = session.execute(READ.where(*rules).order_by(PairingRow.made_at.desc(), PairingRow.id.desc()).limit(most))
    return _with_activities(session, [Pairing(*row) for row in rows])


def overlapping(
    session: Session, kind: str, first: int, second: int, since: date, until: date | None
) -> PairingRow | None:
    """Return a pairing of the same two that runs in the same days."""
    rules = (
        PairingRow.kind == kind,
        literal(first) == FIRST,
        literal(second) == SECOND,
        or_(PairingRow.until_day.is_(None), PairingRow.until_day >= since),
        true() if until is None else PairingRow.from_day <= until,
    )
    return session.scalar(select(PairingRow).where(*rules).limit(1))


def _with_activities(session: Session, found: Sequence[Pairing]) -> list[Pairing]:
    met: dict[UUID, list[Met]] = defaultdict(list)
    if found:
        day = func.coalesce(Activity.held_on, func.date(func.timezone(CHINA.key, Activity.starts_at)))
        rows = (
            select(PairingActivity.pairing_id, Activity.id, Activity.title, day)
            .join(Activity, Activity.id == PairingActivity.activity_id)
            .where(PairingActivity.pairing_id.in_([each.id for each in found]))
            .order_by(day.desc(), Activity.id)
            .limit(MOST_TOGETHER)
        )
        for owner, activity, title, on in session.execute(rows):
            met[owner].append(Met(activity, title, on))
    return [replace(each, activities=met[each.id]) for each in found]
