"""Reading initiatives with their events and topics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select, text, true, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased

from backend.bodies.model import Body
from backend.cases.model import Case
from backend.categories.model import Topic as Tag
from backend.db import NamedSql, one_at_a_time
from backend.deputies.model import Deputy
from backend.grid.model import Area
from backend.initiatives.domain import SUGGESTION, State, Step
from backend.initiatives.model import Initiative, InitiativeCase, InitiativeEvent, InitiativeSigner, InitiativeTag

Maker = aliased(Body)
SQL = NamedSql.beside(__file__)


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
    mark: str


@dataclass(frozen=True)
class Topic:
    """A topic of supervision; the office's own words."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True)
class Held:
    """A further case of an initiative; `case_id`: only where the viewer sees the case. `put`: the last word is that it belongs."""

    case_id: UUID | None
    number: str
    area_name: str
    hidden: bool
    put: bool
    reason: str
    actor_id: int
    actor_name: str
    at: datetime
    id: UUID


@dataclass(frozen=True)
class Signer:
    """A deputy who stands under a suggestion. `state`: lead (who made it), asked, signed, withdrawn."""

    account_id: int
    name: str
    state: str


@dataclass(frozen=True)
class Cluster:
    """Cases of one category that came up in one area; `ids`: of the newest, at most two hundred; `texts`: of fifty."""

    category: str
    category_name: str
    category_name_en: str
    area_code: str
    area_name: str
    n: int
    still_open: int
    first: datetime
    last: datetime
    ids: list[UUID]
    numbers: list[str]
    texts: list[str]


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
    cases: list[Held]
    signers: list[Signer]


@dataclass(frozen=True)
class Told:
    """An initiative with the steps that the viewer may go now; `mine`: as its maker, who says which cases it holds; `viewer`: who reads it."""

    view: View
    steps: list[Step]
    mine: bool = False
    viewer: int | None = None


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
    topic: str | None = None
    overdue_on: date | None = None
    bodies: tuple[int, ...] | None = None


def one(session: Session, initiative_id: UUID) -> View | None:
    """Return an initiative, None when there is none for this viewer."""
    found = _whole(session, READ.where(Initiative.id == initiative_id))
    return found[0] if found else None


def listed(session: Session, wanted: Wanted, *, last: tuple[datetime, UUID] | None, most: int) -> list[View]:
    """Return the initiatives `wanted`, newest first, at most `most`; `last`: time and id of the last one read."""
    rules = (
        true() if wanted.kind is None else Initiative.kind == wanted.kind,
        true() if wanted.state is None else Initiative.state == wanted.state,
        true()
        if wanted.case is None
        else or_(
            Initiative.case_id == wanted.case,
            Initiative.id.in_(select(InitiativeCase.initiative_id).where(InitiativeCase.case_id == wanted.case)),
        ),
        true()
        if wanted.topic is None
        else Initiative.id.in_(select(InitiativeTag.initiative_id).where(InitiativeTag.topic == wanted.topic)),
        true()
        if wanted.overdue_on is None
        else and_(Initiative.state == State.SENT.value, Initiative.due_on < wanted.overdue_on),
        true()
        if wanted.bodies is None
        else and_(Initiative.state == State.SENT.value, Initiative.body_id.in_(wanted.bodies)),
        true() if last is None else tuple_(Initiative.made_at, Initiative.id) < tuple_(*last),
    )
    return _whole(session, READ.where(*rules).order_by(Initiative.made_at.desc(), Initiative.id.desc()).limit(most))


def next_number(session: Session) -> str:
    """Return the number of a new initiative."""
    return str(session.scalar(select(func.paper_number("Y", func.now(), func.nextval("initiative_number")))))


def clusters(
    session: Session,
    low: str,
    high: str,
    digits: int,
    *,
    since: datetime,
    until: datetime,
    least: int,
    topic: str | None,
) -> list[Cluster]:
    """Return where at least `least` open cases of a category came up in a period, the most first; see `queries.sql`."""
    asked = {"low": low, "high": high, "digits": digits, "since": since, "until": until, "least": least, "topic": topic}
    return [Cluster(*row) for row in session.execute(SQL["clusters"], asked)]


def tell_late(session: Session) -> int:
    """Tell who has not answered by the day, and the congress; return how many messages are new."""
    return session.scalar(text("select told from tell_late_initiatives()")) or 0


def case_said(session: Session, event_id: UUID) -> InitiativeCase | None:
    """Return what was said of a further case by the id of the saying, None when there is none for this viewer."""
    return session.get(InitiativeCase, event_id)


def times_said(session: Session, initiative_id: UUID, case_id: UUID) -> int:
    """Return how often a case was put to an initiative or taken off."""
    rule = (InitiativeCase.initiative_id == initiative_id, InitiativeCase.case_id == case_id)
    return session.scalar(select(func.count()).where(*rule)) or 0


def lock(session: Session, initiative_id: UUID) -> None:
    """Let one at a time change an initiative; held until the transaction ends."""
    one_at_a_time(session, f"initiative {initiative_id}")


def _whole(session: Session, wanted: Select[*tuple[Any, ...]]) -> list[View]:
    rows = session.execute(wanted).all()
    ids = [row[0] for row in rows]
    events: dict[UUID, list[Event]] = defaultdict(list)
    topics: dict[UUID, list[Topic]] = defaultdict(list)
    cases: dict[UUID, list[Held]] = defaultdict(list)
    if ids:
        steps = select(InitiativeEvent).where(InitiativeEvent.initiative_id.in_(ids))
        for each in session.scalars(steps.order_by(InitiativeEvent.version)):
            step = Event(
                each.version,
                each.at,
                each.actor_id,
                each.actor_name,
                each.from_state,
                each.to_state,
                each.words,
                each.mark,
            )
            events[each.initiative_id].append(step)
        tags = select(InitiativeTag.initiative_id, Tag.code, Tag.name, Tag.name_en).join(Tag)
        for owner, *topic in session.execute(tags.where(InitiativeTag.initiative_id.in_(ids)).order_by(Tag.position)):
            topics[owner].append(Topic(*topic))
        for owner, held in _held(session, ids):
            cases[owner].append(held)
    signers = _signers(session, ids) if ids else {}
    return [View(*[*row, events[row[0]], topics[row[0]], cases[row[0]], signers.get(row[0], [])]) for row in rows]


def _signers(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Signer]]:
    """Return who stands under suggestions: who made each first, then those asked, in the order in which they were."""
    out: dict[UUID, list[Signer]] = {}
    lead = select(Initiative.id, Initiative.made_by, func.min(Deputy.name)).join(
        Deputy, Deputy.account_id == Initiative.made_by
    )
    of_ours = Initiative.id.in_(ids), Initiative.kind == SUGGESTION
    for owner, account, name in session.execute(lead.where(*of_ours).group_by(Initiative.id)):
        out[owner] = [Signer(account, name, "lead")]
    row = InitiativeSigner
    others = select(row.initiative_id, row.account_id, row.name, row.state).where(row.initiative_id.in_(ids))
    for owner, account, name, state in session.execute(others.order_by(row.asked_at, row.account_id)):
        out.setdefault(owner, []).append(Signer(account, name, state))
    return out


def _held(session: Session, ids: Collection[UUID]) -> list[tuple[UUID, Held]]:
    """Return the further cases of initiatives by the last word on each, in the order of their numbers."""
    said = InitiativeCase
    rows = session.execute(
        select(
            said.initiative_id, Case.id, said.case_number, Area.name, said.hidden, said.put, said.reason, said.actor_id,
            said.actor_name, said.at, said.id,
        )
        .ext(distinct_on(said.initiative_id, said.case_number))
        .join(Area, Area.code == said.area_code)
        .outerjoin(Case, Case.id == said.case_id)
        .where(said.initiative_id.in_(ids))
        .order_by(said.initiative_id, said.case_number, said.nth.desc())
    )  # fmt: skip
    return [(owner, Held(*rest)) for owner, *rest in rows]
