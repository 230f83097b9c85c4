"""Typed callers of the room's named SQL, and the list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, true, tuple_, update
from sqlalchemy.orm import Session

from backend.alerts.domain import Alert, Found, Rule, Tally, Told
from backend.alerts.model import AlertCase, AlertCell, AlertRow, AlertRule
from backend.bodies.model import Body
from backend.cases.model import Case
from backend.categories.model import Category
from backend.db import NamedSql
from backend.grid.model import Area, GridCell
from backend.stations.model import Station
from backend.visits import service as visits

SQL = NamedSql.beside(__file__)


def rules(session: Session) -> dict[str, Rule]:
    """Return the office's rules by kind."""
    found = session.scalars(select(AlertRule))
    return {row.kind: Rule(row.n, row.days, row.past_days or 0, row.least_mean or 0, row.odds or 0) for row in found}


def repeat_places(session: Session, rule: Rule, since: datetime) -> list[Found]:
    """Return where one category was reported too often near one place."""
    rows = session.execute(SQL["repeat_places"], {"n": rule.n, "since": since})
    return [Found("repeat_place", row.area_code, row.n, row.cases, row.category, row.cell_id) for row in rows]


def repeat_people(session: Session, rule: Rule, since: datetime, fresh: datetime) -> list[Found]:
    """Return whose matters came too often; `fresh`: only who has written since then."""
    rows = session.execute(SQL["repeat_people"], {"n": rule.n, "since": since, "fresh": fresh})
    return [Found("repeat_person", row.area_code, row.n, row.cases) for row in rows]


def overdue(session: Session, rule: Rule, since: datetime, today: date) -> list[Found]:
    """Return where too many cases lie overdue together."""
    rows = session.execute(SQL["overdue"], {"n": rule.n, "since": since, "today": today})
    return [
        Found("overdue", row.area_code, row.n, row.cases, body_id=row.body_id, station_id=row.station_id)
        for row in rows
    ]


def tallies(session: Session, rule: Rule, since: datetime, past: datetime, day: date) -> list[Tally]:
    """Return what came in the last days beside what usually comes, by the cells of `day`, where it is enough to look at."""
    rows = session.execute(SQL["tallies"], {"n": rule.n, "since": since, "past": past, "day": day})
    return [Tally(r.area_code, r.cell_id, r.category, r.now, r.before, float(r.past_days), r.cases) for r in rows]


def of_cells(
    session: Session, area: str, cells: Sequence[int], since: datetime, until: datetime, day: date
) -> tuple[int, Sequence[UUID]]:
    """Return how many reports of an area the map counts in some cells of `day`, and their cases."""
    asked = {"area": area, "cells": list(cells), "since": since, "until": until, "day": day}
    row = session.execute(SQL["of_cells"], asked).one()
    return row.n, row.cases


def lasting(session: Session, area: str, since: date, day: date) -> list[Lasting]:
    """Return the cells of `day` that were hot since `since` in alerts of an area and of what lies inside it."""
    rows = session.execute(SQL["lasting"], {"area": area, "since": since, "day": day})
    return [Lasting(row.alert_id, row.area_code, row.cell_id) for row in rows]


def last(session: Session, alert: UUID, area: str, cells: Sequence[int], z: Sequence[float | None], day: date) -> None:
    """Note that cells of an alert are hot on a day; `z`: of each, as the alert tells it, None for what joins it later."""
    values = {"alert": alert, "area": area, "cells": list(cells), "z": list(z), "day": day}
    session.execute(SQL["last"], values)


def counties(session: Session, day: date) -> list[str]:
    """Return the counties that have cells on a day."""
    return list(session.scalars(SQL["hot_counties"], {"day": day}))


def towns(session: Session, county: str, day: date) -> list[str]:
    """Return the townships of a county that stand on a day."""
    return list(session.scalars(SQL["towns_of"], {"county": county, "day": day}))


def add(session: Session, found: Found, rule: Rule) -> UUID:
    """Store an alert; return its id."""
    more = {"days": rule.days, "odds": rule.odds or None, "cases": list(found.cases)}
    made: UUID = session.execute(SQL["raise"], vars(found) | more).scalar_one()
    return made


def tell(session: Session, alert: UUID) -> list[tuple[UUID, int]]:
    """Tell the nearest heads and liaisons of an alert; return id and account of each message."""
    return [(row.notice_id, row.account_id) for row in session.execute(SQL["tell"], {"alert": alert})]


@dataclass(frozen=True)
class Lasting:
    """A cell of an alert that is not over."""

    alert: UUID
    area: str
    cell: int | None


READ = (
    select(
        AlertRow.id, AlertRow.kind, AlertRow.area_code, Area.name, AlertRow.category, Category.name, Category.name_en,
        GridCell.name, func.coalesce(Body.name, Station.name), AlertRow.n, AlertRow.days, AlertRow.mean, AlertRow.raised_at,
        AlertRow.state, AlertRow.note, AlertRow.settled_name, AlertRow.settled_at, AlertRow.odds, AlertRow.cell_id,
        GridCell.code, AlertRow.task_id, AlertRow.z, AlertRow.p, AlertRow.since, AlertRow.trend,
    )
    .join(Area, Area.code == AlertRow.area_code)
    .outerjoin(Category, Category.code == AlertRow.category)
    .outerjoin(GridCell, GridCell.id == AlertRow.cell_id)
    .outerjoin(Body, Body.id == AlertRow.body_id)
    .outerjoin(Station, Station.id == AlertRow.station_id)
)  # fmt: skip


def listed(session: Session, *, state: str | None, last: tuple[datetime, UUID] | None, most: int) -> list[Alert]:
    """Return the alerts that the viewer sees, newest first, at most `most`; `last`: time and id of the last one read."""
    rules_ = (
        true() if state is None else AlertRow.state == state,
        true() if last is None else tuple_(AlertRow.raised_at, AlertRow.id) < tuple_(*last),
    )
    return _whole(session, READ.where(*rules_).order_by(AlertRow.raised_at.desc(), AlertRow.id.desc()).limit(most))


def one(session: Session, alert_id: UUID) -> Alert | None:
    """Return an alert, None when there is none for this viewer."""
    found = _whole(session, READ.where(AlertRow.id == alert_id))
    return found[0] if found else None


def settle(session: Session, alert_id: UUID, state: str, note: str, by: int, name: str, task: UUID | None) -> bool:
    """Note who judged an open alert, and how; `task`: the visit that comes of it. False when somebody was first."""
    made = update(AlertRow).where(AlertRow.id == alert_id, AlertRow.state == "open")
    values = {
        "state": state,
        "note": note,
        "settled_by": by,
        "settled_name": name,
        "settled_at": func.now(),
        "task_id": task,
    }
    return session.execute(made.values(**values).returning(AlertRow.id)).one_or_none() is not None


def _whole(session: Session, wanted: Any) -> list[Alert]:
    rows = session.execute(wanted).all()
    about: dict[UUID, list[Told]] = defaultdict(list)
    if rows:
        asked = select(AlertCase.alert_id, Case.id, Case.number, Case.state).join(Case, Case.id == AlertCase.case_id)
        asked = asked.where(AlertCase.alert_id.in_([row[0] for row in rows])).order_by(Case.opened_at.desc(), Case.id)
        for alert, case, number, state in session.execute(asked):
            about[alert].append(Told(case, number, state))
    hot: dict[UUID, list[str]] = defaultdict(list)
    if rows:
        named = select(AlertCell.alert_id, GridCell.name).join(GridCell, GridCell.id == AlertCell.cell_id)
        named = named.where(AlertCell.alert_id.in_([row[0] for row in rows]), AlertCell.z.is_not(None))
        for alert, name in session.execute(named.order_by(AlertCell.z.desc(), AlertCell.cell_id)):
            hot[alert].append(name)
    alerts = [replace(Alert(*row), cases=about[row[0]], cells=hot[row[0]]) for row in rows]
    tasks = visits.of(session, [each.task_id for each in alerts if each.task_id])
    return [replace(each, task=tasks.get(each.task_id)) if each.task_id else each for each in alerts]


def cell_now(session: Session, cell_id: int, day: date) -> str | None:
    """Return the code of the cell in force that took over most of a cell; None when there is none any more."""
    return session.scalar(select(GridCell.code).where(GridCell.id == func.cell_now(cell_id, None, day)))
