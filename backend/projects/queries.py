"""Reading projects: each viewer what the policies show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select, true, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from backend.bodies.model import Body
from backend.cases.model import Case
from backend.db import current_context, one_at_a_time
from backend.grid.model import Area, GridCell
from backend.projects.domain import CATEGORY, PRIVATE, Answer, CellSample
from backend.projects.model import (
    Project,
    ProjectEvent,
    ProjectProgress,
    ProjectScore,
    ProjectSource,
    ProjectSurvey,
    ProjectSurveyAnswer,
    ProjectSurveyCell,
    ProjectVoice,
    ScoreDimension,
)


@dataclass(frozen=True)
class Head:
    """A project without its parts; `sources`: how many matters asked for it, as this viewer sees them; `percent`, `paid_yuan`: as told last."""

    id: UUID
    number: str
    year: int
    title: str
    text: str
    area_code: str
    area_name: str
    state: str
    body_id: int | None
    body_name: str | None
    planned_yuan: int | None
    due_on: date | None
    asked_yuan: int | None
    asked_due_on: date | None
    flag: str
    round: int
    made_by: int
    made_at: datetime
    asked: bytes
    version: int
    sources: int
    percent: int | None
    paid_yuan: int | None


@dataclass(frozen=True)
class Event:
    """A move that was made."""

    version: int
    at: datetime
    move: str
    actor_id: int
    actor_name: str
    words: str


@dataclass(frozen=True)
class Source:
    """A matter that asked for it."""

    case_id: UUID
    case_number: str
    area_code: str


@dataclass(frozen=True)
class Progress:
    """How it went in a quarter."""

    id: UUID
    at: datetime
    quarter: str
    percent: int
    paid_yuan: int
    words: str
    actor_id: int
    actor_name: str


@dataclass(frozen=True)
class Score:
    """What deputies gave in one dimension at the last inspection: how many, the mean; `mine`: the viewer's own."""

    dimension: str
    name: str
    name_en: str
    n: int
    mean: float | None
    mine: int | None


@dataclass(frozen=True)
class View:
    """A project with what this viewer sees of its parts; `voices`: how many residents said what."""

    head: Head
    events: Sequence[Event]
    sources: Sequence[Source]
    progress: Sequence[Progress]
    scores: Sequence[Score]
    voices: dict[str, int]


@dataclass(frozen=True)
class Wanted:
    """Which projects; None for any. `public`: those everybody may see, whoever asks."""

    area: str | None = None
    year: int | None = None
    states: tuple[str, ...] | None = None
    public: bool = False


@dataclass(frozen=True)
class Wish:
    """A matter that asks for a project and stands in none."""

    id: UUID
    number: str
    area_code: str
    area_name: str
    opened_at: datetime


LAST = (
    select(ProjectProgress.project_id, ProjectProgress.percent, ProjectProgress.paid_yuan)
    .ext(distinct_on(ProjectProgress.project_id))
    .order_by(ProjectProgress.project_id, ProjectProgress.at.desc())
    .subquery()
)
SOURCES = (
    select(func.count())
    .select_from(ProjectSource)
    .where(ProjectSource.project_id == Project.id)
    .correlate(Project)
    .scalar_subquery()
)
READ: Select[*tuple[Any, ...]] = (
    select(
        Project.id, Project.number, Project.year, Project.title, Project.text, Project.area_code, Area.name, Project.state,
        Project.body_id, Body.name, Project.planned_yuan, Project.due_on, Project.asked_yuan, Project.asked_due_on, Project.flag,
        Project.round, Project.made_by, Project.made_at, Project.asked, Project.version, SOURCES, LAST.c.percent, LAST.c.paid_yuan,
    )
    .join(Area, Area.code == Project.area_code)
    .outerjoin(Body, Body.id == Project.body_id)
    .outerjoin(LAST, LAST.c.project_id == Project.id)
)  # fmt: skip


def head(session: Session, project_id: UUID) -> Head | None:
    """Return a project, None when there is none for this viewer."""
    row = session.execute(READ.where(Project.id == project_id)).one_or_none()
    return Head(*row) if row else None


def one(session: Session, project_id: UUID) -> View | None:
    """Return a project with its parts, None when there is none for this viewer."""
    found = head(session, project_id)
    if found is None:
        return None
    events = select(
        ProjectEvent.version, ProjectEvent.at, ProjectEvent.move, ProjectEvent.actor_id, ProjectEvent.actor_name,
        ProjectEvent.words,
    ).where(ProjectEvent.project_id == project_id).order_by(ProjectEvent.version)  # fmt: skip
    sources = (
        select(ProjectSource.case_id, ProjectSource.case_number, ProjectSource.area_code)
        .where(ProjectSource.project_id == project_id)
        .order_by(ProjectSource.case_number)
    )
    went = select(
        ProjectProgress.id, ProjectProgress.at, ProjectProgress.quarter, ProjectProgress.percent, ProjectProgress.paid_yuan,
        ProjectProgress.words, ProjectProgress.actor_id, ProjectProgress.actor_name,
    ).where(ProjectProgress.project_id == project_id).order_by(ProjectProgress.at)  # fmt: skip
    voices = (
        select(ProjectVoice.verdict, func.count())
        .where(ProjectVoice.project_id == project_id)
        .group_by(ProjectVoice.verdict)
    )
    return View(
        found,
        [Event(*row) for row in session.execute(events)],
        [Source(*row) for row in session.execute(sources)],
        [Progress(*row) for row in session.execute(went)],
        scores(session, found),
        {row[0]: row[1] for row in session.execute(voices)},
    )


def scores(session: Session, of: Head) -> list[Score]:
    """Return what deputies gave at the last inspection, by dimension."""
    given = and_(
        ProjectScore.dimension == ScoreDimension.code, ProjectScore.project_id == of.id, ProjectScore.round == of.round
    )
    own = func.max(ProjectScore.score).filter(ProjectScore.account_id == (current_context(session).viewer or 0))
    rows = session.execute(
        select(
            ScoreDimension.code, ScoreDimension.name, ScoreDimension.name_en, func.count(ProjectScore.score),
            func.round(func.avg(ProjectScore.score), 1), own,
        ).outerjoin(ProjectScore, given).group_by(ScoreDimension.code).order_by(ScoreDimension.position)
    )  # fmt: skip
    return [Score(row[0], row[1], row[2], row[3], None if row[4] is None else float(row[4]), row[5]) for row in rows]


def listed(session: Session, wanted: Wanted, *, last: tuple[datetime, UUID] | None, most: int) -> list[Head]:
    """Return the projects `wanted`, newest first, at most `most`."""
    rules = (
        true() if wanted.area is None else Project.area_code.startswith(wanted.area, autoescape=True),
        true() if wanted.year is None else Project.year == wanted.year,
        true() if wanted.states is None else Project.state.in_(wanted.states),
        Project.state.not_in([each.value for each in PRIVATE]) if wanted.public else true(),
        true() if last is None else tuple_(Project.made_at, Project.id) < tuple_(*last),
    )
    rows = session.execute(READ.where(*rules).order_by(Project.made_at.desc(), Project.id.desc()).limit(most))
    return [Head(*row) for row in rows]


def wishes(session: Session, most: int) -> list[Wish]:
    """Return matters that ask for a project and stand in none, the oldest first, at most `most`."""
    rows = session.execute(
        select(Case.id, Case.number, Case.area_code, Area.name, Case.opened_at)
        .join(Area, Area.code == Case.area_code)
        .where(Case.category == CATEGORY, ~Case.hidden, ~Case.restricted)
        .where(~select(ProjectSource.case_id).where(ProjectSource.case_id == Case.id).exists())
        .order_by(Case.opened_at, Case.id)
        .limit(most)
    )
    return [Wish(*row) for row in rows]


def known_cases(session: Session, numbers: Sequence[str]) -> dict[str, tuple[UUID, str]]:
    """Return id and area by number of the open matters of these numbers that this viewer sees; none is hidden."""
    rows = session.execute(
        select(Case.number, Case.id, Case.area_code).where(Case.number.in_(numbers), ~Case.hidden, ~Case.restricted)
    )
    return {row.number: (row.id, row.area_code) for row in rows}


def standing_in(session: Session, cases: Sequence[UUID]) -> dict[UUID, UUID]:
    """Return by case the project in which it stands."""
    rows = session.execute(
        select(ProjectSource.case_id, ProjectSource.project_id).where(ProjectSource.case_id.in_(cases))
    )
    return {row.case_id: row.project_id for row in rows}


def dimensions(session: Session) -> set[str]:
    """Return the codes of the dimensions by which deputies judge."""
    return set(session.scalars(select(ScoreDimension.code)))


def lock(session: Session, project_id: UUID) -> None:
    """Let nobody else change a project meanwhile."""
    one_at_a_time(session, f"project {project_id}")


def next_number(session: Session) -> str:
    """Return the number of a new project."""
    return str(session.scalar(select(func.paper_number("M", func.now(), func.nextval("project_number")))))


@dataclass(frozen=True)
class Survey:
    """The sample of a project with what was answered: by cell the household's number and its verdict."""

    project_id: UUID
    seed: int
    size: int
    least: int
    drawn_by: int
    drawn_name: str
    drawn_at: datetime
    cells: Sequence[CellSample]
    answers: Sequence[Answer]


def survey(session: Session, project_id: UUID) -> Survey | None:
    """Return the sample of a project, None before it is drawn or for whom it is not."""
    row = session.get(ProjectSurvey, project_id)
    if row is None:
        return None
    cell, said = ProjectSurveyCell, ProjectSurveyAnswer
    cells = session.scalars(select(cell).where(cell.project_id == project_id).order_by(cell.cell_code))
    answers = session.scalars(
        select(said).where(said.project_id == project_id).order_by(said.cell_code, said.household)
    )
    return Survey(
        project_id, row.seed, row.size, row.least, row.drawn_by, row.drawn_name, row.drawn_at,
        [CellSample(each.cell_code, each.cell_name, each.households, tuple(each.asked)) for each in cells],
        [Answer(each.id, each.cell_code, each.household, each.verdict) for each in answers],
    )  # fmt: skip


def cells_of(session: Session, area: str, day: date) -> list[tuple[str, str, int]]:
    """Return code, name and households of the cells of an area that are in force on a day."""
    now = (GridCell.in_force_from <= day, or_(GridCell.in_force_to.is_(None), GridCell.in_force_to > day))
    rows = session.execute(
        select(GridCell.code, GridCell.name, GridCell.households)
        .where(GridCell.area_code.startswith(area, autoescape=True), GridCell.kind == "base", *now)
        .order_by(GridCell.code)
    )
    return [(row.code, row.name, row.households) for row in rows]
