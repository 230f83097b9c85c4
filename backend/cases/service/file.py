"""Reading: the inbox, the case file with the moves this person may make, and what a citizen sees of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.bodies import service as bodies
from backend.cases import queries
from backend.cases.domain import (
    AGREES,
    DEPUTY,
    OVER,
    THE_CITIZEN,
    Actor,
    Filters,
    Last,
    Level,
    Move,
    NextMove,
    State,
    levellers,
    most_of,
    moves_from,
    needs_of,
    working_days_after,
)
from backend.cases.domain.actors import Suggested
from backend.cases.queries import CaseFile, Head, Page
from backend.cases.service.access import meet
from backend.cases.service.deadlines import soon_until, too_late
from backend.clock import today
from backend.contacts import service as contacts
from backend.contacts.service import Person
from backend.errors import Forbidden, NotFound
from backend.feedback import service as feedback
from backend.feedback.queries import SheetView
from backend.reports import service as reports
from backend.routing import service as routing
from backend.routing.domain import Matter

# Roles that have to speak with the people of a case; of bodies outside, where the people agreed that they may (`asks_consent`).
CALLERS = frozenset({"liaison", "verifier", "mediator"})
BY_CONSENT = frozenset({"court", "justice_office", "petition_office", "police", "department", "organ"})
# The moves that take a matter on, and that close it because its people are content.
TAKES_ON, CONSENTED = frozenset({"7", "7b-1", "7b-2"}), "12-1"
# Where somebody decides which way a case goes and who gets it.
SORTED = (State.ACCEPTED, State.TRIAGE, State.RETURNED, State.TO_REPORT)


def list_cases(session: Session, actor: Actor, filters: Filters, *, last: Last | None, most: int) -> Page:
    """Return the cases of the viewer's scope, newest first, or by deadline (`Filters.by_deadline`); `last`: the last one read."""
    if filters.by_code and not (actor.id and actor.has(DEPUTY)):
        return Page([], None)
    near = soon_until(session) if filters.soon else None
    rows = queries.list_cases(session, filters, actor.waits(), actor.id, last=last, most=most + 1, soon=near)
    end = rows[most - 1] if len(rows) > most else None
    return Page(rows[:most], Last(end.due_on, end.opened_at, end.id) if end else None)


def read(session: Session, case_id: UUID, actor: Actor) -> CaseFile:
    """Return the file of a case.

    Raises NotFound when there is none for this viewer; what exists elsewhere looks the same.
    """
    return file_of(session, case_id, meet(session, case_id, actor))


def file_of(session: Session, case_id: UUID, actor: Actor) -> CaseFile:
    """Return the file of a case to somebody who has met it; see `read`."""
    head = head_of(session, case_id)
    told = reports.of_case(session, case_id)
    sheets = feedback.sheets_about(session, case_id)
    return CaseFile(
        head=head,
        reports=told,
        timeline=queries.timeline(session, case_id),
        sheets=sheets,
        attempts=feedback.attempts_of(session, sheets),
        contacts={
            each.id: shown
            for each in told
            if each.contact_id and (shown := contacts.masked_where_shown(session, each.contact_id))
        },
        moves=next_moves(session, head, sheets, actor),
        seats=queries.seats(session, case_id),
        urges=queries.urges(session, case_id),
        suggested=suggested(session, head),
        levels=queries.levels(session, case_id),
        may_level=[
            to for to in Level if to != head.level and actor.roles_at(head.area_code) & {*levellers(head.level, to)}
        ],
        children=queries.children(session, case_id),
        part=queries.split_words(session, case_id) if head.parent_id else "",
        may_urge=0 if head.state in OVER else most_of(actor.roles_at(head.area_code) | actor.seats),
    )


def suggested(session: Session, head: Head) -> Suggested | None:
    """Return what the first rule that fits now suggests, None where somebody has the case in hand or no rule fits."""
    if head.state not in SORTED:
        return None
    rule = routing.suggest(session, Matter(head.category, head.area_code, datetime.now(UTC)))
    if rule is None:
        return None
    due = working_days_after(today(), rule.says.days) if rule.says.days else None
    return Suggested(rule.id, rule.says.channel, rule.says.body_id, due)


def head_of(session: Session, case_id: UUID) -> Head:
    """Return the head of a case.

    Raises NotFound when there is none for this viewer.
    """
    found = queries.head(session, case_id)
    if found is None:
        raise NotFound("没有找到")
    return found


def next_moves(session: Session, head: Head, sheets: Sequence[SheetView], actor: Actor) -> list[NextMove]:
    """Return the moves of the present state that this person may make."""
    able = [move for move in moves_from(head.state) if may(move, head, actor)]
    named = frozenset[str]().union(*(move.bodies for move in able))
    known = bodies.serving(session, head.area_code, named) if named else []
    return [
        NextMove(
            move,
            waits_for(session, move, head, sheets, actor),
            [body for body in known if body.role in move.bodies],
            needs_of(move, head.level, head.open_children),
        )
        for move in able
    ]


def may(move: Move, head: Head, actor: Actor) -> bool:
    """Return whether a role of the person's allows `move` of this case; `Actor.waits` is the same for a list."""
    return (
        actor.role_for(move, head.area_code) is not None
        and (head.skips_verification or not move.only_skipping)
        and (not move.resumes or move.to == head.stood_at)
        and (not move.proof or head.approved)
    )


def waits_for(session: Session, move: Move, head: Head, sheets: Sequence[SheetView], actor: Actor) -> str | None:
    """Return what `move` still waits for, as a key of the catalogue, or None when it may be made now."""
    if move.not_handler and handled_by(head, actor):
        return "办理的人不能自己核查，请换一位核查员"
    if move.signs and signed(head, sheets):
        return "答复已签发，等第一位反映人收到"
    if move.within and too_late(session, move.within, head):
        return (
            "超过了可以自己要求重办的日子，请找站点"
            if move.holders
            else "签收期限已过，不能再退回；请签收，办不了的申请延期"
        )
    if move.id in TAKES_ON and head.elsewhere:
        return "已进入诉讼、仲裁或信访程序，登记不重办。请走不予受理，告知其他途径。"
    if move.id == CONSENTED and head.rated == "dissatisfied":
        return "还有反映人不满意，不能按群众满意办结"
    if move.id == AGREES and not head.talked:
        return "先记下双方当事人和调解笔录，再记协议"
    if move.alone and queries.reports_held(session, head.id) > 1:
        return "还有别人反映了同一件事，不能撤回"
    return None


def handled_by(head: Head, actor: Actor) -> bool:
    """Return whether the person, or a body for which they act, has handled the case, by a link too."""
    return actor.handles or (head.handler_id is not None and head.handler_id == actor.id)


def signed(head: Head, sheets: Sequence[SheetView]) -> bool:
    """Return whether an answer has been signed since the case began to wait for one."""
    return any(sheet.issued_at >= head.state_since for sheet in sheets)


def citizen_moves(session: Session, case_id: UUID) -> list[Move]:
    """Return the moves that the citizen of a receipt may make now; runs in that receipt's context."""
    head = queries.head(session, case_id)
    return [each.move for each in next_moves(session, head, [], THE_CITIZEN) if not each.waiting_for] if head else []


def reveal(session: Session, case_id: UUID, report_id: UUID, actor: Actor, reason: str) -> Person:
    """Return name and phone of who sent in a report of a case, for who has to call them; goes into the record.

    Raises NotFound when there is no such report or contact for this viewer, Forbidden for roles that call
    nobody, Invalid without a reason.
    """
    actor = meet(session, case_id, actor)
    head = head_of(session, case_id)
    told = next((each for each in reports.of_case(session, case_id) if each.id == report_id), None)
    if told is None or told.contact_id is None:
        raise NotFound("没有找到")
    if not CALLERS & (actor.roles_at(head.area_code) | actor.seats):
        if not BY_CONSENT & actor.seats:
            raise Forbidden("您的岗位不能做这一步")
        if contacts.masked_where_shown(session, told.contact_id) is None:
            raise Forbidden("反映人还没有同意给您的单位。请站点先问。", code="not_agreed")
    return contacts.reveal(session, told.contact_id, reason)
