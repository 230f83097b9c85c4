"""Judging how sensitive a case is: the database marks the case and all that hangs on it at once."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases import queries
from backend.cases.domain import Actor, Level, LevelChange, levellers
from backend.cases.queries import CaseFile, Head
from backend.cases.service.access import meet
from backend.cases.service.file import file_of, head_of
from backend.errors import Forbidden


def set_level(session: Session, case_id: UUID, actor: Actor, to: str, reason: str) -> CaseFile:
    """Bring a case to the level of sensitivity named `to`; at that level already it stays as it is.

    Raises NotFound, Forbidden for roles that may not: raising is the station's and the town congress's, lowering the latter's.
    """
    actor = meet(session, case_id, actor)
    queries.lock(session, case_id)
    judge(session, head_of(session, case_id), actor, Level(to), reason)
    return file_of(session, case_id, actor)


def judge(session: Session, head: Head, actor: Actor, to: Level, reason: str) -> None:
    """Note the level of a case that is locked, and enter it in the record; see `set_level`."""
    able = [role for role in levellers(head.level, to) if role in actor.roles_at(head.area_code)]
    if not able or actor.id is None:
        raise Forbidden("您的岗位不能做这一步")
    if to == head.level:
        return
    made = LevelChange(datetime.now(UTC), actor.name, able[0], head.level, to, reason)
    queries.judge(session, head, made, actor.id)
    audit.append(session, "case.level", "case", head.id, area=head.area_code, fields=("level", "reason"))
