"""Noting that a matter is in another procedure, naming who is in charge of it, and listing the backlog."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases import queries as cases
from backend.cases.domain import OVER, Actor
from backend.cases.service import head_of, meet
from backend.clock import today
from backend.errors import Conflict, Forbidden, Invalid
from backend.petitions import queries
from backend.petitions.domain import CHARGERS, NOTERS, Backlog, NewCharge
from backend.petitions.model import CaseCharge, CaseElsewhere
from backend.petitions.queries import Standing


def standing(session: Session, case_id: UUID, actor: Actor) -> Standing:
    """Return in which procedures a case is, who is in charge of it and which other petitions its people made.

    Raises NotFound when there is no such case for this viewer.
    """
    actor = meet(session, case_id, actor)
    head = head_of(session, case_id)
    roles = actor.roles_at(head.area_code)
    return Standing(
        queries.procedures(session, case_id),
        queries.charges(session, case_id),
        queries.earlier(session, case_id),
        may_note=head.state not in OVER and bool(roles & {*NOTERS}),
        may_charge=head.state not in OVER and bool(roles & {*CHARGERS}),
    )


def note(session: Session, case_id: UUID, actor: Actor, procedure: str, reason: str) -> Standing:
    """Note that a case is in another procedure, or ("none") no more; it is then not taken on. The same again is noted once.

    Raises NotFound, Forbidden, Conflict when the case is over.
    """
    actor = meet(session, case_id, actor)
    cases.lock(session, case_id)
    head = head_of(session, case_id)
    role = _able(actor, head.area_code, NOTERS)
    if head.state in OVER:
        raise Conflict("这件事已经答复或办结", code="over")
    last = queries.procedures(session, case_id)[:1]
    if not any((each.procedure, each.reason) == (procedure, reason) for each in last):
        row = {"case_id": case_id, "procedure": procedure, "reason": reason, "area_code": head.area_code}
        row |= {"hidden": head.kept, "actor_id": actor.id, "actor_name": actor.name, "actor_role": role}
        session.execute(insert(CaseElsewhere).values(**row).inline())
        audit.append(session, "case.elsewhere", "case", case_id, area=head.area_code, fields=("procedure", "reason"))
    return standing(session, case_id, actor)


def charge(session: Session, case_id: UUID, actor: Actor, new: NewCharge) -> Standing:
    """Name who is in charge of a case from now on, with a reason and the day it is due; those before stay on record. May be repeated.

    Raises NotFound, Forbidden, Conflict (the case is over, the id is taken), Invalid for a day that has passed.
    """
    actor = meet(session, case_id, actor)
    cases.lock(session, case_id)
    head = head_of(session, case_id)
    role = _able(actor, head.area_code, CHARGERS)
    known = session.get(CaseCharge, new.id)
    if known is not None:
        asked = (case_id, actor.id, new.leader, new.reason, new.due_on)
        if (known.case_id, known.actor_id, known.leader, known.reason, known.due_on) != asked:
            raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
        return standing(session, case_id, actor)
    if head.state in OVER:
        raise Conflict("这件事已经答复或办结", code="over")
    if new.due_on < today():
        raise Invalid("期限不能在今天以前", field="due_on", code="past_day")
    row = vars(new) | {"case_id": case_id, "area_code": head.area_code, "hidden": head.kept}
    row |= {"actor_id": actor.id, "actor_name": actor.name, "actor_role": role}
    made = session.scalar(upsert(CaseCharge).values(**row).on_conflict_do_nothing().returning(CaseCharge.id))
    if made is None:
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    audit.append(session, "case.charged", "case", case_id, area=head.area_code, fields=("leader", "reason", "due_on"))
    return standing(session, case_id, actor)


def backlog(session: Session, *, last: tuple[datetime, UUID] | None, most: int) -> list[Backlog]:
    """Return the backlog of the viewer's scope, the oldest first, after `last`, by the office's own limits."""
    before = datetime.now(UTC) - timedelta(days=cases.limits(session)["backlog"].days)
    redos = cases.thresholds(session)["backlog_redos"]
    return queries.backlog(session, before=before, redos=redos, last=last, most=most)


def _able(actor: Actor, area: str, allowed: Sequence[str]) -> str:
    able = [role for role in allowed if role in actor.roles_at(area)]
    if not able or actor.id is None:
        raise Forbidden("您的岗位不能做这一步")
    return able[0]
