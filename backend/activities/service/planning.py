"""Planning an activity, changing its plan, cancelling it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.activities import queries
from backend.activities.domain import ActivityFile, Head, Plan, State
from backend.activities.model import Activity, ActivityParticipant
from backend.activities.service.agenda import move_on, reorder
from backend.activities.service.reading import file_of, still, taken_up
from backend.audit import service as audit
from backend.bodies import service as bodies
from backend.commitments.domain import Keeper
from backend.errors import Conflict, Forbidden, Invalid
from backend.plain import digest_of


def read(session: Session, activity_id: UUID, keeper: Keeper) -> ActivityFile:
    """Return an activity as far as it is for this viewer; see `file_of`."""
    return file_of(session, activity_id, keeper)


def listed(
    session: Session, wanted: queries.Wanted, *, last: tuple[datetime | None, UUID] | None, most: int
) -> list[Head]:
    """Return the activities `wanted`, those without a day first, then newest first; see `queries.listed`."""
    return queries.listed(session, wanted, last=last, most=most)


def plan(session: Session, given: Plan, keeper: Keeper) -> ActivityFile:
    """Plan an activity. The same sent again by the same person is answered as it stands now.

    Raises Forbidden for who calls no meetings there, Invalid naming what is wrong, Conflict for an id that is taken.
    """
    if not keeper.convenes(given.area_code):
        raise Forbidden("您的岗位不能做这一步")
    asked = digest_of(**vars(given))
    if queries.one(session, given.id) is None:
        _make(session, given, keeper, asked)
    head = queries.one(session, given.id)
    if head is None or (head.asked, head.made_by) != (asked, keeper.id):
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    return file_of(session, given.id, keeper)


def _make(session: Session, given: Plan, keeper: Keeper, asked: bytes) -> None:
    if queries.area_name(session, given.area_code) is None:
        raise Invalid("没有这个地方", field="area_code")
    _in_order(given.starts_at, given.ends_at)
    callers = {given.body_id} - {None}
    _serving(session, given.area_code, {each for each in callers if each}, "body_id")
    _serving(session, given.area_code, given.bodies, "bodies")
    values = {key: value for key, value in vars(given).items() if key != "bodies"}
    made = upsert(Activity).values(**values, made_by=keeper.id, asked=asked)
    if session.execute(made.on_conflict_do_nothing().returning(Activity.id)).one_or_none() is None:
        return
    _invite(session, given.id, given.area_code, given.bodies)
    audit.append(session, "activity.planned", "activity", given.id, area=given.area_code, fields=("title", "bodies"))


def change(
    session: Session, activity_id: UUID, keeper: Keeper, changes: Mapping[str, Any], *, version: int
) -> ActivityFile:
    """Change the plan: `title`, `place`, `starts_at`, `ends_at`, `bodies` (ids of those invited), `agenda` (ids of its points in order).

    What is so already stays. Raises NotFound, Forbidden, Conflict, Stale, Invalid naming what is wrong.
    """
    head = taken_up(session, activity_id, keeper)
    file = file_of(session, activity_id, keeper)
    present = vars(head) | {
        "bodies": sorted(each.body_id for each in file.participants),
        "agenda": [each.id for each in file.agenda],
    }
    wanted = dict(changes) | ({"bodies": sorted(set(changes["bodies"]))} if "bodies" in changes else {})
    new = {key: value for key, value in wanted.items() if present[key] != value}
    if not new:
        return file
    still(head, State.PLANNED, version)
    _in_order(new.get("starts_at", head.starts_at), new.get("ends_at", head.ends_at))
    if "bodies" in new:
        added = set(new["bodies"]) - set(present["bodies"])
        _serving(session, head.area_code, added, "bodies")
        gone = set(present["bodies"]) - set(new["bodies"])
        rule = (ActivityParticipant.activity_id == activity_id) & ActivityParticipant.body_id.in_(gone)
        session.execute(delete(ActivityParticipant).where(rule))
        _invite(session, activity_id, head.area_code, sorted(added))
    if "agenda" in new:
        reorder(session, file.agenda, new["agenda"])
    plain = {key: value for key, value in new.items() if key not in {"bodies", "agenda"}}
    queries.count_up(session, activity_id, **plain)
    audit.append(session, "activity.changed", "activity", activity_id, area=head.area_code, fields=sorted(new))
    return file_of(session, activity_id, keeper)


def cancel(session: Session, activity_id: UUID, keeper: Keeper, reason: str, *, version: int) -> ActivityFile:
    """Cancel a planned activity; the cases on its agenda go to the next joint meeting. May be repeated.

    Raises NotFound, Forbidden, Conflict when it was held, Stale.
    """
    head = taken_up(session, activity_id, keeper)
    if (head.state, head.cancelled_reason) != (State.CANCELLED, reason):
        still(head, State.PLANNED, version)
        queries.count_up(session, activity_id, state=State.CANCELLED.value, cancelled_reason=reason)
        audit.append(session, "activity.cancelled", "activity", activity_id, area=head.area_code, fields=("reason",))
        move_on(session, queries.agenda(session, activity_id), keeper.id)
    return file_of(session, activity_id, keeper)


def _in_order(starts: datetime | None, ends: datetime | None) -> None:
    if ends and (starts is None or ends < starts):
        raise Invalid("结束不能早于开始", field="ends_at")


def _serving(session: Session, area: str, ids: Collection[int], field: str) -> None:
    known = {body.id for body in bodies.serving(session, area)} if ids else set()
    if not set(ids) <= known:
        raise Invalid("这个单位不管这里，请从名单里选", field=field, code="another_place")


def _invite(session: Session, activity_id: UUID, area: str, ids: Collection[int]) -> None:
    for body in dict.fromkeys(ids):
        row = {"activity_id": activity_id, "body_id": body, "area_code": area}
        session.execute(insert(ActivityParticipant).values(**row).inline())
