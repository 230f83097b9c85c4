"""The verbs of the room: pair two, hang an activity on a pairing, end it, list."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.activities import service as activities
from backend.audit import service as audit
from backend.bodies import service as bodies
from backend.commitments.domain import Keeper
from backend.db import one_at_a_time
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.pairings import queries
from backend.pairings.domain import Kind, NewPairing, Pairing
from backend.pairings.model import PairingActivity, PairingRow
from backend.pairings.queries import Wanted

__all__ = ["Wanted", "end", "kinds", "listed", "meet", "pair", "read"]
kinds, listed = queries.kinds, queries.listed


def read(session: Session, pairing_id: UUID) -> Pairing:
    """Return a pairing. Raises NotFound when there is none for this viewer."""
    found = queries.one(session, pairing_id)
    if found is None:
        raise NotFound("没有找到")
    return found


def pair(session: Session, new: NewPairing, by: Keeper) -> Pairing:
    """Let two belong together from a day on. May be repeated.

    Raises Forbidden for who calls no meetings there, Invalid naming what is wrong, Conflict when the same two are paired in those days
    already, or the id is taken.
    """
    if not by.convenes(new.area_code):
        raise Forbidden("您的岗位不能做这一步")
    kind = next((each for each in queries.kinds(session) if each.code == new.kind), None)
    if kind is None:
        raise Invalid("请从名单里选", field="kind", code="unknown_value")
    known = queries.one(session, new.id)
    if known is not None:
        said = (known.kind, known.area_code, known.first, known.second, known.purpose, known.from_day, known.made_by)
        if said != (new.kind, new.area_code, new.first, new.second, new.purpose, new.from_day, by.id):
            raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
        return known
    if new.until_day is not None and new.until_day < new.from_day:
        raise Invalid("结束不能早于开始", field="until_day")
    first, second = _names(session, kind, new)
    one_at_a_time(session, f"pairing {new.kind} {new.first} {new.second}")
    if queries.overlapping(session, new.kind, new.first, new.second, new.from_day, new.until_day):
        raise Conflict("这两方在这段时间已经结对", field="second", code="paired_already")
    row = {
        "id": new.id, "kind": new.kind, "area_code": new.area_code, f"first_{kind.first}": new.first, f"second_{kind.second}": new.second,
        "first_name": first, "second_name": second, "purpose": new.purpose, "from_day": new.from_day, "until_day": new.until_day,
    }  # fmt: skip
    made = upsert(PairingRow).values(**row, made_by=by.id).on_conflict_do_nothing(index_elements=["id"])
    if session.execute(made.returning(PairingRow.id)).one_or_none() is None:
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    fields = ("first", "second", "purpose", "from_day")
    audit.append(session, "pairing.made", "pairing", new.id, area=new.area_code, fields=fields)
    return read(session, new.id)


def _names(session: Session, kind: Kind, new: NewPairing) -> tuple[str, str]:
    """Return how both sides are called. Raises Invalid (field `first` or `second`) for who does not work or serve there."""
    asked = activities.invitable(session, new.area_code)
    people = {each.account_id: each.name for each in asked if each.account_id is not None}
    deputies = {each.deputy_id: each.name for each in asked if each.deputy_id is not None}
    serving = {each.id: each.name for each in bodies.serving(session, new.area_code)} if kind.first == "body" else {}
    known = {"person": people, "deputy": deputies, "body": serving}
    first, second = known[kind.first].get(new.first), known[kind.second].get(new.second)
    if first is None:
        raise Invalid("请从名单里选", field="first", code="unknown_value")
    if second is None:
        raise Invalid("请从名单里选", field="second", code="unknown_value")
    if kind.first == kind.second and new.first == new.second:
        raise Invalid("结对的两方不能是同一个人", field="second", code="same")
    return first, second


def meet(session: Session, pairing_id: UUID, activity_id: UUID, by: Keeper) -> Pairing:
    """Hang an activity on a pairing. May be repeated.

    Raises NotFound, Forbidden, Invalid (field `activity_id`) for an activity that is none for this viewer or was called off.
    """
    found = _kept(session, pairing_id, by)
    if any(each.activity_id == activity_id for each in found.activities):
        return found
    try:
        head = activities.read(session, activity_id, by).head
    except NotFound as missing:
        raise Invalid("没有这个活动，请从名单里选", field="activity_id", code="unknown_activity") from missing
    if head.state == "cancelled":
        raise Invalid("没有这个活动，请从名单里选", field="activity_id", code="unknown_activity")
    row = {"pairing_id": pairing_id, "activity_id": activity_id, "area_code": found.area_code, "noted_by": by.id}
    session.execute(insert(PairingActivity).values(**row).inline())
    audit.append(session, "pairing.met", "pairing", pairing_id, area=found.area_code, fields=("activity_id",))
    return read(session, pairing_id)


def end(session: Session, pairing_id: UUID, by: Keeper, until: date, reason: str) -> Pairing:
    """End a pairing with a day, which still counts, and a reason. May be repeated.

    Raises NotFound, Forbidden, Invalid (field `until_day`) for a day before the first, Conflict when it was ended before.
    """
    found = _kept(session, pairing_id, by)
    if found.ended_reason:
        if (found.until_day, found.ended_reason) == (until, reason):
            return found
        raise Conflict("已经结束，不能再改", code="over")
    if until < found.from_day:
        raise Invalid("结束不能早于开始", field="until_day")
    if found.until_day is not None and until > found.until_day:
        raise Invalid("结束不能晚于原定的最后一天", field="until_day")
    changed = {"until_day": until, "ended_reason": reason}
    session.execute(update(PairingRow).where(PairingRow.id == pairing_id).values(**changed))
    session.expire_all()
    audit.append(session, "pairing.ended", "pairing", pairing_id, area=found.area_code, fields=tuple(changed))
    return read(session, pairing_id)


def _kept(session: Session, pairing_id: UUID, by: Keeper) -> Pairing:
    """Return a pairing that this person keeps, one at a time."""
    one_at_a_time(session, f"pairing {pairing_id}")
    found = read(session, pairing_id)
    if not by.convenes(found.area_code):
        raise Forbidden("您的岗位不能做这一步")
    return found
