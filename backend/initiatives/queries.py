"""Reading initiatives with their events and topics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, true, tuple_
from sqlalchemy.orm import Session, aliased

from backend.bodies.model import Body
from backend.cases.model import Case
from backend.grid.model import Area
from backend.initiatives.domain import Step
from backend.initiatives.model import Initiative, InitiativeEvent, InitiativeTag, InitiativeTopic

Maker = aliased(Body)


@dataclass(frozen=True)
class Event:
    """A step that was gone."""

    version: int
    at: datetime
    actor_id: int
    actor_name: str
    from_state: str
    to_state: str
    words: str


@dataclass(frozen=True)
class Topic:
    """A topic of supervision; the office's own words."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True)
class View:
    """An initiative as it is read; `case_id`: only where the viewer sees the case."""

    id: UUID
    number: str
    kind: str
    title: str
    text: str
    case_id: UUID | None
    case_number: str
    area_code: str
    area_name: str
    hidden: bool
    state: str
    body_id: int | None
    body_name: str | None
    due_on: date | None
    by_body_id: int | None
    by_body_name: str | None
    made_as: str
    made_by: int
    made_at: datetime
    asked: bytes
    version: int
    events: list[Event]
    topics: list[Topic]


@dataclass(frozen=True)
class Told:
    """An initiative with the steps that the viewer may go now."""

    view: View
    steps: list[Step]


READ: Select[*tuple[Any, ...]] = (
    select(
        Initiative.id, Initiative.number, Initiative.kind, Initiative.title, Initiative.text, Case.id,
        Initiative.case_number, Initiative.area_code, Area.name, Initiative.hidden, Initiative.state, Initiative.body_id,
        Body.name, Initiative.due_on, Initiative.by_body_id, Maker.name, Initiative.made_as, Initiative.made_by,
        Initiative.made_at, Initiative.asked, Initiative.version,
    )
    .join(Area, Area.code == Initiative.area_code)
    .outerjoin(Case, Case.id == Initiative.case_id)
    .outerjoin(Body, Body.id == Initiative.body_id)
    .outerjoin(Maker, Maker.id == Initiative.by_body_id)
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Which initiatives; None for any."""

    kind: str | None = None
    state: str | None = None
    case: UUID | None = None


def one(session: Session, initiative_id: UUID) -> View | None:
    """Return an initiative, None when there is none for this viewer."""
    found = _whole(session, READ.where(Initiative.id == initiative_id))
    return found[0] if found else None


def listed(session: Session, wanted: Wanted, *, last: tuple[datetime, UUID] | None, most: int) -> list[View]:
    """Return the initiatives `wanted`, newest first, at most `most`; `last`: time and id of the last one read."""
    rules = (
        true() if wanted.kind is None else Initiative.kind == wanted.kind,
        true() if wanted.state is None else Initiative.state == wanted.state,
        true() if wanted.case is None else Initiative.case_id == wanted.case,
        true() if last is None else tuple_(Initiative.made_at, Initiative.id) < tuple_(*last),
    )
    return _whole(session, READ.where(*rules).order_by(Initiative.made_at.desc(), Initiative.id.desc()).limit(most))


def next_number(session: Session) -> str:
    """Return the number of a new initiative."""
    return str(session.scalar(select(func.paper_number("Y", func.now(), func.nextval("initiative_number")))))


def known_topics(session: Session, codes: Collection[str]) -> set[str]:
    """Return those of `codes` that are topics."""
    return set(session.scalars(select(InitiativeTopic.code).where(InitiativeTopic.code.in_(codes))))


def lock(session: Session, initiative_id: UUID) -> None:
    """Let one at a time change an initiative; held until the transaction ends."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(initiative_id), 0))))


def _whole(session: Session, wanted: Select[*tuple[Any, ...]]) -> list[View]:
    rows = session.execute(wanted).all()
    ids = [row[0] for row in rows]
    events: dict[UUID, list[Event]] = defaultdict(list)
    topics: dict[UUID, list[Topic]] = defaultdict(list)
    if ids:
        steps = select(InitiativeEvent).where(InitiativeEvent.initiative_id.in_(ids))
        for each in session.scalars(steps.order_by(InitiativeEvent.version)):
            step = Event(
                each.version, each.at, each.actor_id, each.actor_name, each.from_state, each.to_state, each.words
            )
            events[each.initiative_id].append(step)
        tags = select(
            InitiativeTag.initiative_id, InitiativeTopic.code, InitiativeTopic.name, InitiativeTopic.name_en
        ).join(InitiativeTopic)
        for owner, *topic in session.execute(
            tags.where(InitiativeTag.initiative_id.in_(ids)).order_by(InitiativeTopic.position)
        ):
            topics[owner].append(Topic(*topic))
    return [View(*[*row, events[row[0]], topics[row[0]]]) for row in rows]
