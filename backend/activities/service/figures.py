"""How many there were of each kind, who came, and what was counted; of the activities that the viewer sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.activities.domain import State
from backend.activities.domain.types import Kind
from backend.activities.model import Activity, ActivityAttendance
from backend.activities.queries.kinds import kinds


@dataclass(frozen=True)
class Figure:
    """How many activities of a kind were held in a span of days, how many people signed in, and the sums of what is counted of one."""

    kind: Kind
    held: int
    attended: int
    sums: dict[str, str]


def figures(session: Session, area: str, since: date, until: date) -> list[Figure]:
    """Return the figures of the activities held from `since` to `until` (both counted) in the areas below `area`, by kind; without those that had none."""
    here = (Activity.state == State.HELD, Activity.held_on.between(since, until), Activity.area_code.op("^@")(area))
    rows = session.execute(select(Activity.type, Activity.numbers).where(*here)).all()
    came = select(Activity.type, func.count()).join(ActivityAttendance, ActivityAttendance.activity_id == Activity.id)
    people = {name: int(n) for name, n in session.execute(came.where(*here).group_by(Activity.type))}
    out = []
    for kind in kinds(session):
        counted = [numbers for name, numbers in rows if name == kind.type]
        if counted:
            adding = [each.key for each in kind.fields if each.kind != "text"]
            sums = {key: str(sum((Decimal(str(each.get(key, 0))) for each in counted), Decimal(0))) for key in adding}
            out.append(Figure(kind, len(counted), people.get(kind.type, 0), sums))
    return out
