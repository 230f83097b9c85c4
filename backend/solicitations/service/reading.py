"""Reading: the file as its people see it, and the draft as everybody does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.cases.domain import Actor
from backend.errors import NotFound
from backend.solicitations import queries
from backend.solicitations.domain import OVER, PHASES, State, moves_from
from backend.solicitations.model import SolicitationKind
from backend.solicitations.queries import ArticleView, File, Lead, TaskView, VersionView, View, Wanted
from backend.solicitations.service.issuing import makes
from backend.solicitations.service.stepping import runs
from backend.solicitations.service.tasking import allowed

MOST_OPEN = 50
MOST_HAND = 200


@dataclass(frozen=True)
class OpenDraft:
    """What takes opinions from people of a place."""

    id: UUID
    number: str
    kind: str
    title: str
    issuer: str
    closes_on: date


@dataclass(frozen=True)
class Draft:
    """A draft as everybody reads it: the newest version, and what it dropped of the former ones."""

    view: View
    leads: list[Lead]
    versions: list[VersionView]
    articles: list[ArticleView]
    dropped: list[tuple[VersionView, ArticleView]]


def file_of(session: Session, solicitation_id: UUID, actor: Actor) -> File:
    """Return the file of a solicitation. Raises NotFound."""
    view = queries.one(session, solicitation_id)
    if view is None:
        raise NotFound("没有找到")
    makers = queries.makers(session, solicitation_id)
    return File(
        view,
        queries.leads(session, solicitation_id),
        queries.versions(session, solicitation_id),
        [(each, allowed(session, each, actor)) for each in queries.tasks(session, solicitation_id)],
        queries.events(session, solicitation_id),
        moves_from(view.state, makers),
        queries.outcomes(session, view.kind),
        may_draft=bool(makers) and view.state not in OVER,
        runs=runs(session, "solicitation", solicitation_id, actor),
        following=queries.follows(session, solicitation_id),
    )


def listed(session: Session, wanted: Wanted, *, last: tuple[datetime, UUID] | None, most: int) -> list[View]:
    """Return the solicitations `wanted`, newest first."""
    return queries.listed(session, wanted, last=last, most=most)


def frame(session: Session, actor: Actor) -> tuple[Sequence[SolicitationKind], list[str]]:
    """Return the kinds there are, and the areas for which this person issues."""
    return queries.kinds(session), makes(session, actor)


def in_hand(session: Session) -> list[tuple[TaskView, str, str]]:
    """Return the viewer's open tasks with title and number of their solicitations, what is due first first."""
    return queries.in_hand(session, MOST_HAND)


def open_drafts(session: Session, area_code: str, day: date) -> list[OpenDraft]:
    """Return what takes opinions on `day` from people of an area, what closes first first; at most fifty."""
    return [
        OpenDraft(each.id, each.number, each.kind, each.title, each.issuer, each.closes_on)
        for each in queries.concerning(session, area_code, day, MOST_OPEN)
    ]


def taking(session: Session, area_code: str | None, day: date, *, most: int) -> list[View]:
    """Return what takes opinions on `day`, of people of an area or of anybody's, what closes first first."""
    return queries.concerning(session, area_code, day, most)


def concluded(session: Session, area_code: str | None, *, most: int) -> list[View]:
    """Return what no longer takes opinions and has not been cancelled, the newest first: what became of it."""
    later = {*PHASES["during"], *PHASES["after"]} - {State.COLLECTING}
    return queries.listed(session, Wanted(states=tuple(sorted(later)), area=area_code), last=None, most=most)


def draft(session: Session, solicitation_id: UUID) -> Draft:
    """Return a draft as everybody reads it. Raises NotFound when there is none, or no version of it yet."""
    view = queries.one(session, solicitation_id)
    versions = queries.versions(session, solicitation_id)
    if view is None or not versions:
        raise NotFound("没有找到")
    dropped = [
        (version, each)
        for version in versions[:-1]
        for each in queries.articles(session, version.id)
        if each.next_id is None
    ]
    leads = queries.leads(session, solicitation_id)
    return Draft(view, leads, versions, queries.articles(session, versions[-1].id), dropped)
