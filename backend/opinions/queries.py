"""Typed callers of `queries.sql`, and the reading of opinions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from backend.cases.queries import Head
from backend.contacts.service import Person
from backend.contacts.service.consents import Given
from backend.db import NamedSql, current_context
from backend.feedback.queries import Attempt
from backend.feedback.service import SheetView
from backend.opinions.domain.moves import ADOPTED, TOLD, Move, State
from backend.opinions.model import Opinion, OpinionErasure, OpinionEvent, OpinionSitting, OpinionText, OpinionThanks
from backend.solicitations.model import DraftArticle, Solicitation
from backend.stations.model import Station

SQL = NamedSql.beside(__file__)


@dataclass(frozen=True)
class DraftNow:
    """A draft as it stands. `takes`: it takes opinions today.

    `article_id`, `label`: what continues the article that was asked about; `known`: that one is of this draft; `seen_label`: its label.
    """

    id: UUID
    number: str
    title: str
    state: str
    opens_on: date
    closes_on: date
    prefix: str
    version_id: UUID | None
    nth: int | None
    takes: bool
    article_id: UUID | None
    label: str | None
    known: bool
    seen_label: str | None


@dataclass(frozen=True)
class WayIn:
    """The station that gets an opinion, and where the opinion belongs."""

    station_id: int
    name: str
    why: str
    cell_id: int | None
    area_code: str


@dataclass(frozen=True)
class Stored:
    """What is stored under an id: by whom, its digest, the answer that was given; neither of these where it is no opinion."""

    id: UUID
    author_id: int | None
    noted_by: int | None
    digest: bytes | None
    answer: Mapping[str, Any] | None


@dataclass(frozen=True)
class Standing:
    """An opinion that is to be moved, as it stands."""

    id: UUID
    state: str
    version: int
    area_code: str
    solicitation_id: UUID


@dataclass(frozen=True)
class OpenDraft:
    """A draft that may be spoken on, with the articles of its present version."""

    id: UUID
    number: str
    title: str
    closes_on: date
    version_id: UUID
    nth: int
    articles: Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Wanted:
    """Which opinions. `article`: of one article; `whole`: only those on the whole draft."""

    solicitation: UUID | None = None
    article: UUID | None = None
    whole: bool = False
    state: str | None = None
    station: int | None = None
    channel: str | None = None
    sitting: UUID | None = None


@dataclass(frozen=True)
class Row:
    """An opinion as a list shows it; `said`: the words, empty when they were erased."""

    opinion: Opinion
    said: str
    draft: str
    label: str | None
    station: str


@dataclass(frozen=True)
class Followed:
    """What a receipt shows of an opinion. `article`: label and text as it lay before the person, None for the whole draft."""

    row: Row
    article: tuple[str, str] | None
    phone: str
    events: Sequence[OpinionEvent]
    sheets: Sequence[SheetView]
    erased_at: datetime | None
    thanked: str

    @property
    def may_be_thanked(self) -> bool:
        """Return whether it was adopted, be it in part, and its words stand."""
        return self.erased_at is None and any(State(each.to_state) in ADOPTED for each in self.events)

    @property
    def may_withdraw(self) -> bool:
        """Return whether it may be taken back still: nobody has counted it."""
        return self.row.opinion.state == State.SUBMITTED

    @property
    def reason(self) -> str:
        """Return what the office said of its latest decision, the empty text when it said nothing."""
        return next((each.words for each in reversed(self.events) if State(each.to_state) in TOLD), "")


@dataclass(frozen=True)
class Export:
    """Everything held about a person by one receipt."""

    made_at: datetime
    followed: Followed
    contact: Person | None
    consents: Sequence[Given]
    attempts: Mapping[UUID, Sequence[Attempt]]


@dataclass(frozen=True)
class File:
    """An opinion with all that belongs to it. `seen`, `now`: the article as it lay before the person, and as it reads now; None for the whole draft."""

    row: Row
    seen: tuple[str, str] | None
    now: tuple[str, str] | None
    events: Sequence[OpinionEvent]
    contact: Person | None
    erased_at: datetime | None
    case: Head | None
    moves: Sequence[Move]
    thanked: str


@dataclass(frozen=True)
class Took:
    """What a station took in for a draft: how many came, and how many of them count."""

    station_id: int
    station: str
    received: int
    counted: int


def draft_now(session: Session, solicitation: UUID, article: UUID | None, day: date) -> DraftNow | None:
    """Return a draft as it stands on a day, None when there is none."""
    asked = {"solicitation": solicitation, "article": article, "day": day}
    row = session.execute(SQL["draft_now"], asked).mappings().one_or_none()
    return DraftNow(**row) if row else None


def way_in(session: Session, values: Mapping[str, Any]) -> WayIn | None:
    """Return the station that gets it, None when nothing names one."""
    row = session.execute(SQL["way_in"], values).mappings().one_or_none()
    return WayIn(**row) if row else None


def stored(session: Session, opinion_id: UUID) -> Stored | None:
    """Return what is stored under an id, whoever stored it."""
    row = session.execute(SQL["stored"], {"ids": [opinion_id]}).mappings().one_or_none()
    return (
        Stored(**dict(row) | {"digest": bytes(row["digest"]) if row["digest"] is not None else None}) if row else None
    )


def lock(session: Session, ids: Collection[UUID]) -> list[Standing]:
    """Return the opinions that are to be moved, held until the transaction ends; those out of sight are missing."""
    return [Standing(**row) for row in session.execute(SQL["lock"], {"ids": list(ids)}).mappings()]


def leads(session: Session, solicitation: UUID) -> bool:
    """Return whether a contact point of the viewer leads the round of a draft."""
    return bool(session.scalar(SQL["leads"], {"solicitation": solicitation}))


def move(session: Session, ids: Collection[UUID], values: Mapping[str, Any]) -> None:
    """Write the event of a move for each opinion, and move it."""
    session.execute(SQL["tell_moves"], {"ids": list(ids), **values})
    session.execute(SQL["make_moves"], {"ids": list(ids), "to": values["to"]})
    session.expire_all()


def open_drafts(session: Session, areas: Collection[str], day: date) -> list[OpenDraft]:
    """Return what may be spoken on in the areas named, the one that closes first before the others."""
    rows = session.execute(SQL["open_drafts"], {"areas": list(areas), "day": day}).mappings()
    return [OpenDraft(**row) for row in rows]


def counts(session: Session, solicitation: UUID) -> Sequence[RowMapping]:
    """Return how many of a draft stand where, by station; what the viewer sees."""
    return session.execute(SQL["counts"], {"solicitation": solicitation}).mappings().all()


def listed(session: Session, wanted: Wanted, last: tuple[datetime, UUID] | None, most: int) -> list[Row]:
    """Return the opinions that the viewer sees, newest first, after a cursor."""
    query = _rows().order_by(Opinion.received_at.desc(), Opinion.id.desc()).limit(most)
    if wanted.solicitation:
        query = query.where(Opinion.solicitation_id == wanted.solicitation)
    if wanted.article:
        query = query.where(Opinion.article_id == wanted.article)
    if wanted.whole:
        query = query.where(Opinion.article_id.is_(None))
    if wanted.state:
        query = query.where(Opinion.state == wanted.state)
    if wanted.station:
        query = query.where(Opinion.station_id == wanted.station)
    if wanted.channel:
        query = query.where(Opinion.channel == wanted.channel)
    if wanted.sitting:
        query = query.where(Opinion.sitting_id == wanted.sitting)
    if last:
        query = query.where(tuple_(Opinion.received_at, Opinion.id) < last)
    return [Row(*each) for each in session.execute(query)]


def one(session: Session, opinion_id: UUID) -> Row | None:
    """Return one opinion, None when there is none for this viewer."""
    row = session.execute(_rows().where(Opinion.id == opinion_id)).one_or_none()
    return Row(*row) if row else None


def _rows() -> Select[Opinion, str, str, str | None, str]:
    return (
        select(Opinion, func.coalesce(OpinionText.said, ""), Solicitation.title, DraftArticle.label, Station.name)
        .join(Solicitation, Solicitation.id == Opinion.solicitation_id)
        .join(Station, Station.id == Opinion.station_id)
        .outerjoin(OpinionText, OpinionText.opinion_id == Opinion.id)
        .outerjoin(DraftArticle, DraftArticle.id == Opinion.article_id)
    )


def articles(session: Session, ids: Collection[UUID]) -> dict[UUID, DraftArticle]:
    """Return articles by id."""
    return {row.id: row for row in session.scalars(select(DraftArticle).where(DraftArticle.id.in_(ids)))}


def events(session: Session, opinion_id: UUID) -> Sequence[OpinionEvent]:
    """Return what happened to an opinion, oldest first."""
    wanted = select(OpinionEvent).where(OpinionEvent.opinion_id == opinion_id).order_by(OpinionEvent.version)
    return session.scalars(wanted).all()


def thanks_of(session: Session, opinion_id: UUID) -> str:
    """Return the name under which who spoke is thanked, the empty text for none that this context sees."""
    return session.scalar(select(OpinionThanks.name).where(OpinionThanks.opinion_id == opinion_id)) or ""


def thanked(session: Session, solicitation: UUID) -> list[str]:
    """Return the names that a draft's results thank, in the order in which they were given; open to everybody."""
    return list(session.scalars(SQL["thanked"], {"solicitation": solicitation}))


def own_counts(session: Session) -> tuple[int, int]:
    """Return how many opinions of the viewer's own count, and how many of them were adopted, be it in part."""
    came = select(OpinionEvent.opinion_id).where(
        OpinionEvent.opinion_id == Opinion.id, OpinionEvent.to_state.in_(ADOPTED)
    )
    viewer = current_context(session).viewer
    counted = select(func.count(), func.count().filter(came.exists())).where(
        Opinion.author_id == viewer, Opinion.number.is_not(None)
    )
    said, adopted = session.execute(counted).one()
    return said, adopted


def erased_at(session: Session, opinion_id: UUID) -> datetime | None:
    """Return when the contents were erased first, None while they are there."""
    return session.scalar(select(func.min(OpinionErasure.at)).where(OpinionErasure.opinion_id == opinion_id))


def sittings(session: Session, last: tuple[date, UUID] | None, most: int) -> list[tuple[OpinionSitting, str, int]]:
    """Return the sittings that the viewer sees, newest first, each with its station and how many opinions were written down there."""
    held = (
        select(func.count()).where(Opinion.sitting_id == OpinionSitting.id).correlate(OpinionSitting).scalar_subquery()
    )
    query = select(OpinionSitting, Station.name, held).join(Station, Station.id == OpinionSitting.station_id)
    if last:
        day, known = last
        query = query.where(
            or_(OpinionSitting.held_on < day, and_(OpinionSitting.held_on == day, OpinionSitting.id < known))
        )
    query = query.order_by(OpinionSitting.held_on.desc(), OpinionSitting.id.desc()).limit(most)
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def written_at(session: Session, sitting_id: UUID) -> int:
    """Return how many opinions were written down of a sitting."""
    return session.scalar(select(func.count()).where(Opinion.sitting_id == sitting_id)) or 0


def due(session: Session, days: int, most: int) -> list[UUID]:
    """Return the opinions whose words have been kept long enough."""
    return list(session.scalars(SQL["due"], {"days": days, "most": most}))


def erase_due(session: Session, ids: Collection[UUID]) -> list[tuple[UUID, Mapping[str, int]]]:
    """Erase what was said of the opinions named; return how many rows of which table went, by opinion."""
    return [(row.opinion_id, row.gone) for row in session.execute(SQL["erase_due"], {"ids": list(ids)})]
