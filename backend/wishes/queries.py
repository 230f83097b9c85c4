"""Reading wishes with their steps; the look-ups that open to everybody, or to a receipt."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, text, true, tuple_
from sqlalchemy.orm import Session

from backend.bodies.model import Body
from backend.db import past
from backend.stations.model import Station
from backend.wishes.domain import Move, OnTree
from backend.wishes.model import Wish, WishClaim, WishEvent, WishHardship

TREE = text("select * from wish_tree(:prefix, :past, :most)")
HANGING = text("select * from hanging_wish(:number)")
CLAIM = text("select wish_id, area_code from claim_wish(:number, :id, :receipt, :body, :name, :phone, :who)")
RECEIPT = text("select id, wish_id from wish_receipt(:receipt)")


@dataclass(frozen=True)
class Event:
    """A step that was gone."""

    version: int
    at: datetime
    actor_id: int | None
    actor_name: str
    actor_role: str
    from_state: str
    to_state: str
    note: str


@dataclass(frozen=True)
class ClaimView:
    """A claim as it may be shown; a citizen's name and phone are sealed. `by`: the body, empty for a person."""

    id: UUID
    account_id: int | None
    body_id: int | None
    by: str | None
    name_sealed: bytes | None
    phone_sealed: bytes | None
    claimed_at: datetime
    introduced_at: datetime | None


@dataclass(frozen=True)
class WishView:
    """A wish as staff and its claimer read it."""

    id: UUID
    number: str
    receipt: str
    area_code: str
    station_id: int
    station: str
    hardship: str
    hardship_name: str
    hardship_en: str
    words: str
    state: str
    reply_way: str
    registered_by: int
    registered_name: str
    registered_at: datetime
    verified_by: int | None
    asked: bytes
    version: int
    events: list[Event]
    claim: ClaimView | None


@dataclass(frozen=True)
class Told:
    """A wish with the steps that the viewer may go now; `opens`: whether they may look who it is."""

    view: WishView
    moves: list[Move]
    opens: bool


@dataclass(frozen=True)
class Paper:
    """What a person takes along: number of the wish, receipt and query code; `story`: sealed elsewhere, never here."""

    number: str
    receipt: str
    query_code: str = field(repr=False)


READ: Select[*tuple[Any, ...]] = (
    select(
        Wish.id, Wish.number, Wish.receipt, Wish.area_code, Wish.station_id, Station.name, Wish.hardship, WishHardship.name,
        WishHardship.name_en, Wish.words, Wish.state, Wish.reply_way, Wish.registered_by, Wish.registered_name, Wish.registered_at,
        Wish.verified_by, Wish.asked, Wish.version,
    )
    .join(Station, Station.id == Wish.station_id)
    .join(WishHardship, WishHardship.code == Wish.hardship)
)  # fmt: skip


def one(session: Session, wish_id: UUID) -> WishView | None:
    """Return a wish, None when there is none for this viewer."""
    found = _whole(session, READ.where(Wish.id == wish_id))
    return found[0] if found else None


def listed(session: Session, state: str | None, *, last: tuple[datetime, UUID] | None, most: int) -> list[WishView]:
    """Return the wishes that the viewer reads, newest first, at most `most`; `last`: time and id of the last one read."""
    rules = (
        true() if state is None else Wish.state == state,
        true() if last is None else tuple_(Wish.registered_at, Wish.id) < tuple_(*last),
    )
    return _whole(session, READ.where(*rules).order_by(Wish.registered_at.desc(), Wish.id.desc()).limit(most))


def lock(session: Session, wish_id: UUID) -> None:
    """Let one step of a wish be gone at a time."""
    session.execute(select(Wish.id).where(Wish.id == wish_id).with_for_update())


def next_number(session: Session) -> str:
    """Return the number of a new wish."""
    return str(session.scalar(select(func.paper_number("X", func.now(), func.nextval("wish_number")))))


def hardships(session: Session) -> list[WishHardship]:
    """Return the kinds of hardship, in the office's order."""
    return list(session.scalars(select(WishHardship).order_by(WishHardship.position)))


def tree(session: Session, prefix: str, most: int) -> list[OnTree]:
    """Return what hangs on the tree below `prefix`: what waits for a claimer first, then the newest."""
    until = past([prefix]) if prefix else "~"
    return [OnTree(*row) for row in session.execute(TREE, {"prefix": prefix, "past": until, "most": most})]


def hanging(session: Session, number: str) -> OnTree | None:
    """Return a wish of the tree by its number, None when it hangs on none."""
    row = session.execute(HANGING, {"number": number}).one_or_none()
    return OnTree(*row) if row else None


def claim(session: Session, **values: object) -> tuple[UUID, str] | None:
    """Claim a wish for the viewer or for who has a receipt; return it and its area, None when it is not there to be claimed."""
    row = session.execute(CLAIM, values).one_or_none()
    return (row.wish_id, row.area_code) if row else None


def behind(session: Session, receipt: str) -> tuple[UUID, UUID] | None:
    """Return the id that a receipt was made of, and its wish, None for an unknown one."""
    row = session.execute(RECEIPT, {"receipt": receipt}).one_or_none()
    return (row.id, row.wish_id) if row else None


def _whole(session: Session, wanted: Select[*tuple[Any, ...]]) -> list[WishView]:
    rows = session.execute(wanted).all()
    ids = [row[0] for row in rows]
    events: dict[UUID, list[Event]] = {each: [] for each in ids}
    claims: dict[UUID, ClaimView] = {}
    if ids:
        steps = (WishEvent.version, WishEvent.at, WishEvent.actor_id, WishEvent.actor_name, WishEvent.actor_role)
        gone = select(WishEvent.wish_id, *steps, WishEvent.from_state, WishEvent.to_state, WishEvent.note)
        for step in session.execute(gone.where(WishEvent.wish_id.in_(ids)).order_by(WishEvent.version)):
            events[step[0]].append(Event(*step[1:]))
        sealed = (WishClaim.name_sealed, WishClaim.phone_sealed)
        held = select(
            WishClaim.wish_id,
            WishClaim.id,
            WishClaim.account_id,
            WishClaim.body_id,
            Body.name,
            *sealed,
            WishClaim.claimed_at,
            WishClaim.introduced_at,
        )
        held = held.outerjoin(Body, Body.id == WishClaim.body_id)
        for one_claim in session.execute(held.where(WishClaim.wish_id.in_(ids), WishClaim.released_at.is_(None))):
            claims[one_claim[0]] = ClaimView(*one_claim[1:])
    return [WishView(*[*row, events[row[0]], claims.get(row[0])]) for row in rows]
