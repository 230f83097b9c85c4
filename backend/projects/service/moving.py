"""Moving a project along the table, and telling everybody who asked for it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.ballots import service as ballots
from backend.bodies import service as bodies
from backend.cases.domain import Actor
from backend.cases.service.sign import recipients_of
from backend.clock import today
from backend.errors import Conflict, Forbidden, Invalid, Stale
from backend.feedback import service as feedback
from backend.feedback.domain import Signer, Subject
from backend.projects import queries
from backend.projects.domain import BY_ID, Move, Plan, State, moves_from
from backend.projects.model import Project, ProjectEvent
from backend.projects.queries import View
from backend.projects.service.proposing import read, roles_here
from backend.reports import service as reports

DECIDED = {"win": "elected", "lose": "not_elected"}


def move(session: Session, project_id: UUID, actor: Actor, which: str, words: str, plan: Plan, *, version: int) -> View:
    """Make one move of a project; a move that tells gives everybody who asked a numbered answer. May be repeated.

    `plan`: body, money and day, where the move plans. Raises NotFound, Conflict: no such move now, or no published ballot has decided so;
    Forbidden, Stale, Invalid naming what is wrong.
    """
    queries.lock(session, project_id)
    found = read(session, project_id)
    for last in found.events[-1:]:
        if (last.actor_id, last.move, last.words, last.version) == (actor.id, which, words, version + 1):
            return found
    if found.head.version != version:
        raise Stale("别人刚改过，请重新读取", field="If-Match")
    arrow = BY_ID[which]
    if arrow.source != found.head.state:
        raise Conflict("现在不能走这一步，请重新读取", code="no_such_move")
    if arrow not in moves_from(found.head.state, roles_here(found.head, actor)) or actor.id is None:
        raise Forbidden("您的岗位不能做这一步")
    changed = _changes(session, found, arrow, plan)
    role = min(arrow.roles & roles_here(found.head, actor))
    event = {"project_id": project_id, "version": version + 1, "move": which, "actor_id": actor.id}
    event |= {"actor_name": actor.name, "actor_role": role, "words": words}
    session.execute(insert(ProjectEvent).values(**event).inline())
    values = {"state": arrow.to.value, "version": version + 1} | changed
    session.execute(update(Project).where(Project.id == project_id).values(**values))
    audit.append(
        session, f"project.{which}", "project", project_id, area=found.head.area_code, fields=("state", *changed)
    )
    if arrow.tells:
        _tell(session, found, actor, role, words)
    return read(session, project_id)


def _changes(session: Session, found: View, arrow: Move, plan: Plan) -> dict[str, object]:
    """Return what a move changes besides the state. Raises Conflict, Invalid."""
    head = found.head
    if arrow.id in DECIDED:
        _check_ballot(session, head.id, DECIDED[arrow.id])
    if arrow.to == State.INSPECTING:
        return {"round": head.round + 1}
    if arrow.id == "pass" and not any(each.n for each in found.scores):
        raise Conflict("还没有代表评分，不能通过验收", code="no_scores")
    if arrow.id == "grant":
        changed = {"planned_yuan": head.asked_yuan, "due_on": head.asked_due_on}
        return {name: value for name, value in changed.items() if value is not None} | {
            "asked_yuan": None,
            "asked_due_on": None,
        }
    if arrow.id == "refuse":
        return {"asked_yuan": None, "asked_due_on": None}
    if not arrow.plans:
        return {}
    if plan.due_on is not None and plan.due_on < today():
        raise Invalid("期限不能在今天以前", field="due_on")
    if arrow.id == "ask_to_adjust":
        return {"asked_yuan": plan.planned_yuan, "asked_due_on": plan.due_on}
    return _assigned(session, found, plan)


def _assigned(session: Session, found: View, plan: Plan) -> dict[str, object]:
    if plan.body_id not in {body.id for body in bodies.serving(session, found.head.area_code, None, None)}:
        raise Invalid("这个单位不管这里或不收这一类，请从名单里选", field="body_id", code="another_place")
    if plan.planned_yuan is None:
        raise Invalid("写明计划投资", field="planned_yuan")
    if plan.due_on is None:
        raise Invalid("写明完成期限", field="due_on")
    return vars(plan)


def _check_ballot(session: Session, project_id: UUID, outcome: str) -> None:
    decided = [each for each in ballots.of_subject(session, project_id) if each.passed]
    standing = ballots.published(session, decided[0].id).view.candidates if decided else []
    if not any(each.subject_id == project_id and each.outcome == outcome for each in standing):
        raise Conflict("公布的票决结果不是这样，请先在“票决”里公布结果", code="not_decided")


def _tell(session: Session, found: View, actor: Actor, role: str, words: str) -> None:
    """Give each writer of each matter that asked for it a numbered answer."""
    told = [each for source in found.sources for each in reports.to_answer(session, source.case_id)]
    if told and actor.id is not None:
        subject = Subject("project", found.head.id, found.head.number, found.head.area_name)
        feedback.issue(session, subject, recipients_of(told), words, Signer(actor.id, actor.name, role))
