"""Reading and storing rules; a county has a few dozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.bodies.model import Body
from backend.routing.domain import COUNTY, Rule, Wanted
from backend.routing.model import RoutingRule

# A list is put in order as a whole; what is past this stands beyond any county.
MOST = 1000
READ = select(RoutingRule, Body.name).outerjoin(Body, Body.id == RoutingRule.body_id)


def rules(session: Session, county: str | None = None) -> list[Rule]:
    """Return the rules the viewer may read, those of `county` if one is named, in their order."""
    asked = READ.order_by(RoutingRule.county, RoutingRule.position).limit(MOST)
    if county:
        asked = asked.where(RoutingRule.county == county)
    return [_rule(kept, name) for kept, name in session.execute(asked.execution_options(populate_existing=True))]


def one(session: Session, rule_id: UUID) -> Rule | None:
    """Return a rule, None when there is none for this viewer to read."""
    asked = READ.where(RoutingRule.id == rule_id).execution_options(populate_existing=True)
    row = session.execute(asked).one_or_none()
    return _rule(*row) if row else None


def holder(session: Session, area: str, position: int) -> UUID | None:
    """Return the rule that stands at a position of the area's county, None for a free one."""
    asked = select(RoutingRule.id).where(RoutingRule.county == area[:COUNTY], RoutingRule.position == position)
    return session.scalar(asked)


def last(session: Session, area: str) -> int:
    """Return the last position that is taken in the area's county, 0 for none."""
    asked = select(func.max(RoutingRule.position)).where(RoutingRule.county == area[:COUNTY])
    return session.scalar(asked) or 0


def add(session: Session, rule_id: UUID, position: int, says: Wanted) -> bool:
    """Store a rule; False when its id is taken."""
    row = insert(RoutingRule).values(id=rule_id, position=position, **_columns(says))
    stored = session.execute(row.on_conflict_do_nothing(index_elements=["id"]).returning(RoutingRule.id))
    return stored.one_or_none() is not None


def change(session: Session, rule_id: UUID, position: int, says: Wanted, version: int) -> bool:
    """Change the rule that has `version`; False when there is none."""
    asked = update(RoutingRule).where(RoutingRule.id == rule_id, RoutingRule.version == version)
    made = asked.values(position=position, version=version + 1, **_columns(says)).returning(RoutingRule.id)
    return session.execute(made).one_or_none() is not None


def remove(session: Session, rule_id: UUID, version: int) -> bool:
    """Remove the rule that has `version`; False when there is none."""
    asked = delete(RoutingRule).where(RoutingRule.id == rule_id, RoutingRule.version == version)
    return session.execute(asked.returning(RoutingRule.id)).one_or_none() is not None


def place(session: Session, positions: Mapping[UUID, int]) -> None:
    """Give rules their positions, all at once."""
    to = case(dict(positions), value=RoutingRule.id)
    asked = (
        update(RoutingRule).where(RoutingRule.id.in_(positions)).values(position=to, version=RoutingRule.version + 1)
    )
    session.execute(asked.execution_options(synchronize_session=False))


def _columns(says: Wanted) -> dict[str, Any]:
    return asdict(says) | {"weekdays": list(says.weekdays) if says.weekdays else None}


def _rule(kept: RoutingRule, body_name: str | None) -> Rule:
    values = {name: getattr(kept, name) for name in Wanted.__dataclass_fields__}
    says = Wanted(**values | {"weekdays": tuple(kept.weekdays) if kept.weekdays else None})
    return Rule(kept.id, kept.position, says, body_name, kept.version)
