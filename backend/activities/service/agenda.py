"""What stands on an agenda: by whom it was put there, or by itself."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.activities import queries
from backend.activities.domain import JOINT_MEETING, ActivityFile, CaseRef, Head, Item, Point, State
from backend.activities.model import Activity, ActivityItem, ActivityItemText
from backend.activities.service.reading import file_of, kind_of, still, taken_up
from backend.audit import service as audit
from backend.commitments.domain import Keeper
from backend.db import one_at_a_time
from backend.errors import Conflict, Invalid

TOWNSHIP, COUNTY = 9, 6  # digits of their codes
MOST = 100


def put(session: Session, activity_id: UUID, keeper: Keeper, point: Point, *, version: int) -> ActivityFile:
    """Put a case, or words, at the end of an agenda. May be repeated.

    Raises NotFound, Forbidden, Conflict (over, taken, or on it already), Stale, Invalid naming what is wrong.
    """
    head = taken_up(session, activity_id, keeper)
    there = {item.id: item for item in queries.agenda(session, activity_id)}
    if point.id in there:
        item = there[point.id]
        if (item.case_number, item.words, item.why, item.put_by) != (point.case, point.words, point.why, keeper.id):
            raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
        return file_of(session, activity_id, keeper)
    still(head, State.PLANNED, version)
    if len(there) >= MOST:
        raise Conflict("一次会议最多{n}个议题", code="too_many", n=MOST)
    case = _case(session, point, there.values())
    if not _add(session, head.id, head.area_code, point, case, keeper.id):
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    queries.count_up(session, activity_id)
    return file_of(session, activity_id, keeper)


def _case(session: Session, point: Point, there: object) -> CaseRef | None:
    if point.case is None:
        if not point.words:
            raise Invalid("写明议题，或填一件事项的编号", field="words")
        return None
    case = queries.case_of(session, number=point.case)
    if case is None:
        raise Invalid("没有编号为{number}的事项", field="case", code="no_such_case", number=point.case)
    if any(item.case_number == case.number for item in there):  # type: ignore[attr-defined]
        raise Conflict("这件事已经列入议题", field="case", code="on_it_already")
    return case


def _add(
    session: Session, activity_id: UUID, area: str, point: Point, case: CaseRef | None, person: int | None
) -> bool:
    """Store a point at the end; return whether its id was free."""
    marks: dict[str, object] = {"activity_id": activity_id, "case_id": case.id if case else None}
    marks |= {"area_code": case.area_code if case else area, "hidden": bool(case and case.hidden)}
    position = queries.last_position(session, activity_id) + 1
    row = marks | {"id": point.id, "position": position, "case_number": case.number if case else None, "put_by": person}
    made = upsert(ActivityItem).values(**row).on_conflict_do_nothing().returning(ActivityItem.id)
    if session.execute(made).one_or_none() is None:
        return False
    words = marks | {"item_id": point.id, "words": point.words, "why": point.why}
    session.execute(insert(ActivityItemText).values(**words).inline())
    audit.append(session, "activity.item_put", "activity", activity_id, area=area, fields=("agenda",))
    return True


def remove(session: Session, activity_id: UUID, keeper: Keeper, item_id: UUID, *, version: int) -> ActivityFile:
    """Take a point off an agenda; what is not on it is left. May be repeated.

    Raises NotFound, Forbidden, Conflict when the activity is over, Stale.
    """
    head = taken_up(session, activity_id, keeper)
    if any(item.id == item_id for item in queries.agenda(session, activity_id)):
        still(head, State.PLANNED, version)
        session.execute(delete(ActivityItem).where(ActivityItem.id == item_id))
        queries.count_up(session, activity_id)
    audit.append(session, "activity.item_removed", "activity", activity_id, area=head.area_code, fields=("agenda",))
    return file_of(session, activity_id, keeper)


def reorder(session: Session, there: Sequence[Item], order: Sequence[UUID]) -> None:
    """Bring the points of an agenda into `order`.

    Raises Invalid (field `agenda`) unless it names each of them once.
    """
    if sorted(order) != sorted(item.id for item in there):
        raise Invalid("议题的顺序要把每个议题各写一次", field="agenda")
    for position, item_id in enumerate(order, 1):
        session.execute(update(ActivityItem).where(ActivityItem.id == item_id).values(position=position))


def put_case(session: Session, case_id: UUID, person: int | None = None, why: str = "") -> UUID | None:
    """Put a case on the agenda of the next planned joint meeting of its township, else of its county, else of a new one without a day.

    Returns the meeting; None when the case is gone or stands on an agenda already. May be repeated.
    """
    case = queries.case_of(session, case_id=case_id)
    if case is None:
        return None
    town, county = case.area_code[:TOWNSHIP], case.area_code[:COUNTY]
    one_at_a_time(session, f"joint meeting {county}")
    if queries.stands_on_one(session, case_id):
        return None
    found = queries.next_meeting(session, (town, county))
    meeting = _locked(session, found) if found else _meeting_without_a_day(session, town, person)
    _add(session, meeting.id, meeting.area_code, Point(uuid4(), case.number, "", why), case, person)
    queries.count_up(session, meeting.id)
    return meeting.id


def _locked(session: Session, activity_id: UUID) -> Head:
    one_at_a_time(session, f"activity {activity_id}")
    head = queries.one(session, activity_id)
    if head is None or head.state != State.PLANNED:
        raise Conflict("会议的状态已经变了，请重新读取", code="another_state")
    return head


def _meeting_without_a_day(session: Session, area: str, person: int | None) -> Head:
    title = f"{queries.area_name(session, area) or ''}{kind_of(session, JOINT_MEETING).name}"
    row = {"id": uuid4(), "type": JOINT_MEETING, "title": title, "area_code": area, "made_by": person}
    session.execute(insert(Activity).values(**row).inline())
    audit.append(session, "activity.planned", "activity", row["id"], area=area, fields=("title",))
    head = queries.one(session, row["id"])  # type: ignore[arg-type]
    assert head is not None  # noqa: S101 - it was stored above, in this transaction
    return head


def move_on(session: Session, agenda: Sequence[Item], person: int) -> None:
    """Put the cases of a meeting that was cancelled on the agenda of the next one."""
    for item in agenda:
        if item.case_id is not None:
            put_case(session, item.case_id, person, item.why or "")
