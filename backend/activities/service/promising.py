"""What is promised at an activity, and telling the people of a case what became of what they had asked for."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from backend.activities import queries
from backend.activities.domain import ActivityFile, State, Vow
from backend.activities.queries import record
from backend.activities.service.people import COLLEAGUES
from backend.activities.service.reading import file_of, taken_up
from backend.audit import service as audit
from backend.bodies import service as bodies
from backend.cases.service.sign import recipients_of
from backend.commitments import service as commitments
from backend.commitments.domain import LABELS, Keeper, Promise
from backend.commitments.domain import State as Standing
from backend.errors import Conflict, Invalid
from backend.feedback import service as feedback
from backend.feedback.domain import Signer, Subject
from backend.reports import service as reports

SETTLED = "您在“{name}”上反映的问题，{body}承诺：“{text}”。现在的结果：{state}。{words}"


def promise(session: Session, activity_id: UUID, keeper: Keeper, given: Vow) -> ActivityFile:
    """Note what a body promises at an activity, to be followed to the end. May be repeated.

    Raises NotFound, Forbidden, Conflict for an activity that was cancelled or an id that is taken, Invalid naming what is wrong.
    """
    head = taken_up(session, activity_id, keeper)
    if head.state == State.CANCELLED:
        raise Conflict("会议的状态已经变了，请重新读取", code="another_state")
    if given.body_id not in {body.id for body in bodies.serving(session, head.area_code)}:
        raise Invalid("这个单位不管这里，请从名单里选", field="body_id", code="another_place")
    case = queries.case_of(session, number=given.case) if given.case else None
    if given.case and case is None:
        raise Invalid("没有编号为{number}的事项", field="case", code="no_such_case", number=given.case)
    known = (
        {row.account_id for row in session.execute(COLLEAGUES, {"area": head.area_code})} if given.asked_by else set()
    )
    invited = {each.account_id for each in record.people(session, activity_id)} if given.asked_by else set()
    if given.asked_by is not None and given.asked_by not in known | invited:
        raise Invalid("这里请不到这个人，请从名单里选", field="asked_by")
    area, hidden = (case.area_code, case.hidden) if case else (head.area_code, False)
    commitments.promise(
        session,
        Promise(given.id, "activity", head.id, head.title, given.text, given.body_id, given.due_on, area, hidden,
                case.id if case else None, given.asked_by),
        keeper.id,
    )  # fmt: skip
    audit.append(session, "activity.promised", "activity", activity_id, area=head.area_code, fields=("commitment",))
    return file_of(session, activity_id, keeper)


def tell_askers(session: Session, commitment_id: UUID) -> int:
    """Issue the sheets that tell the people of a case what became of a promise made to them; return how many. May be repeated."""
    found = commitments.for_service(session, commitment_id)
    case = found.asked_case if found else None
    if found is None or case is None or found.state not in {Standing.KEPT, Standing.BROKEN} or not found.notes:
        return 0
    if feedback.sheets_about(session, commitment_id):
        return 0
    told = reports.to_answer(session, case)
    last = found.notes[-1]
    words = SETTLED.format(
        name=found.subject_name,
        body=found.body_name,
        text=found.text,
        state=LABELS[Standing(found.state)],
        words=last.words,
    )
    subject = Subject("commitment", commitment_id, found.subject_name, found.body_name)
    signer = Signer(last.actor_id, last.actor_name, "body")
    return len(feedback.issue(session, subject, recipients_of(told), words, signer)) if told else 0
