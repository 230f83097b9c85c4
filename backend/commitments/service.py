"""The verbs of the room: promise, follow to the end, list."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.clock import today
from backend.commitments import queries
from backend.commitments.domain import Keeper, Promise, State, may_become
from backend.commitments.model import Commitment, CommitmentNote
from backend.commitments.queries import CommitmentView, Wanted, for_service
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.jobs import service as jobs
from backend.plain import digest_of

__all__ = ["CommitmentView", "Wanted", "follow", "for_service", "listed", "promise", "read", "tell"]
TELL = text("select notice_id, account_id from tell_promises(:last_day)")


def promise(session: Session, given: Promise, person: int) -> CommitmentView:
    """Note a promise. The same sent again by the same person is answered as it stands now.

    Raises Invalid (field `due_on`) for a day that has passed, Conflict for an id that stands for something else.
    """
    # What was not asked for by anybody is known again by what it was before that could be said.
    asked = digest_of(**{key: value for key, value in vars(given).items() if value is not None})
    values = vars(given) | {"made_by": person, "asked": asked}
    stored = queries.one(session, given.id)
    if stored is None:
        if given.due_on < today():
            raise Invalid("期限不能在今天以前", field="due_on")
        made = session.execute(upsert(Commitment).values(**values).on_conflict_do_nothing().returning(Commitment.id))
        if made.one_or_none() is not None:
            audit.append(session, "commitment.made", "commitment", given.id, area=given.area_code, fields=("text",))
        stored = queries.one(session, given.id)
    if stored is None or (stored.asked, stored.made_by) != (asked, person):
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    return stored


def read(session: Session, commitment_id: UUID) -> CommitmentView:
    """Return a commitment.

    Raises NotFound when there is none for this viewer.
    """
    found = queries.one(session, commitment_id)
    if found is None:
        raise NotFound("没有找到")
    return found


def listed(session: Session, wanted: Wanted, *, last: tuple[date, UUID] | None, most: int) -> list[CommitmentView]:
    """Return the commitments `wanted`, the first due first; see `queries.listed`."""
    return queries.listed(session, wanted, last=last, most=most)


def follow(session: Session, commitment_id: UUID, keeper: Keeper, to: State, words: str) -> CommitmentView:
    """Note how a commitment goes on, or what it became (`to`); the same again by the same person changes nothing.

    Raises NotFound, Forbidden for who neither promised it nor calls meetings there, Conflict when it is crossed off already.
    """
    queries.lock(session, commitment_id)
    found = read(session, commitment_id)
    if not may_become(to, owner=found.mine, convener=keeper.convenes(found.area_code)):
        raise Forbidden("您的岗位不能做这一步")
    if found.notes:
        last = found.notes[-1]
        if (last.actor_id, last.state, last.words) == (keeper.id, to, words):
            return found
    if found.state != State.OPEN:
        raise Conflict("这项承诺已经销号，不能再改", code="settled")
    note = {"commitment_id": commitment_id, "actor_id": keeper.id, "actor_name": keeper.name, "state": to.value}
    session.execute(insert(CommitmentNote).values(**note, words=words).inline())
    if to != State.OPEN:
        settled = {"state": to.value, "settled_at": datetime.now(UTC)}
        session.execute(update(Commitment).where(Commitment.id == commitment_id).values(**settled))
        if found.asked_case is not None:
            jobs.emit(session, "commitment.settled", commitment=str(commitment_id), area=found.area_code)
    action = "commitment.noted" if to == State.OPEN else f"commitment.{to}"
    audit.append(session, action, "commitment", commitment_id, area=found.area_code, fields=("state", "words"))
    return read(session, commitment_id)


def tell(session: Session, days: int) -> int:
    """Remind once of promises that fall due within `days`, and tell once of those that are late, in the inbox and by push.

    Whose they are and who wrote them down hear of both, who asked for one only that it is late. Returns how many notices there were.
    """
    told = session.execute(TELL, {"last_day": today() + timedelta(days=days)})
    return jobs.push_notices(session, [(row.notice_id, row.account_id) for row in told])
