"""Urging what is late or important: flags that change no state."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases import queries
from backend.cases.domain import OVER, THE_SYSTEM, URGES, Actor, Urge, in_hands, latest_due
from backend.cases.queries import CaseFile
from backend.cases.service.access import meet
from backend.cases.service.deadlines import soon_until
from backend.cases.service.file import file_of, head_of
from backend.clock import today
from backend.db import SYSTEM
from backend.errors import Conflict, Forbidden
from backend.jobs import service as jobs


def urge(session: Session, case_id: UUID, actor: Actor, level: int, note: str) -> CaseFile:
    """Urge a case and return its file; see `note_urge`."""
    return file_of(session, case_id, note_urge(session, case_id, actor, level, note))


def note_urge(session: Session, case_id: UUID, actor: Actor, level: int, note: str) -> Actor:
    """Urge a case at `level` (催办, 督办, 提级督办), for the reason `note`; who has it in hand is told. Returns who urges as the case knows them.

    Raises NotFound, Forbidden for roles that may not go so far, Conflict when nothing is due of it any more, or it was
    urged as far already by somebody else today.
    """
    actor = meet(session, case_id, actor)
    queries.lock(session, case_id)
    head = head_of(session, case_id)
    able = sorted(role for role in actor.roles_at(head.area_code) | actor.seats if URGES.get(role, 0) >= level)
    if not able:
        raise Forbidden("您的岗位不能做这一步")
    if head.state in OVER:
        raise Conflict("这件事已经答复或办结，不用再催", code="nothing_due")
    by = Urge(level, datetime.now(UTC), actor.name, able[0], note)
    if not any(each.level == level and each.note == note for each in queries.urges(session, case_id)):
        queries.urge(session, case_id, head.area_code, head.kept, by, actor.id)
        audit.append(session, "case.urged", "case", case_id, area=head.area_code, fields=("level", "note"))
    return actor


def urge_late(session: Session, level: int, most: int) -> int:
    """Urge by itself what is late by the days of `level`; return how many. May be repeated."""
    days = queries.limits(session)[f"urge_{level}"].days
    found = queries.late(session, latest_due(today(), days), level, most)
    for case_id, area, hidden in found:
        by = Urge(level, datetime.now(UTC), THE_SYSTEM.name, SYSTEM, "")
        queries.urge(session, case_id, area, hidden, by, None)
        audit.append(session, "case.urged", "case", case_id, area=area, fields=("level",))
    return len(found)


def forewarn(session: Session) -> int:
    """Tell who has a case in hand ahead of its deadline, in the inbox and by push; return how many messages. May be repeated."""
    return jobs.push_notices(session, queries.forewarn(session, in_hands(), soon_until(session)))
