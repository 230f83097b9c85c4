"""What the body that handles a case promises beyond its written result."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from backend.bodies import service as bodies
from backend.cases import queries
from backend.cases.domain import Actor
from backend.cases.service.access import meet
from backend.cases.service.file import head_of
from backend.commitments import service as commitments
from backend.commitments.domain import Promise
from backend.commitments.service import CommitmentView
from backend.errors import Forbidden


def promise(
    session: Session, case_id: UUID, actor: Actor, commitment_id: UUID, text: str, due_on: date
) -> CommitmentView:
    """Note what the body that handles a case promises, to be followed to the end. May be repeated.

    Raises NotFound, Forbidden for who does not act for the body on the handler's seat, Invalid (field `due_on`) for a day
    that has passed, Conflict for an id that is taken.
    """
    actor = meet(session, case_id, actor)
    head = head_of(session, case_id)
    seat = next((each for each in queries.seats(session, case_id) if each.seat == "handler" and each.mine), None)
    body = next((each for each in bodies.mine(session) if seat and each.id == seat.body_id), None)
    if body is None or actor.id is None:
        raise Forbidden("您的岗位不能做这一步")
    given = Promise(commitment_id, "case", case_id, head.number, text, body.id, due_on, head.area_code, head.hidden)
    return commitments.promise(session, given, actor.id)
