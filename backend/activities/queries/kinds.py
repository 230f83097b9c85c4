"""The kinds of activities."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.activities.domain import State
from backend.activities.domain.types import Kind
from backend.activities.model import Activity, ActivityType, Audience
from backend.clock import CHINA

COLUMNS = ("type", "name", "name_en", "minutes", "numbered", "scored", "a_year", "open", "needs", "steps", "fields")


def kinds(session: Session) -> list[Kind]:
    """Return every kind of activity, in the order of the table."""
    rows = session.scalars(select(ActivityType).order_by(ActivityType.position))
    return [Kind.of_row({name: getattr(row, name) for name in COLUMNS}) for row in rows]


def kind(session: Session, wanted: str) -> Kind | None:
    """Return one kind, None for an unknown one."""
    row = session.get(ActivityType, wanted)
    return Kind.of_row({name: getattr(row, name) for name in COLUMNS}) if row else None


def audiences(session: Session) -> Sequence[Audience]:
    """Return for whom there are lectures and stories, and the subjects, in the office's order."""
    return session.scalars(select(Audience).order_by(Audience.position, Audience.name)).all()


def in_the_year(session: Session, wanted: str, area: str, year: int) -> int:
    """Return how many activities of a kind an area has, or has had, in a year of China's calendar."""
    of_year = func.extract("year", func.timezone(CHINA.key, Activity.starts_at)) == year
    found = select(func.count()).where(
        Activity.type == wanted, Activity.area_code == area, Activity.state != State.CANCELLED, of_year
    )
    return int(session.scalar(found) or 0)
