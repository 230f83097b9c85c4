"""The verbs of the room: look for what is to be raised, list, take note, urge, make a visit of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from backend.alerts import queries
from backend.alerts.domain import JUDGES, URGERS, Alert, Errand, Found, Rule, is_rise, usual
from backend.audit import service as audit
from backend.cases import service as cases
from backend.cases.domain import OVER, Actor
from backend.clock import today
from backend.db import one_at_a_time
from backend.errors import Conflict, Forbidden, NotFound
from backend.jobs import service as jobs
from backend.visits import service as visits
from backend.visits.domain import NewTask

# Who has written since then may have written again: the errand runs daily, and may have been missed once.
FRESH = timedelta(days=3)


def look(session: Session, now: datetime | None = None) -> list[UUID]:
    """Raise what is to be raised, each once in the days of its rule, and tell the nearest heads and liaisons. May be repeated.

    `now`: for which moment; the present one without it.
    """
    now = now or datetime.now(UTC)
    one_at_a_time(session, "alerts.raise")
    raised = []
    for kind, rule in queries.rules(session).items():
        for found in find(session, kind, rule, now):
            alert = queries.add(session, found, rule)
            audit.append(session, "alert.raised", "alert", alert, area=found.area_code, fields=("kind",))
            for notice, person in queries.tell(session, alert):
                jobs.emit(session, "notice.made", notice=str(notice), person=person)
            raised.append(alert)
    return raised


def find(session: Session, kind: str, rule: Rule, now: datetime) -> Sequence[Found]:
    """Return what one rule finds at `now` that has not been raised within its days."""
    since = now - timedelta(days=rule.days)
    if kind == "repeat_place":
        return queries.repeat_places(session, rule, since)
    if kind == "repeat_person":
        return queries.repeat_people(session, rule, since, now - FRESH)
    if kind == "overdue":
        return queries.overdue(session, rule, since, today())
    past = since - timedelta(days=rule.past_days)
    risen = [tally for tally in queries.tallies(session, rule, since, past) if is_rise(tally, rule)]
    return [
        Found(
            kind, tally.area_code, tally.now, queries.cases_of(session, tally, since), tally.category, tally.cell_id,
            mean=usual(tally, rule),
        )
        for tally in risen
    ]  # fmt: skip


def listed(session: Session, *, state: str | None, last: tuple[datetime, UUID] | None, most: int) -> list[Alert]:
    """Return the alerts that the viewer sees, newest first; see `queries.listed`."""
    return queries.listed(session, state=state, last=last, most=most)


def take_note(session: Session, alert_id: UUID, actor: Actor, note: str) -> Alert:
    """Note that somebody has judged an alert, and what of it. May be repeated.

    Raises NotFound, Forbidden for roles that judge none, Conflict when somebody was first.
    """
    return _settle(session, alert_id, actor, "seen", note)


def urge(session: Session, alert_id: UUID, actor: Actor, note: str) -> Alert:
    """Urge (催办) every case of an alert that is still open, for the reason `note`. May be repeated.

    Raises NotFound, Forbidden for roles that urge nothing here, Conflict when somebody was first or no case is open any more.
    """
    found = _one(session, alert_id)
    if not actor.roles_at(found.area_code) & set(URGERS):
        raise Forbidden("您的岗位不能做这一步")
    due = [case for case in found.cases if case.state not in OVER]
    if found.state == "open" and not due:
        raise Conflict("这些事项都已经答复或办结，不用再催", code="nothing_due")
    told = _settle(session, alert_id, actor, "acted", note)
    for case in due if found.state == "open" else ():
        cases.note_urge(session, case.id, actor, 1, note)
    return told


def assign(session: Session, alert_id: UUID, actor: Actor, asked: Errand, why: Callable[[Alert], str]) -> Alert:
    """Make a visit of an alert: somebody is asked to go there, for what `why` makes of the alert in words. May be repeated.

    Its cell is the one that took over most of the ground, when the grid was drawn anew. Raises as `take_note` and `visits.give` do.
    """
    found = _one(session, alert_id)
    if not actor.roles_at(found.area_code) & set(JUDGES):
        raise Forbidden("您的岗位不能做这一步")
    if found.state != "open" and found.task_id != asked.id:
        raise Conflict("这条预警已经有人处理了，请重新读取", code="settled")
    cell = queries.cell_now(session, found.cell_id, today()) if found.cell_id else None
    if found.state == "open":
        visits.give(session, NewTask(area_code=found.area_code, cell_code=cell, why=why(found), **vars(asked)), actor)
    return _settle(session, alert_id, actor, "tasked", asked.what, asked.id)


def _settle(session: Session, alert_id: UUID, actor: Actor, state: str, note: str, task: UUID | None = None) -> Alert:
    found = _one(session, alert_id)
    if actor.id is None or not actor.roles_at(found.area_code) & set(JUDGES):
        raise Forbidden("您的岗位不能做这一步")
    if (found.state, found.note, found.settled_name) == (state, note, actor.name):
        return found
    if not queries.settle(session, alert_id, state, note, actor.id, actor.name, task):
        raise Conflict("这条预警已经有人处理了，请重新读取", code="settled")
    audit.append(session, f"alert.{state}", "alert", alert_id, area=found.area_code, fields=("state", "note"))
    return _one(session, alert_id)


def _one(session: Session, alert_id: UUID) -> Alert:
    found = queries.one(session, alert_id)
    if found is None:
        raise NotFound("没有找到")
    return found
