"""Typed callers of the room's named SQL, and what was issued."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import func, literal, or_, select, true, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.bulletins.domain import LEVELS, Figures, Kind, Rules
from backend.bulletins.domain.figures import Voices, Warned
from backend.bulletins.model import Bulletin, BulletinRule
from backend.categories.model import Category
from backend.db import NamedSql
from backend.grid.domain import Scope
from backend.grid.model import Area
from backend.hotspots.domain import Period
from backend.reports import queries as reports

SQL = NamedSql.beside(__file__)
MOST_AREAS = 200


@dataclass(frozen=True)
class Counted:
    """Reports of a period: in all, by code of category and of channel, by day in China."""

    total: int
    categories: dict[str, int]
    channels: dict[str, int]
    days: dict[date, int]


@dataclass(frozen=True)
class Head:
    """A bulletin that was issued, without its figures."""

    id: UUID
    kind: str
    area_code: str
    area_name: str
    first_day: date
    last_day: date
    made_at: datetime


@dataclass(frozen=True)
class Named:
    """A code with its names in both languages."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True)
class Shape:
    """A cell's outline as GeoJSON, in degrees (WGS-84, longitude first)."""

    id: int
    code: str
    name: str
    outline: dict[str, Any]


@dataclass(frozen=True)
class Place:
    """An area there are bulletins of."""

    code: str
    name: str
    level: str


@dataclass(frozen=True)
class Opened:
    """A bulletin as it is read: `id` None for one that is only looked at; `shapes`: the outlines of its cells."""

    id: UUID | None
    kind: Kind
    area_code: str
    area_name: str
    span: Period
    made_at: datetime
    figures: Figures
    shapes: Sequence[Shape]


def most_days(session: Session) -> int:
    """Return how many days a period of one's own choice has at most."""
    return session.scalars(select(BulletinRule.n).where(BulletinRule.name == "days")).one()


def rules(session: Session) -> Rules:
    """Return the office's bounds."""
    found = {row.name: row.n for row in session.scalars(select(BulletinRule))}
    return {"least": found["least"], "odds": found["odds"], "named": found["named"]}


def tallies(session: Session, scope: Scope, span: Period) -> Counted:
    """Return the reports of a period that are not hidden."""
    rows = session.execute(SQL["tallies"], _asked(scope, span)).all()
    return Counted(
        next(row.n for row in rows if row.category is None and row.channel is None and row.day is None),
        {row.category: row.n for row in rows if row.category is not None},
        {row.channel: row.n for row in rows if row.channel is not None},
        {row.day: row.n for row in rows if row.day is not None},
    )


def begun(session: Session, scope: Scope, span: Period) -> bool:
    """Return whether the records of an area go back beyond `span`: else its figures would say when they began."""
    return bool(session.scalar(SQL["begun"], _asked(scope, span) | {"until": span.since}))


def work(session: Session, scope: Scope, span: Period, today: date) -> dict[str, int]:
    """Return the figures of handling; see `domain.figures.Work`."""
    asked = _asked(scope, span)
    stand = session.execute(SQL["work"], asked | {"today": today}).mappings().one()
    came = session.execute(SQL["came"], asked).mappings().one()
    return {**stand, **came}


def voices(session: Session, scope: Scope, span: Period) -> Voices:
    """Return what became of opinions in a period."""
    row = session.execute(SQL["voices"], _asked(scope, span)).one()
    return {"raised": row.raised, "reported": row.reported, "adopted": row.adopted, "answered": row.answered}


def warned(session: Session, scope: Scope, span: Period) -> list[Warned]:
    """Return the alerts of a period by kind."""
    rows = session.execute(SQL["warned"], _asked(scope, span))
    return [{"kind": row.kind, "n": row.n, "open": row.open} for row in rows]


def categories(session: Session) -> list[Named]:
    """Return the categories in their order."""
    rows = session.execute(
        select(Category.code, Category.name, Category.name_en).order_by(Category.sort, Category.code)
    )
    return [Named(*row) for row in rows]


def channels(session: Session) -> list[Named]:
    """Return the channels in their order."""
    return [Named(each.code, each.name, each.name_en) for each in reports.channels(session)]


def shapes(session: Session, cells: Sequence[int]) -> list[Shape]:
    """Return the outlines of cells, simplified to what a page can show; those of former editions too."""
    rows = session.execute(SQL["shapes"], {"ids": list(cells)}) if cells else ()
    return [Shape(row.id, row.code, row.name, json.loads(row.outline)) for row in rows]


def areas(session: Session, prefixes: Sequence[str]) -> list[Place]:
    """Return the counties and townships of a scope, counties first, at most two hundred."""
    within = or_(*(Area.prefix.startswith(prefix, autoescape=True) for prefix in prefixes))
    asked = select(Area.code, Area.name, Area.level).where(within, Area.level.in_(LEVELS), Area.valid_to.is_(None))
    rows = session.execute(asked.order_by(func.length(Area.code), Area.code).limit(MOST_AREAS))
    return [Place(*row) for row in rows]


def place(session: Session, code: str) -> Place | None:
    """Return an area by its code."""
    row = session.execute(select(Area.code, Area.name, Area.level).where(Area.code == code)).one_or_none()
    return Place(*row) if row else None


def due(session: Session, kind: str, first: date, on: date) -> list[str]:
    """Return the areas that have no bulletin of a kind from `first` on yet."""
    return list(session.scalars(SQL["due"], {"kind": kind, "first_day": first, "on": on}))


def issue(session: Session, kind: str, area: str, span: Period, figures: Figures) -> UUID | None:
    """Store a bulletin; None when there is one."""
    row = {"kind": kind, "area_code": area, "first_day": span.first, "last_day": span.last, "figures": figures}
    return session.scalar(insert(Bulletin).values(**row).on_conflict_do_nothing().returning(Bulletin.id))


def tell(session: Session, bulletin: UUID) -> list[tuple[UUID, int]]:
    """Tell the heads of its area of a bulletin; return id and account of each message."""
    return [(row.notice_id, row.account_id) for row in session.execute(SQL["tell"], {"id": bulletin})]


HEAD = select(
    Bulletin.id, Bulletin.kind, Bulletin.area_code, Area.name, Bulletin.first_day, Bulletin.last_day, Bulletin.made_at
).join(Area, Area.code == Bulletin.area_code)  # fmt: skip


def listed(
    session: Session, *, area: str | None, kind: str | None, last: tuple[date, UUID] | None, most: int
) -> list[Head]:
    """Return the bulletins that the viewer sees, newest first, at most `most`; `last`: day and id of the last one read."""
    narrowed = (
        true() if area is None else Bulletin.area_code == area,
        true() if kind is None else Bulletin.kind == kind,
        true() if last is None else tuple_(Bulletin.last_day, Bulletin.id) < tuple_(*(literal(each) for each in last)),
    )
    rows = session.execute(HEAD.where(*narrowed).order_by(Bulletin.last_day.desc(), Bulletin.id.desc()).limit(most))
    return [Head(*row) for row in rows]


def one(session: Session, bulletin_id: UUID) -> tuple[Head, Figures] | None:
    """Return a bulletin, None when there is none for this viewer."""
    row = session.execute(HEAD.add_columns(Bulletin.figures).where(Bulletin.id == bulletin_id)).one_or_none()
    return (Head(*row[:-1]), cast("Figures", row[-1])) if row else None


def _asked(scope: Scope, span: Period) -> dict[str, Any]:
    return scope.values | {"since": span.since, "until": span.until}
