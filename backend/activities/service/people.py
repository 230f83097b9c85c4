"""Who is at an activity: resolved, free at that time, invited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from backend.accounts.domain import role_label
from backend.activities import queries
from backend.activities.domain import Person
from backend.activities.model import ActivityPerson
from backend.activities.queries import record
from backend.clock import minute
from backend.db import one_at_a_time
from backend.deputies.model import Deputy
from backend.errors import Conflict, Invalid

COLLEAGUES = text("select account_id, name, role, prefix from colleagues(:area)")
COUNTY, MOST_DEPUTIES = 6, 500


@dataclass(frozen=True)
class Asked:
    """Somebody who may be invited: a deputy, or an account of the place; `note`: by what they are known."""

    name: str
    note: str
    account_id: int | None = None
    deputy_id: int | None = None


def invitable(session: Session, area: str) -> list[Asked]:
    """Return whom one may invite at a place: the deputies of its county, and who works there, for who calls activities there."""
    found = select(Deputy.id, Deputy.name, Deputy.level).where(Deputy.area_code.op("^@")(area[:COUNTY]))
    deputies = session.execute(found.order_by(Deputy.name, Deputy.id).limit(MOST_DEPUTIES)).all()
    staff = session.execute(COLLEAGUES, {"area": area})
    return [
        *(Asked(row.name, "代表", deputy_id=row.id) for row in deputies),
        *(Asked(row.name, role_label(row.role, row.prefix), account_id=row.account_id) for row in staff),
    ]


def resolved(session: Session, area: str, given: Sequence[Person]) -> list[Person]:
    """Return `given` with the names of deputies and accounts as they are known, and a deputy's own account.

    Raises Invalid (field `people`, indexed) for who may not be invited there, is named twice, or has no name.
    """
    staff = {row.account_id: row.name for row in session.execute(COLLEAGUES, {"area": area})} if given else {}
    out: list[Person] = []
    for n, each in enumerate(given):
        person = _resolved(session, area, each, staff, n)
        if person in out or (person.account_id and person.account_id in {known.account_id for known in out}):
            raise Invalid("同一个人只写一次", field=f"people.{n}")
        out.append(person)
    return out


def _resolved(session: Session, area: str, given: Person, staff: dict[int, str], n: int) -> Person:
    if given.deputy_id is not None:
        deputy = session.get(Deputy, given.deputy_id)
        if deputy is None or deputy.area_code[:COUNTY] != area[:COUNTY] or given.account_id is not None:
            raise Invalid("这里请不到这个人，请从名单里选", field=f"people.{n}.deputy_id")
        return replace(given, name=deputy.name, account_id=deputy.account_id)
    if given.account_id is not None:
        if given.account_id not in staff:
            raise Invalid("这里请不到这个人，请从名单里选", field=f"people.{n}.account_id")
        return replace(given, name=staff[given.account_id])
    if not given.name:
        raise Invalid("写下姓名，或从名单里选", field=f"people.{n}.name")
    return given


def must_be_free(
    session: Session, activity_id: UUID, people: Sequence[Person], starts: datetime | None, ends: datetime | None
) -> None:
    """Refuse to have somebody in two places at one time; one at a time asks of one person.

    Raises Conflict (field `people`, indexed) that names the other activity, where the viewer may know of it.
    """
    if starts is None or ends is None:
        return
    for n, person in enumerate(people):
        if person.account_id is None and person.deputy_id is None:
            continue
        one_at_a_time(session, f"person {person.account_id} {person.deputy_id}")
        other = record.busy(session, person, starts, ends, activity_id)
        if other:
            known = queries.one(session, other[0]) is not None
            words = "{name}在{time}已有“{what}”" if known else "{name}在{time}另有活动"
            what = {"what": other[1]} if known else {}
            at = f"people.{n}"
            raise Conflict(words, field=at, code="not_free", name=person.name, time=minute(other[2]), **what)


def invite(session: Session, activity_id: UUID, area: str, people: Sequence[Person]) -> None:
    """Let these be the people of an activity; whoever is new and has an account is told by the database."""
    there = record.people(session, activity_id)
    if there == list(people):
        return
    session.execute(delete(ActivityPerson).where(ActivityPerson.activity_id == activity_id))
    for nth, person in enumerate(people, 1):
        row = {"activity_id": activity_id, "nth": nth, "area_code": area, **vars(person)}
        session.execute(insert(ActivityPerson).values(**row).inline())
