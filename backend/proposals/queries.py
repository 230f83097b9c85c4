"""Reading proposals: each viewer what the policies show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, case, func, or_, select, true, tuple_
from sqlalchemy.orm import Session

from backend.bodies.model import Body
from backend.cases.model import Case
from backend.categories.model import Topic as Tag
from backend.digests.model import DigestItem, DigestOpinion
from backend.digests.queries import Answered
from backend.feedback.model import Sheet
from backend.grid.model import Area
from backend.opinions.model import Opinion, OpinionText
from backend.proposals.model import PlanEntry, Proposal, ProposalEvent, ProposalSource, ProposalTopic
from backend.stations.model import Station

UNHEARD = ("withdrawn", "invalid", "became_case")


@dataclass(frozen=True)
class Head:
    """A proposal without its parts; `sources`: how many items and matters it comes from."""

    id: UUID
    number: str
    title: str
    text: str
    proposer: str
    raised_on: date
    area_code: str
    area_name: str
    station_id: int | None
    station_name: str | None
    state: str
    body_id: int | None
    body_name: str | None
    made_by: int
    asked: bytes
    version: int
    sources: int
    topics: Sequence[Topic]
    plans: Sequence[Entry]


@dataclass(frozen=True)
class Topic:
    """What it is about, or by what it was chosen; the office's own words."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True)
class Entry:
    """A plan that it entered, by the version that entered it."""

    version: int
    level: str
    kind: str
    name: str
    from_year: int
    until_year: int
    category: str


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
    """What it comes from; ids only of what this viewer sees, `title` of an item, `opinions`: how many stand in it."""

    number: str
    item_id: UUID | None
    case_id: UUID | None
    title: str | None
    opinions: int


@dataclass(frozen=True)
class View:
    """A proposal with its parts; `answered`: how many sheets went to the people behind it."""

    head: Head
    events: Sequence[Event]
    sources: Sequence[Source]
    answered: int


@dataclass(frozen=True)
class Wanted:
    """Which proposals; None for any. `bodies`: those that these bodies are to argue."""

    state: str | None = None
    topic: str | None = None
    bodies: tuple[int, ...] | None = None


COUNT = (
    select(func.count())
    .select_from(ProposalSource)
    .where(ProposalSource.proposal_id == Proposal.id)
    .correlate(Proposal)
    .scalar_subquery()
)
READ: Select[*tuple[Any, ...]] = (
    select(
        Proposal.id, Proposal.number, Proposal.title, Proposal.text, Proposal.proposer, Proposal.raised_on, Proposal.area_code, Area.name,
        Proposal.station_id, Station.name, Proposal.state, Proposal.body_id, Body.name, Proposal.made_by, Proposal.asked, Proposal.version,
        COUNT,
    )
    .join(Area, Area.code == Proposal.area_code)
    .outerjoin(Station, Station.id == Proposal.station_id)
    .outerjoin(Body, Body.id == Proposal.body_id)
)  # fmt: skip


def head(session: Session, proposal_id: UUID) -> Head | None:
    """Return a proposal, None when there is none for this viewer."""
    found = _heads(session, READ.where(Proposal.id == proposal_id))
    return found[0] if found else None


def one(session: Session, proposal_id: UUID) -> View | None:
    """Return a proposal with its parts, None when there is none for this viewer."""
    found = head(session, proposal_id)
    if found is None:
        return None
    made = ProposalEvent
    events = (
        select(made.version, made.at, made.move, made.actor_id, made.actor_name, made.words)
        .where(made.proposal_id == proposal_id)
        .order_by(made.version)
    )
    sheets = select(func.count()).select_from(Sheet).where(Sheet.subject_id == proposal_id)
    return View(
        found,
        [Event(*row) for row in session.execute(events)],
        sources(session, proposal_id),
        session.scalar(sheets) or 0,
    )


def sources(session: Session, proposal_id: UUID) -> list[Source]:
    """Return what a proposal comes from, by number."""
    row = ProposalSource
    said = select(func.count()).where(DigestOpinion.item_id == DigestItem.id).correlate(DigestItem).scalar_subquery()
    rows = session.execute(
        select(row.number, DigestItem.id, Case.id, DigestItem.title, case((DigestItem.id.is_(None), 0), else_=said))
        .outerjoin(DigestItem, DigestItem.id == row.item_id)
        .outerjoin(Case, Case.id == row.case_id)
        .where(row.proposal_id == proposal_id)
        .order_by(row.number)
    )
    return [Source(*each) for each in rows]


def listed(session: Session, wanted: Wanted, *, last: tuple[date, UUID] | None, most: int) -> list[Head]:
    """Return the proposals `wanted`, newest first, at most `most`."""
    of_topic = select(ProposalTopic.proposal_id).where(ProposalTopic.topic == wanted.topic)
    rules = (
        true() if wanted.state is None else Proposal.state == wanted.state,
        true() if wanted.topic is None else Proposal.id.in_(of_topic),
        true()
        if wanted.bodies is None
        else (Proposal.state == "reported") & Proposal.body_id.in_(wanted.bodies),
        true() if last is None else tuple_(Proposal.raised_on, Proposal.id) < tuple_(*last),
    )  # fmt: skip
    return _heads(session, READ.where(*rules).order_by(Proposal.raised_on.desc(), Proposal.id.desc()).limit(most))


def _heads(session: Session, wanted: Select[*tuple[Any, ...]]) -> list[Head]:
    rows: Sequence[Any] = session.execute(wanted).all()
    ids = [row[0] for row in rows]
    topics: dict[UUID, list[Topic]] = {each: [] for each in ids}
    plans: dict[UUID, list[Entry]] = {each: [] for each in ids}
    if ids:
        tags = select(ProposalTopic.proposal_id, Tag.code, Tag.name, Tag.name_en).join(
            Tag, Tag.code == ProposalTopic.topic
        )
        for owner, *tag in session.execute(tags.where(ProposalTopic.proposal_id.in_(ids)).order_by(Tag.position)):
            topics[owner].append(Topic(*tag))
        kept = PlanEntry
        entered = (
            select(kept.proposal_id, kept.version, kept.level, kept.kind, kept.name, kept.from_year, kept.until_year, kept.category)
            .where(kept.proposal_id.in_(ids)).order_by(kept.proposal_id, kept.version)
        )  # fmt: skip
        for each in session.execute(entered):
            plans[each.proposal_id].append(Entry(*each[1:]))
    return [Head(*[*row, topics[row[0]], plans[row[0]]]) for row in rows]


def _within(area: str) -> ScalarSelect[str]:
    """Return what the codes of all places in an area begin with."""
    return select(Area.prefix).where(Area.code == area).scalar_subquery()


def items_by_number(session: Session, area: str, numbers: Collection[str]) -> dict[str, UUID]:
    """Return by number the digest items of an area that this viewer sees and that stand by themselves."""
    row = DigestItem
    known = select(row.number, row.id).where(
        row.number.in_(numbers), row.state != "merged", func.starts_with(row.area_code, _within(area))
    )
    return {each.number: each.id for each in session.execute(known)}


def cases_by_number(session: Session, area: str, numbers: Collection[str]) -> dict[str, UUID]:
    """Return by number the open matters of an area that this viewer sees; none is hidden."""
    known = select(Case.number, Case.id).where(
        Case.number.in_(numbers), ~Case.hidden, ~Case.restricted, func.starts_with(Case.area_code, _within(area))
    )
    return {each.number: each.id for each in session.execute(known)}


def behind(session: Session, proposal_id: UUID, area: str) -> tuple[list[Answered], list[UUID]]:
    """Return who said the opinions behind a proposal, as far as the viewer reads them, and the matters behind it."""
    o, src = Opinion, ProposalSource
    rows: Any = session.execute(
        select(
            o.id, o.number, o.area_code, func.coalesce(OpinionText.said, ""), o.said_at, o.author_id, o.unit_name, o.receipt, o.reply_way,
            o.language,
        )
        .join(DigestOpinion, DigestOpinion.opinion_id == o.id)
        .join(src, src.item_id == DigestOpinion.item_id)
        .outerjoin(OpinionText, OpinionText.opinion_id == o.id)
        .where(src.proposal_id == proposal_id, o.state.not_in(UNHEARD), func.starts_with(o.area_code, _within(area)))
        .order_by(o.received_at, o.id)
    )  # fmt: skip
    matters = select(src.case_id).where(src.proposal_id == proposal_id, src.case_id.is_not(None))
    return [Answered(*row) for row in rows], [each for each in session.scalars(matters) if each is not None]


def station_there(session: Session, station_id: int, area: str) -> bool:
    """Return whether a station lies at a place, or the place in the station's area."""
    there = or_(Station.area_code.startswith(area, autoescape=True), func.starts_with(area, Station.area_code))
    return session.scalar(select(func.count()).select_from(Station).where(Station.id == station_id, there)) == 1


def next_number(session: Session) -> str:
    """Return the number of a new proposal."""
    return str(session.scalar(select(func.paper_number("LX", func.now(), func.nextval("proposal_number")))))
