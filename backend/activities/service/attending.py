"""Who was there, and how content they are: by the code at the place, with the own account, or typed from the paper list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.activities.domain import Attendance, Attended, Head, State
from backend.activities.domain.signing import PAPER, SCORE, SCREEN, read_code, write_code
from backend.activities.model import ActivityAttendance
from backend.activities.queries import record
from backend.activities.service.reading import head_of, taken_up
from backend.audit import service as audit
from backend.clock import midnight, now
from backend.codes import service as codes
from backend.commitments.domain import Keeper
from backend.errors import Conflict, Forbidden, Gone, Invalid, NotFound

MOST = 2000
GONE = "这个码过期了，请扫现场最新的码。"
WRONG = "这个码不对，请扫现场最新的码。"


def code_for(
    session: Session, activity_id: UUID, keeper: Keeper, kind: str, days: int, minutes: int
) -> tuple[str, datetime]:
    """Return the code of an activity and until when it is good.

    `kind`: `S` for a screen, good for `minutes`; `P` for paper, to the end of the day; `R` to say how content, for `days` after.
    Raises NotFound, Forbidden for who calls no activities there, Conflict for one that was cancelled or has no day yet.
    """
    head = head_of(session, activity_id)
    if not keeper.convenes(head.area_code):
        raise Forbidden("您的岗位不能做这一步")
    return codes_of(head, kind, days, minutes)


def codes_of(head: Head, kind: str, days: int, minutes: int) -> tuple[str, datetime]:
    """Return the code and until when it is good; see `code_for`."""
    if head.state == State.CANCELLED or head.starts_at is None:
        raise Conflict("会议的状态已经变了，请重新读取", code="another_state")
    if kind == SCREEN:
        until = now() + timedelta(minutes=minutes)
    else:
        day = max((head.ends_at or head.starts_at).astimezone(now().tzinfo).date(), now().date())
        until = midnight(day, later=1 + (days if kind == SCORE else 0))
    return write_code(head.id, kind, until, codes.keys()), until.astimezone(UTC)


def check_code(activity_id: UUID, code: str, *kinds: str) -> None:
    """Refuse what is no code of this activity (NotFound, as for one that is nowhere), and one that is over (Gone)."""
    found = read_code(activity_id, code, codes.keys())
    if found is None or found[0] not in kinds:
        raise NotFound(WRONG)
    if now() >= found[1]:
        raise Gone(GONE, code="code_over")


def sign_in(session: Session, activity_id: UUID, code: str, new: Attendance, person: int | None = None) -> bool:
    """Put somebody on the list by the code at the place; return whether it was the first time.

    `person`: the account that signs. Raises Gone for a code that is over, Invalid (field `name`), NotFound.
    """
    check_code(activity_id, code, SCREEN, PAPER)
    if not new.name:
        raise Invalid("写下您的姓名", field="name")
    found = record.sign_in(session, activity_id, new.id, person, new.name, new.unit)
    if found is None:
        raise NotFound("没有找到")
    if found[1]:
        audit.append(session, "activity.signed_in", "activity", activity_id, area=found[0], fields=("attendance",))
    return found[1]


def put_down(session: Session, activity_id: UUID, keeper: Keeper, people: Sequence[Attendance]) -> list[Attended]:
    """Type names from the paper list; who stands on it already is left. Returns the list. May be repeated.

    Raises NotFound, Forbidden, Conflict for an activity that was cancelled.
    """
    head = taken_up(session, activity_id, keeper)
    if head.state == State.CANCELLED:
        raise Conflict("会议的状态已经变了，请重新读取", code="another_state")
    marks = {"activity_id": activity_id, "area_code": head.area_code, "way": "list", "noted_by": keeper.id}
    for each in people:
        row = marks | {"id": each.id, "name": each.name, "unit": each.unit, "at": func.now()}
        session.execute(upsert(ActivityAttendance).values(**row).on_conflict_do_nothing())
    audit.append(session, "activity.list_typed", "activity", activity_id, area=head.area_code, fields=("attendance",))
    return record.attended(session, activity_id, MOST)


def attended(session: Session, activity_id: UUID) -> list[Attended]:
    """Return who was there, the last first; for the staff of the place.

    Raises NotFound when there is no such activity for this viewer.
    """
    head_of(session, activity_id)
    return record.attended(session, activity_id, MOST)


def say_how(session: Session, activity_id: UUID, code: str, device: bytes, verdict: str, words: str) -> None:
    """Note how content somebody is; said again by the same device it is what was said last.

    Raises Gone for a code that is over, NotFound for an activity of which nobody is asked.
    """
    check_code(activity_id, code, SCORE)
    area = record.note_score(session, activity_id, device, verdict, words)
    if area is None:
        raise NotFound("没有找到")
    audit.append(session, "activity.scored", "activity", activity_id, area=area, fields=("verdict",))
