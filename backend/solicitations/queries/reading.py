"""Reading solicitations, their drafts, tasks and events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select, text, true, tuple_
from sqlalchemy.orm import Session, aliased

from backend.bodies.model import Body
from backend.db import one_at_a_time
from backend.grid.model import Area
from backend.solicitations.domain import Move, TaskStep
from backend.solicitations.domain.drafts import Former
from backend.solicitations.domain.steps import Run
from backend.solicitations.domain.tasks import OPEN_TASKS
from backend.solicitations.model import (
    DraftArticle,
    DraftFollow,
    DraftVersion,
    Solicitation,
    SolicitationEvent,
    SolicitationKind,
    SolicitationLead,
    SolicitationOutcome,
    SolicitationTask,
)
from backend.stations.model import Station


@dataclass(frozen=True)
class View:
    """A solicitation as it is read, public."""

    id: UUID
    number: str
    kind: str
    kind_name: str
    kind_name_en: str
    goes_to: str
    goes_to_en: str
    title: str
    about: str
    issuer: str
    issuer_number: str
    issued_on: date
    state: str
    held_state: str | None
    area_code: str
    area_name: str
    prefix: str
    opens_on: date
    closes_on: date
    by_body_id: int | None
    by_body_name: str | None
    made_as: str
    made_by: int
    made_at: datetime
    asked: bytes
    version: int
    taking: bool


@dataclass(frozen=True)
class Lead:
    """A contact point that leads."""

    id: int
    name: str
    area_code: str


@dataclass(frozen=True)
class VersionView:
    """A version of a draft; `articles`: how many."""

    id: UUID
    nth: int
    title: str
    note: str
    made_at: datetime
    made_by: int
    asked: bytes
    articles: int


@dataclass(frozen=True)
class ArticleView:
    """An article; `former_label`: of the one it continues; `next_id`: the one of the version after that continues it."""

    id: UUID
    position: int
    label: str
    heading: str
    text: str
    former_id: UUID | None
    former_label: str | None
    next_id: UUID | None


@dataclass(frozen=True)
class TaskView:
    """A task; `holds`: the viewer has it in hand."""

    id: UUID
    solicitation_id: UUID
    parent_id: UUID | None
    body_id: int | None
    station_id: int | None
    receiver: str
    area_code: str
    words: str
    due_on: date
    state: str
    made_by: int
    made_at: datetime
    asked: bytes
    version: int
    holds: bool


@dataclass(frozen=True)
class Event:
    """What happened to it, or to a task of it."""

    task_id: UUID | None
    receiver: str | None
    version: int
    at: datetime
    actor_id: int | None
    actor_name: str
    move: str
    from_state: str
    to_state: str
    words: str
    evidence: dict[str, Any]


@dataclass(frozen=True)
class File:
    """A solicitation for who works on it; of tasks and events what this person sees."""

    view: View
    leads: list[Lead]
    versions: list[VersionView]
    tasks: list[tuple[TaskView, list[TaskStep]]]
    events: list[Event]
    moves: list[Move]
    outcomes: Sequence[SolicitationOutcome]
    may_draft: bool
    runs: list[Run]
    following: bool


@dataclass(frozen=True)
class Wanted:
    """Which solicitations; None for any. `states`: any of them."""

    kind: str | None = None
    states: tuple[str, ...] | None = None
    area: str | None = None


READ = (
    select(
        Solicitation.id, Solicitation.number, Solicitation.kind, SolicitationKind.name, SolicitationKind.name_en,
        SolicitationKind.goes_to, SolicitationKind.goes_to_en, Solicitation.title, Solicitation.about, Solicitation.issuer,
        Solicitation.issuer_number, Solicitation.issued_on, Solicitation.state, Solicitation.held_state,
        Solicitation.area_code, Area.name, Area.prefix, Solicitation.opens_on, Solicitation.closes_on,
        Solicitation.by_body_id, Body.name, Solicitation.made_as, Solicitation.made_by, Solicitation.made_at,
        Solicitation.asked, Solicitation.version, func.takes_opinions(Solicitation.id, func.china_today()),
    )
    .join(SolicitationKind, SolicitationKind.kind == Solicitation.kind)
    .join(Area, Area.code == Solicitation.area_code)
    .outerjoin(Body, Body.id == Solicitation.by_body_id)
)  # fmt: skip
REMIND = text("select * from notice_late_tasks()")
Next = aliased(DraftArticle)
Before = aliased(DraftArticle)


def one(session: Session, solicitation_id: UUID) -> View | None:
    """Return a solicitation, None when there is none."""
    row = session.execute(READ.where(Solicitation.id == solicitation_id)).one_or_none()
    return View(*[*row]) if row else None


def listed(session: Session, wanted: Wanted, *, last: tuple[datetime, UUID] | None, most: int) -> list[View]:
    """Return the solicitations `wanted`, newest first, at most `most`; `last`: time and id of the last one read."""
    rules = (
        true() if wanted.kind is None else Solicitation.kind == wanted.kind,
        true() if wanted.states is None else Solicitation.state.in_(wanted.states),
        true() if wanted.area is None else func.starts_with(wanted.area, Area.prefix),
        true() if last is None else tuple_(Solicitation.made_at, Solicitation.id) < tuple_(*last),
    )
    return _views(session, READ.where(*rules).order_by(Solicitation.made_at.desc(), Solicitation.id.desc()).limit(most))


def concerning(session: Session, area_code: str | None, day: date, most: int) -> list[View]:
    """Return what takes opinions on `day` from people of an area (None: of any), what closes first first."""
    rules = (
        func.takes_opinions(Solicitation.id, day),
        true() if area_code is None else func.starts_with(area_code, Area.prefix),
    )
    return _views(session, READ.where(*rules).order_by(Solicitation.closes_on, Solicitation.id).limit(most))


def due_to_end(session: Session, day: date, most: int) -> list[tuple[UUID, str]]:
    """Return id and area of what is still collecting after its last day."""
    found = select(Solicitation.id, Solicitation.area_code).where(
        Solicitation.state == "collecting", Solicitation.closes_on < day
    )
    return [(row.id, row.area_code) for row in session.execute(found.limit(most))]


def counties_of(session: Session, cities: Sequence[str]) -> list[str]:
    """Return the codes of the counties of some cities."""
    found = select(Area.code).where(Area.parent_code.in_(cities), Area.level == "county")
    return list(session.scalars(found.order_by(Area.code)))


def leads(session: Session, solicitation_id: UUID) -> list[Lead]:
    """Return the contact points that lead it."""
    found = (
        select(Station.id, Station.name, SolicitationLead.area_code)
        .join(SolicitationLead, SolicitationLead.station_id == Station.id)
        .where(SolicitationLead.solicitation_id == solicitation_id)
    )
    return [Lead(*row) for row in session.execute(found.order_by(Station.id))]


def kinds(session: Session) -> Sequence[SolicitationKind]:
    """Return the kinds there are, in their order."""
    return session.scalars(select(SolicitationKind).order_by(SolicitationKind.position)).all()


def outcomes(session: Session, kind: str) -> Sequence[SolicitationOutcome]:
    """Return what the answer from above can be for a kind, in their order."""
    found = select(SolicitationOutcome).where(SolicitationOutcome.kind == kind)
    return session.scalars(found.order_by(SolicitationOutcome.position)).all()


def versions(session: Session, solicitation_id: UUID) -> list[VersionView]:
    """Return the versions of its draft, the first first."""
    count = select(func.count()).where(DraftArticle.version_id == DraftVersion.id).scalar_subquery()
    found = select(
        DraftVersion.id, DraftVersion.nth, DraftVersion.title, DraftVersion.note, DraftVersion.made_at,
        DraftVersion.made_by, DraftVersion.asked, count,
    ).where(DraftVersion.solicitation_id == solicitation_id)  # fmt: skip
    return [VersionView(*row) for row in session.execute(found.order_by(DraftVersion.nth))]


def articles(session: Session, version_id: UUID) -> list[ArticleView]:
    """Return the articles of a version in their order, with what each continues and is continued by."""
    found = (
        select(
            DraftArticle.id, DraftArticle.position, DraftArticle.label, DraftArticle.heading, DraftArticle.text,
            DraftArticle.former_id, Before.label, Next.id,
        )
        .outerjoin(Before, Before.id == DraftArticle.former_id)
        .outerjoin(Next, Next.former_id == DraftArticle.id)
        .where(DraftArticle.version_id == version_id)
    )  # fmt: skip
    return [ArticleView(*row) for row in session.execute(found.order_by(DraftArticle.position))]


def formers(session: Session, solicitation_id: UUID) -> tuple[int, list[Former]]:
    """Return how many versions there are, and the articles of the newest."""
    newest = select(func.max(DraftVersion.nth)).where(DraftVersion.solicitation_id == solicitation_id).scalar_subquery()
    found = (
        select(DraftArticle.id, DraftArticle.label, DraftArticle.text)
        .join(DraftVersion, DraftVersion.id == DraftArticle.version_id)
        .where(DraftVersion.solicitation_id == solicitation_id, DraftVersion.nth == newest)
    )
    count = session.scalar(select(newest))
    return count or 0, [Former(*row) for row in session.execute(found.order_by(DraftArticle.position))]


TASK = (
    select(
        SolicitationTask.id, SolicitationTask.solicitation_id, SolicitationTask.parent_id, SolicitationTask.body_id,
        SolicitationTask.station_id, func.coalesce(Body.name, Station.name), SolicitationTask.area_code,
        SolicitationTask.words, SolicitationTask.due_on, SolicitationTask.state, SolicitationTask.made_by,
        SolicitationTask.made_at, SolicitationTask.asked, SolicitationTask.version, func.holds_task(SolicitationTask.id),
    )
    .outerjoin(Body, Body.id == SolicitationTask.body_id)
    .outerjoin(Station, Station.id == SolicitationTask.station_id)
)  # fmt: skip


def tasks(session: Session, solicitation_id: UUID) -> list[TaskView]:
    """Return the tasks of a solicitation that the viewer sees, in the order they were given."""
    found = TASK.where(SolicitationTask.solicitation_id == solicitation_id)
    return [TaskView(*[*row]) for row in session.execute(found.order_by(SolicitationTask.made_at, SolicitationTask.id))]


def task(session: Session, task_id: UUID) -> TaskView | None:
    """Return a task, None when there is none for this viewer."""
    row = session.execute(TASK.where(SolicitationTask.id == task_id)).one_or_none()
    return TaskView(*[*row]) if row else None


def in_hand(session: Session, most: int) -> list[tuple[TaskView, str, str]]:
    """Return the open tasks that the viewer has in hand, with title and number of the solicitation, what is due first first."""
    found = (
        TASK.add_columns(Solicitation.title, Solicitation.number)
        .join(Solicitation, Solicitation.id == SolicitationTask.solicitation_id)
        .where(and_(SolicitationTask.state.in_(OPEN_TASKS), func.holds_task(SolicitationTask.id)))
        .order_by(SolicitationTask.due_on, SolicitationTask.id)
        .limit(most)
    )
    return [(TaskView(*[*row[:-2]]), row[-2], row[-1]) for row in session.execute(found)]


def events(session: Session, solicitation_id: UUID) -> list[Event]:
    """Return what happened that the viewer sees, the oldest first."""
    found = (
        select(
            SolicitationEvent.task_id, func.coalesce(Body.name, Station.name), SolicitationEvent.version,
            SolicitationEvent.at, SolicitationEvent.actor_id, SolicitationEvent.actor_name, SolicitationEvent.move,
            SolicitationEvent.from_state, SolicitationEvent.to_state, SolicitationEvent.words, SolicitationEvent.evidence,
        )
        .outerjoin(SolicitationTask, SolicitationTask.id == SolicitationEvent.task_id)
        .outerjoin(Body, Body.id == SolicitationTask.body_id)
        .outerjoin(Station, Station.id == SolicitationTask.station_id)
        .where(SolicitationEvent.solicitation_id == solicitation_id)
    )  # fmt: skip
    return [Event(*row) for row in session.execute(found.order_by(SolicitationEvent.id))]


def makers(session: Session, solicitation_id: UUID) -> frozenset[str]:
    """Return as what the viewer acts on a solicitation: runner, lead, both or nothing."""
    runs, leading = session.execute(
        select(func.runs_solicitation(solicitation_id), func.leads_solicitation(solicitation_id))
    ).one()
    return frozenset(name for name, holds in (("runner", runs), ("lead", leading)) if holds)


def next_number(session: Session) -> str:
    """Return the number of a new solicitation."""
    asked = select(func.paper_number("Z", func.now(), func.nextval("solicitation_number")))
    return str(session.scalar(asked))


def follows(session: Session, solicitation_id: UUID) -> bool:
    """Return whether the viewer follows a draft."""
    asked = select(DraftFollow.at).where(DraftFollow.solicitation_id == solicitation_id)
    return session.scalar(asked) is not None


def remind_late(session: Session) -> None:
    """Tell who has a task that is late; once a day."""
    session.execute(REMIND)


def lock(session: Session, solicitation_id: UUID) -> None:
    """Let one at a time change a solicitation; held until the transaction ends."""
    one_at_a_time(session, f"solicitation {solicitation_id}")


def _views(session: Session, wanted: Select[*tuple[Any, ...]]) -> list[View]:
    return [View(*[*row]) for row in session.execute(wanted)]
