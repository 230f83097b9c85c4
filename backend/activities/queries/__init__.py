"""Reading activities, and what an agenda has to know of cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, literal, or_, select, true, tuple_, update
from sqlalchemy.orm import Session

from backend.activities.domain import JOINT_MEETING, CaseRef, Head, Invited, Item, Minutes, State
from backend.activities.model import (
    Activity,
    ActivityAttendance,
    ActivityDecision,
    ActivityItem,
    ActivityItemText,
    ActivityMinutes,
    ActivityParticipant,
    ActivityType,
)
from backend.bodies.model import Body
from backend.cases.model import Case
from backend.categories.model import Category
from backend.clock import midnight
from backend.grid.model import Area
from backend.grid.model import GridCell as Cell
from backend.stations.model import Station

ITEMS = select(func.count()).where(ActivityItem.activity_id == Activity.id).scalar_subquery()
ATTENDED = select(func.count()).where(ActivityAttendance.activity_id == Activity.id).scalar_subquery()
Rows = Select[*tuple[Any, ...]]
HEAD: Rows = (
    select(
        Activity.id, Activity.type, ActivityType.name, ActivityType.name_en, Activity.title, Activity.area_code, Area.name, Activity.place,
        Activity.starts_at, Activity.ends_at, Activity.state, Station.name, Body.name, Activity.held_on,
        Activity.cancelled_reason, Activity.made_by, Activity.asked, Activity.version, ITEMS, Activity.station_id,
        Activity.session_id, func.st_x(Activity.geom), func.st_y(Activity.geom), Cell.name, Activity.public, Activity.tags,
        Activity.numbers, Activity.rule, Activity.series_id, ATTENDED, Activity.venue_id,
    )
    .join(ActivityType, ActivityType.type == Activity.type)
    .join(Area, Area.code == Activity.area_code)
    .outerjoin(Station, Station.id == Activity.station_id)
    .outerjoin(Body, Body.id == Activity.body_id)
    .outerjoin(Cell, Cell.id == Activity.cell_id)
)  # fmt: skip
# What is not fixed yet stands before what has a day, the newest of those first.
WHEN = func.coalesce(Activity.starts_at, "infinity")


@dataclass(frozen=True)
class Wanted:
    """Which activities; None for any.

    `case`: on whose agenda this case stands; `since`, `until`: the first and the last day in China; `area`: the beginning of
    its code; `attended_by`: the account that signed in.
    """

    type: str | None = None
    state: str | None = None
    case: UUID | None = None
    since: date | None = None
    until: date | None = None
    area: str | None = None
    tag: str | None = None
    attended_by: int | None = None


def one(session: Session, activity_id: UUID) -> Head | None:
    """Return an activity, None when there is none for this viewer."""
    row = session.execute(HEAD.where(Activity.id == activity_id)).one_or_none()
    return Head(*row) if row else None


def listed(session: Session, wanted: Wanted, *, last: tuple[datetime | None, UUID] | None, most: int) -> list[Head]:
    """Return the activities `wanted`, newest first, at most `most`; `last`: time and id of the last one read."""
    on_it = exists().where(ActivityItem.activity_id == Activity.id, ActivityItem.case_id == wanted.case)
    was_there = exists().where(
        ActivityAttendance.activity_id == Activity.id, ActivityAttendance.account_id == wanted.attended_by
    )
    rules = (
        true() if wanted.type is None else Activity.type == wanted.type,
        true() if wanted.state is None else Activity.state == wanted.state,
        true() if wanted.case is None else on_it,
        true() if wanted.since is None else Activity.starts_at >= midnight(wanted.since),
        true() if wanted.until is None else Activity.starts_at < midnight(wanted.until, later=1),
        true() if wanted.area is None else Activity.area_code.op("^@")(wanted.area),
        true() if wanted.tag is None else literal(wanted.tag) == func.any(Activity.tags),
        true() if wanted.attended_by is None else was_there,
        true() if last is None else tuple_(WHEN, Activity.id) < tuple_(last[0] or "infinity", last[1]),
    )
    return [Head(*row) for row in session.execute(_newest(HEAD.where(*rules)).limit(most))]


def _newest(wanted: Rows) -> Rows:
    return wanted.order_by(WHEN.desc(), Activity.id.desc())


def invited(session: Session, activity_id: UUID) -> list[Invited]:
    """Return the bodies that are invited, by name."""
    found = (
        select(Body.id, Body.name)
        .join(ActivityParticipant, ActivityParticipant.body_id == Body.id)
        .where(ActivityParticipant.activity_id == activity_id)
    )
    return [Invited(*row) for row in session.execute(found.order_by(Body.name, Body.id))]


def agenda(session: Session, activity_id: UUID) -> list[Item]:
    """Return the agenda in its order, each point as far as it is for this viewer."""
    found: Rows = (
        select(
            ActivityItem.id, ActivityItem.position, Case.id, ActivityItem.case_number, ActivityItem.area_code, Area.name,
            ActivityItem.hidden, ActivityItem.put_by, Category.name, Category.name_en, ActivityItemText.words,
            ActivityItemText.why, ActivityDecision.text, ActivityDecision.commitment_id,
        )
        .join(Area, Area.code == ActivityItem.area_code)
        .outerjoin(Case, Case.id == ActivityItem.case_id)
        .outerjoin(Category, Category.code == Case.category)
        .outerjoin(ActivityItemText, ActivityItemText.item_id == ActivityItem.id)
        .outerjoin(ActivityDecision, ActivityDecision.item_id == ActivityItem.id)
        .where(ActivityItem.activity_id == activity_id)
    )  # fmt: skip
    return [Item(*row) for row in session.execute(found.order_by(ActivityItem.position, ActivityItem.id))]


def minutes(session: Session, activity_id: UUID) -> Minutes | None:
    """Return the minutes, None when there are none or they are not for this viewer."""
    found = select(ActivityMinutes.number, ActivityMinutes.text, ActivityMinutes.signed_by)
    row = session.execute(found.where(ActivityMinutes.activity_id == activity_id)).one_or_none()
    return Minutes(*row) if row else None


def count_up(session: Session, activity_id: UUID, **changed: object) -> None:
    """Count the version of an activity up by one, and change what is given."""
    values = {"version": Activity.version + 1} | changed
    session.execute(update(Activity).where(Activity.id == activity_id).values(values))


def last_position(session: Session, activity_id: UUID) -> int:
    """Return the position of the last point of an agenda, 0 without any."""
    found = select(func.coalesce(func.max(ActivityItem.position), 0)).where(ActivityItem.activity_id == activity_id)
    return int(session.scalar(found) or 0)


def case_of(session: Session, *, number: str | None = None, case_id: UUID | None = None) -> CaseRef | None:
    """Return the case of a number or an id, None when there is none for this viewer."""
    rule = Case.number == number if case_id is None else Case.id == case_id
    row = session.execute(select(Case.id, Case.number, Case.area_code, Case.hidden).where(rule)).one_or_none()
    return CaseRef(*row) if row else None


def stands_on_one(session: Session, case_id: UUID) -> bool:
    """Return whether a case stands on the agenda of a meeting that was not cancelled."""
    found = (
        select(ActivityItem.id)
        .join(Activity, Activity.id == ActivityItem.activity_id)
        .where(ActivityItem.case_id == case_id, Activity.state != State.CANCELLED)
    )
    return session.scalar(found.limit(1)) is not None


def next_meeting(session: Session, areas: Sequence[str]) -> UUID | None:
    """Return the next joint meeting that is planned in one of `areas`, of the longest code first; None without any."""
    ahead = or_(Activity.starts_at.is_(None), Activity.starts_at > func.now())
    found = select(Activity.id).where(
        Activity.type == JOINT_MEETING, Activity.state == State.PLANNED, Activity.area_code.in_(areas), ahead
    )
    nearest = (func.length(Activity.area_code).desc(), Activity.starts_at.asc().nulls_last(), Activity.made_at)
    return session.scalar(found.order_by(*nearest).limit(1))


def area_name(session: Session, code: str) -> str | None:
    """Return the name of an area, None for an unknown code."""
    return session.scalar(select(Area.name).where(Area.code == code))
