"""Splitting a case: a child for a part of the matter, with a number, a way and an answer of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases import queries
from backend.cases.domain import OPEN, Actor, NewChild
from backend.cases.queries import CaseFile
from backend.cases.service.access import meet
from backend.cases.service.deadlines import accept_by
from backend.cases.service.file import file_of, head_of
from backend.categories import service as categories
from backend.errors import Conflict, Forbidden, Invalid
from backend.reports import service as reports

SPLITTER = "liaison"


def split(session: Session, case_id: UUID, actor: Actor, new: NewChild) -> CaseFile:
    """Open a child of a case, for some of its reports or for a part of the matter in words; return the child's file.

    The reports go over and are answered from the child; at least one stays. The same child sent again is answered with its file.
    Raises NotFound, Forbidden, Conflict when the case is over or the id is another's, Invalid naming what is wrong.
    """
    actor = meet(session, case_id, actor)
    queries.lock(session, case_id)
    head = head_of(session, case_id)
    if SPLITTER not in actor.roles_at(head.area_code):
        raise Forbidden("您的岗位不能做这一步")
    if any(child.id == new.id for child in queries.children(session, case_id)):
        return file_of(session, new.id, actor)
    if head.state not in OPEN:
        raise Conflict("这件事已经答复或办结，不能再分", code="answered_already")
    category = new.category or head.category
    if categories.get(session, category) is None:
        raise Invalid("没有这个类别", field="category", code="unknown_category")
    _may_go(new.reports, [each.id for each in reports.of_case(session, case_id)])
    if not queries.split(session, head, new, category, accept_by(session, datetime.now(UTC)), actor):
        raise Conflict("这个编号已经用过，请重新生成", field="id", code="taken")
    given = queries.give_reports(session, new.id, new.reports)
    if set(given) != set(new.reports):
        raise Conflict("别人刚改过，请重新读取", code="reports_moved")
    audit.append(
        session, "case.split", "case", case_id, area=head.area_code, fields=("children", *(["reports"] * bool(given)))
    )
    audit.append(session, "case.opened", "case", new.id, area=head.area_code, fields=("parent", "category"))
    return file_of(session, new.id, actor)


def _may_go(going: Sequence[UUID], held: Sequence[UUID]) -> None:
    if not set(going) <= set(held):
        raise Invalid("这几条里有不是这一件的", field="reports", code="no_such_report")
    if going and len(set(going)) == len(held):
        raise Invalid("至少留一条在原来这一件", field="reports", code="none_left")
