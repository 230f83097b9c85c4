"""The verbs of the room: look for what is to be raised and where it has turned hot, list, take note, urge, make a visit of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from backend.alerts import queries
from backend.alerts.domain import JUDGES, URGERS, Alert, Errand, Found, Rule, is_rise, turned, usual
from backend.audit import service as audit
from backend.cases import service as cases
from backend.cases.domain import OVER, Actor
from backend.clock import today
from backend.db import one_at_a_time
from backend.errors import Conflict, Forbidden, NotFound
from backend.hotspots import service as hotspots
from backend.hotspots.domain import Period, Rules
from backend.jobs import service as jobs
from backend.settings import Settings
from backend.visits import service as visits
from backend.visits.domain import NewTask

HOT, LOOK_HOT = "hotspot", "alerts.look_hot"
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
        if kind != HOT:
            raised += [raise_one(session, found, rule) for found in find(session, kind, rule, now)]
    return raised


def raise_one(session: Session, found: Found, rule: Rule) -> UUID:
    """Store an alert and tell the nearest heads and liaisons; return its id."""
    alert = queries.add(session, found, rule)
    audit.append(session, "alert.raised", "alert", alert, area=found.area_code, fields=("kind",))
    jobs.push_notices(session, queries.tell(session, alert))
    return alert


def find(session: Session, kind: str, rule: Rule, now: datetime) -> Sequence[Found]:
    """Return what one rule finds at `now` that has not been raised within its days."""
    since = now - timedelta(days=rule.days)
    if kind == "repeat_place":
        return queries.repeat_places(session, rule, since)
    if kind == "repeat_person":
        return queries.repeat_people(session, rule, since, now - FRESH)
    if kind == "overdue":
        return queries.overdue(session, rule, since, today())
    past, day = since - timedelta(days=rule.past_days), today()
    risen = [tally for tally in queries.tallies(session, rule, since, past, day) if is_rise(tally, rule)]
    return [
        Found(
            kind, tally.area_code, tally.now, tally.cases, tally.category, tally.cell_id, mean=usual(tally, rule),
        )
        for tally in risen
    ]  # fmt: skip


def hot_due(session: Session) -> int:
    """Defer an errand for each county, which looks where it has turned hot; return how many."""
    found = queries.counties(session, today())
    jobs.defer_each(session, LOOK_HOT, [jobs.Errand(f"hot {county}", {"county": county}) for county in found])
    return len(found)


def look_hot(session: Session, county: str, settings: Settings) -> list[UUID]:
    """Raise where a county or one of its townships has turned into a hotspot, or one grows; once as long as it lasts. May be repeated.

    A township is held against itself alone (decision 75), its alert belongs to it; the county's own alerts leave out what a township has.
    """
    rule = queries.rules(session).get(HOT)
    if rule is None:
        return []
    one_at_a_time(session, "alerts.raise")
    bounds = replace(hotspots.rules_of(settings), q=1 / rule.odds)
    raised = [
        alert for town in queries.towns(session, county, today()) for alert in _turned_hot(session, town, rule, bounds)
    ]
    return raised + _turned_hot(session, county, rule, bounds)


def _turned_hot(session: Session, area: str, rule: Rule, bounds: Rules) -> list[UUID]:
    day, raised = today(), []
    # The days that are over: the present one has only begun.
    span = Period(day - timedelta(days=rule.days), day - timedelta(days=1))
    known = queries.lasting(session, area, day - timedelta(days=rule.days), day)
    for cluster in hotspots.clusters(session, span, area=area, rules=bounds):
        cells = [cell.id for cell in cluster.cells]
        own = next((each for each in known if each.cell in cells and each.area == area), None)
        if own is not None:
            queries.last(session, own.alert, area, cells, [None] * len(cells), day)
        elif not any(each.cell in cells for each in known) and (found := turned(cluster, area, rule)):
            n, about = queries.of_cells(session, area, cells, span.since, span.until, day)
            if n != found.n:
                # Somebody has just made one of them hidden: the next morning counts anew.
                continue
            alert = raise_one(session, replace(found, cases=about), rule)
            queries.last(session, alert, area, cells, [cell.z for cell in cluster.cells], day)
            raised.append(alert)
    return raised


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
