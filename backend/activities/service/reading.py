"""Reading an activity, and who may change it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from backend.activities import queries
from backend.activities.domain import ActivityFile, Head, State
from backend.activities.domain.types import Kind, done_steps
from backend.activities.queries import kinds, record
from backend.commitments import service as commitments
from backend.commitments.domain import Keeper
from backend.db import one_at_a_time
from backend.errors import Conflict, Forbidden, Invalid, NotFound, Stale

MOST = 200


def file_of(session: Session, activity_id: UUID, keeper: Keeper) -> ActivityFile:
    """Return an activity with all that hangs on it, each part as far as it is for this viewer.

    Raises NotFound when there is none for this viewer.
    """
    head = head_of(session, activity_id)
    kind, noted = kind_of(session, head.type), record.evidence(session, activity_id)
    agenda, minutes = queries.agenda(session, activity_id), queries.minutes(session, activity_id)
    promised = commitments.listed(session, commitments.Wanted(subject=activity_id), last=None, most=MOST)
    scores = record.scores(session, activity_id)
    there = {
        "agenda": bool(agenda), "minutes": minutes is not None, "promises": bool(promised), "scores": bool(scores),
        "people": head.attended > 0,
    }  # fmt: skip
    return ActivityFile(
        head=head,
        kind=kind,
        people=record.people(session, activity_id),
        evidence=noted,
        done=done_steps(kind, (each.step for each in noted), there),
        scores=scores,
        participants=queries.invited(session, activity_id),
        agenda=agenda,
        minutes=minutes,
        commitments=promised,
        may_change=keeper.convenes(head.area_code),
    )


def kind_of(session: Session, wanted: str) -> Kind:
    """Return a kind of activity. Raises Invalid (field `type`) for an unknown one."""
    found = kinds.kind(session, wanted)
    if found is None:
        raise Invalid("没有这类活动", field="type")
    return found


def head_of(session: Session, activity_id: UUID) -> Head:
    """Return the head of an activity.

    Raises NotFound when there is none for this viewer.
    """
    found = queries.one(session, activity_id)
    if found is None:
        raise NotFound("没有找到")
    return found


def taken_up(session: Session, activity_id: UUID, keeper: Keeper) -> Head:
    """Return an activity that this person is about to change, one at a time.

    Raises NotFound, Forbidden for who calls no meetings there.
    """
    head_of(session, activity_id)
    one_at_a_time(session, f"activity {activity_id}")
    head = head_of(session, activity_id)
    if not keeper.convenes(head.area_code):
        raise Forbidden("您的岗位不能做这一步")
    return head


def still(head: Head, state: State, version: int) -> None:
    """Refuse to change what is not in `state` any more (Conflict), or not as it was read (Stale)."""
    if head.state != state:
        raise Conflict("会议的状态已经变了，请重新读取", code="another_state")
    if head.version != version:
        raise Stale("别人刚改过，请重新读取", field="If-Match")
