"""Writing a move: its event, words, deadline, entry in the record, and what others hear of it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.bodies.domain import BodyRef
from backend.cases import queries
from backend.cases.domain import BODY, RETURNS, Actor, Change, Move
from backend.cases.queries import Head
from backend.cases.service.deadlines import due, promised
from backend.errors import Stale
from backend.jobs.service import emit


def write(
    session: Session,
    head: Head,
    actor: Actor,
    arrow: Move,
    reason: str,
    given: Mapping[str, str],
    body: BodyRef | None = None,
) -> None:
    """Write one move (or the signing, which stays where it is); `body`: who takes a seat by it.

    Raises Stale when somebody changed the case first.
    """
    until = promised(session, head, arrow, given)
    words = dict(given)
    if body:
        words[BODY.key] = body.name  # as it was called that day
    made = Change(
        move=arrow.id,
        source=arrow.source,
        to=arrow.lands,
        kind="signed" if arrow.signs else "move",
        actor_id=actor.id,
        actor_name=actor.name,
        actor_role=actor.role_for(arrow, head.area_code) or "",
        due_on=due(session, head, arrow, given, until),
        promised_on=until,
        body_id=body.id if body else None,
        reason=reason,
        evidence=words,
    )
    if not queries.change(session, head, made):
        stale(session, head)
    action = f"case.{'signed' if arrow.signs else arrow.lands}"
    audit.append(session, action, "case", head.id, area=head.area_code, fields=("state", "reason", *made.evidence))
    if not arrow.signs:
        emit(session, "case.moved", case=str(head.id), area=head.area_code, version=head.version + 1)
    if arrow.id in RETURNS and queries.returns(session, head.id, RETURNS) >= queries.thresholds(session)["returns"]:
        emit(session, "case.returned_twice", case=str(head.id), area=head.area_code)


def stale(session: Session, head: Head) -> None:
    """Say who changed the case first: raises Stale."""
    names = [event.actor_name for event in queries.timeline(session, head.id)[:1] if event.actor_name]
    if names:
        raise Stale("{name}刚改了这一项。", field="If-Match", name=names[0])
    raise Stale("别人刚改过，请重新读取", field="If-Match")
