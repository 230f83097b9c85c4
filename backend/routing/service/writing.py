"""Changing the rules: each change checked, entered into the record, one version at a time."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.bodies import service as bodies
from backend.categories import service as categories
from backend.db import current_context
from backend.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from backend.grid.service import known_areas
from backend.routing import queries
from backend.routing.domain import BODIES, COUNTY, MOST_POSITION, WRITERS, Rule, Wanted


def add(session: Session, rule_id: UUID, position: int | None, says: Wanted) -> Rule:
    """Add a rule at `position`, behind the last one without it. The same again answers as the first time.

    Raises Invalid and Forbidden naming the field that is wrong, Conflict for a position or id that is taken.
    """
    there = queries.one(session, rule_id)
    if there and (there.says, position or there.position) == (says, there.position):
        return there
    _mine(session, says.area_code, field="area_code")
    check(session, says)
    at = position or queries.last(session, says.area_code) + 1
    _free(session, says.area_code, at, rule_id)
    if there or not queries.add(session, rule_id, at, says):
        raise Conflict("这个编号已经用过，内容不同", field="id", code="id_taken")
    audit.append(session, "routing.added", "routing_rule", rule_id, area=says.area_code)
    return _one(session, rule_id)


def change(session: Session, rule_id: UUID, position: int, says: Wanted, version: int) -> Rule:
    """Change a rule that was read at `version`. The same again answers as the first time.

    Raises NotFound, Stale, and as `add`.
    """
    there = _one(session, rule_id)
    if (there.says, there.position, there.version) == (says, position, version + 1):
        return there
    _mine(session, there.says.area_code, field="id")
    _mine(session, says.area_code, field="area_code")
    check(session, says)
    _free(session, says.area_code, position, rule_id)
    if not queries.change(session, rule_id, position, says, version):
        raise Stale("别人刚改过，请重新读取", field="If-Match")
    now = _one(session, rule_id)
    fields = [name for name in Wanted.__dataclass_fields__ if getattr(now.says, name) != getattr(there.says, name)]
    moved = [] if now.position == there.position else ["position"]
    audit.append(session, "routing.changed", "routing_rule", rule_id, area=says.area_code, fields=(*moved, *fields))
    return now


def remove(session: Session, rule_id: UUID, version: int) -> None:
    """Remove a rule that was read at `version`; one that is gone stays gone.

    Raises Forbidden for one of another area, Stale when somebody changed it first.
    """
    there = queries.one(session, rule_id)
    if there is None:
        return
    _mine(session, there.says.area_code, field="id")
    if not queries.remove(session, rule_id, version):
        raise Stale("别人刚改过，请重新读取", field="If-Match")
    audit.append(session, "routing.removed", "routing_rule", rule_id, area=there.says.area_code)


def reorder(session: Session, ids: Sequence[UUID]) -> Sequence[Rule]:
    """Put rules of one county in the order of `ids`: they share out the places that they hold now; others stay.

    Raises Invalid for an unknown or repeated one or one of another county, Forbidden for one that is not the viewer's.
    """
    known = {rule.id: rule for rule in queries.rules(session)}
    if len(set(ids)) != len(ids):
        raise Invalid("同一条规则写了两次", field="ids")
    if unknown := [n for n, each in enumerate(ids) if each not in known]:
        raise Invalid("没有这条规则", field=f"ids.{unknown[0]}")
    found = [known[each] for each in ids]
    if len({rule.says.area_code[:COUNTY] for rule in found}) > 1:
        raise Invalid("只能排同一个县的规则", field="ids")
    for n, rule in enumerate(found):
        _mine(session, rule.says.area_code, field=f"ids.{n}")
    places = dict(zip(ids, sorted(rule.position for rule in found), strict=True))
    moving = {each: place for each, place in places.items() if known[each].position != place}
    if moving:
        queries.place(session, moving)
        for each in moving:
            area = known[each].says.area_code
            audit.append(session, "routing.changed", "routing_rule", each, area=area, fields=("position",))
    return queries.rules(session)


def check(session: Session, says: Wanted) -> None:
    """Refuse a rule that could never fit or names what is not there: raises Invalid naming the field."""
    if says.area_code not in known_areas(session, [says.area_code]):
        raise Invalid("没有这个区域", field="area_code")
    if len(says.area_code) == COUNTY and says.area_code.endswith("00"):
        raise Invalid("规则按县、乡镇或村写", field="area_code")
    categories.check(session, says.category)
    if says.from_day and says.until_day and says.until_day < says.from_day:
        raise Invalid("截止的日子不能早于起用的日子", field="until_day")
    if (says.from_hour is None) != (says.until_hour is None) or (
        says.from_hour is not None and says.from_hour == says.until_hour
    ):
        raise Invalid("写明从几点到几点，两个都要写，不能相同", field="until_hour")
    if says.body_id is not None:
        known = bodies.serving(session, says.area_code, BODIES[says.channel])
        if says.body_id not in {body.id for body in known}:
            raise Invalid("这个单位不管这里或不承办这一步，请从名单里选", field="body_id", code="another_place")


def _mine(session: Session, area: str, *, field: str) -> None:
    if not current_context(session).holds_at(area, *WRITERS):
        raise Forbidden("这个地方的规则不归您定", field=field)


def _free(session: Session, area: str, position: int, rule_id: UUID) -> None:
    if position > MOST_POSITION:
        raise Invalid("最多排到第{n}位", field="position", n=MOST_POSITION)
    if queries.holder(session, area, position) not in {None, rule_id}:
        raise Conflict("第{n}位已经有一条规则", field="position", code="position_taken", n=position)


def _one(session: Session, rule_id: UUID) -> Rule:
    found = queries.one(session, rule_id)
    if found is None:
        raise NotFound("没有找到")
    return found
