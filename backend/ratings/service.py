"""Saying how content one is with an answer, for oneself or for the person who told staff; in the same step, wanting it redone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases import queries as cases
from backend.cases import service as moves
from backend.cases.domain import Actor, State
from backend.cases.queries import Head
from backend.cases.service import head_of, meet
from backend.cases.service.file import handled_by
from backend.codes.service import Held
from backend.db import apply_context, current_context
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.feedback import service as feedback
from backend.feedback.queries import SheetView
from backend.ratings import queries
from backend.ratings.domain import LEAST_REASON, WRITERS, Figures, NewRating, OfCase, Rated, Rating
from backend.ratings.model import RatingRow

TAKEN = "这个编号已经用在别的内容上"


def own(session: Session, held: Held, sheets: Sequence[SheetView]) -> Rating | None:
    """Return what the person of a receipt last said of the present answer, None when nothing; runs in the receipt's context.

    `sheets`: those of the receipt, newest first.
    """
    present = next(iter(_present(held, sheets)), None)
    if present is None:
        return None
    return next((each for each in queries.of_report(session, held.report_id) if each.sheet_id == present.id), None)


def may_rate(session: Session, held: Held, sheets: Sequence[SheetView]) -> bool:
    """Return whether the person of a receipt may say it now: `sheets` hold an answer, and the case is not archived."""
    if held.case_id is None or not _present(held, sheets):
        return False
    head = cases.head(session, held.case_id)
    return head is not None and head.state != State.ARCHIVED


def rate(session: Session, held: Held, new: NewRating) -> Rating:
    """Keep what the person of a receipt says of the present answer; with `reopen` the case is opened again. May be repeated.

    Runs in `cases.service.context_of_held`. Raises NotFound without an answer, Conflict when it is archived, when it is too late
    to have it redone, or the id is taken; Invalid without a reason.
    """
    if held.case_id is None:
        raise NotFound("没有找到")
    cases.lock(session, held.case_id)
    head = head_of(session, held.case_id)
    sheets = _answers(session, held)
    rating = _keep(session, head, sheets[0] if sheets else None, new, way="receipt", by=None)
    _redo(session, head, held, new)
    return rating


def rate_for(session: Session, case_id: UUID, actor: Actor, sheet_id: UUID, new: NewRating, way: str) -> OfCase:
    """Write down what the person of a sheet told staff by phone or at the door; see `rate`. May be repeated.

    Raises Forbidden for who handled the case and for roles that call nobody.
    """
    actor = meet(session, case_id, actor)
    cases.lock(session, case_id)
    head = head_of(session, case_id)
    _may_write(head, actor)
    about = feedback.sheets_about(session, case_id)
    sheet = next((each for each in about if each.id == sheet_id), None)
    if sheet is None or sheet.author_id is not None:
        raise NotFound("没有找到")
    if any(each.report_id == sheet.report_id and each.issued_at > sheet.issued_at for each in about):
        raise Conflict("后面有新的答复，请评价最新的", field="sheet_id", code="answered_anew")
    _keep(session, head, sheet, new, way=way, by=actor)
    before = current_context(session)
    held = Held(sheet.report_id, case_id, sheet.area_code)
    if new.reopen:
        # The wish is the person's, whoever wrote it down: it is their own move, and the rating says who was told.
        apply_context(session, moves.context_of_held(held))
        _redo(session, head, held, new)
        apply_context(session, before)
    return of_case(session, case_id, actor)


def of_case(session: Session, case_id: UUID, actor: Actor) -> OfCase:
    """Return what is said of the answers to a case, each person's for itself.

    Raises NotFound when there is no such case for this viewer.
    """
    actor = meet(session, case_id, actor)
    head = head_of(session, case_id)
    said = queries.of_case(session, case_id)
    sheets = [each for each in feedback.sheets_about(session, case_id) if each.author_id is None]
    newest: dict[UUID, UUID] = {}
    for each in sheets:
        newest.setdefault(each.report_id, each.id)
    rated = [
        Rated(
            each.id, each.number, each.report_number, each.issued_at, newest[each.report_id] == each.id,
            tuple(one for one in said if one.sheet_id == each.id),
        )
        for each in sheets
    ]  # fmt: skip
    present = [each for each in rated if each.present]
    content = bool(present) and all(each.said and each.said[0].verdict != "dissatisfied" for each in present)
    able = (
        head.state != State.ARCHIVED and not handled_by(head, actor) and bool(WRITERS & actor.roles_at(head.area_code))
    )
    return OfCase(rated, may_write=able, content=content)


def figures(session: Session, since: datetime | None, until: datetime | None) -> list[Figures]:
    """Return by station what people last said of the answers signed between two moments, as far as the viewer may see."""
    return queries.figures(session, since, until)


def _answers(session: Session, held: Held) -> list[SheetView]:
    """Return the sheets of the receipt's report on the case it is in now, newest first."""
    return _present(held, feedback.open_by_receipt(session, held.report_id))


def _present(held: Held, sheets: Sequence[SheetView]) -> list[SheetView]:
    return [each for each in sheets if each.subject_id == held.case_id]


def _may_write(head: Head, actor: Actor) -> None:
    if actor.id is None or not WRITERS & actor.roles_at(head.area_code):
        raise Forbidden("您的岗位不能做这一步")
    if handled_by(head, actor):
        raise Forbidden("办理的人不能自己登记评价，请换一个人回访")


def _keep(
    session: Session, head: Head, sheet: SheetView | None, new: NewRating, *, way: str, by: Actor | None
) -> Rating:
    if new.verdict == "dissatisfied" and len(new.reason) < LEAST_REASON:
        raise Invalid("不满意的，写明原因，至少2个字", field="reason", code="reason_needed")
    if new.reopen and new.verdict != "dissatisfied":
        raise Invalid("不满意的才能要求重办", field="reopen", code="not_dissatisfied")
    known = queries.one(session, new.id)
    if known is not None:
        stands = (known.verdict, known.reason, known.way)
        if sheet is None or known.sheet_id != sheet.id or stands != (new.verdict, new.reason, way):
            raise Conflict(TAKEN, field="id", code="id_taken")
        return known
    if sheet is None:
        raise NotFound("还没有答复，答复以后再评价")
    if head.state == State.ARCHIVED:
        raise Conflict("这件事已经归档，不能再评价", code="archived")
    row = {"id": new.id, "case_id": head.id, "sheet_id": sheet.id, "report_id": sheet.report_id, "verdict": new.verdict}
    row |= {"reason": new.reason, "way": way, "area_code": sheet.area_code, "hidden": sheet.hidden}
    row |= {"actor_id": by.id if by else None, "actor_name": by.name if by else ""}
    made = session.scalar(insert(RatingRow).values(**row).on_conflict_do_nothing().returning(RatingRow.id))
    kept = queries.one(session, new.id) if made else None
    if kept is None:
        raise Conflict(TAKEN, field="id", code="id_taken")
    audit.append(
        session, "answer.rated", "feedback_sheet", sheet.id, area=sheet.area_code, fields=("verdict", "reason")
    )
    return kept


def _redo(session: Session, head: Head, held: Held, new: NewRating) -> None:
    """Have the case opened again by its person's wish; where somebody else has had it opened already, it is."""
    if new.reopen and head.state in {State.ANSWERED, State.CLOSED}:
        moves.by_receipt(session, held, State.REOPENED, reason=new.reason, evidence={})
