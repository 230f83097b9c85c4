"""Reading opinions as they are digested, drafts, and the figures."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import starmap
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from backend.db import NamedSql
from backend.digests.domain import Funnel
from backend.digests.queries.shapes import (
    Answered,
    ArticleRow,
    Count,
    DraftRow,
    FunnelRow,
    Moment,
    OpinionRow,
    OutcomeRow,
    Result,
    Wording,
)
from backend.solicitations.model import DraftArticle, Solicitation, SolicitationOutcome
from backend.stations.model import Station

SQL = NamedSql.beside(str(Path(__file__).parent))


def opinions(
    session: Session, solicitation: UUID, *, article: UUID | None = None, which: str = "all", item: UUID | None = None,
    free: bool = False, after: Moment | None = None, most: int,
) -> list[OpinionRow]:  # fmt: skip
    """Return opinions on a draft, oldest first, at most `most`; `which`: all, whole or article; `free`: those in no item."""
    when, last = after or (None, None)
    asked = {"solicitation": solicitation, "article": article, "which": which, "item": item, "free": free}
    return [
        OpinionRow(*row)
        for row in session.execute(SQL["opinions"], asked | {"after": when, "after_id": last, "most": most})
    ]


def free(session: Session, solicitation: UUID, article: UUID | None, *, most: int, characters: int) -> list[Wording]:
    """Return what is said of an article (None: of the draft as a whole) in opinions that stand in no item, oldest first."""
    asked = {"solicitation": solicitation, "article": article, "most": most, "characters": characters}
    return list(starmap(Wording, session.execute(SQL["free"], asked)))


def opinions_by_id(session: Session, ids: Collection[UUID]) -> list[tuple[UUID, UUID, str, str, UUID | None]]:
    """Return id, draft, area, state and item of opinions that the viewer sees, for storing; each is locked."""
    rows = session.execute(
        text(
            "select o.id, o.solicitation_id, o.area_code, o.state, d.item_id from opinion o"
            " left join digest_opinion d on d.opinion_id = o.id where o.id = any (:ids) order by o.id"
        ),
        {"ids": list(ids)},
    )
    return [tuple(row) for row in rows]


def drafts(session: Session, *, after: Moment | None, most: int) -> list[DraftRow]:
    """Return the drafts that have opinions or items, newest first."""
    when, last = after or (None, None)
    return [DraftRow(*row) for row in session.execute(SQL["drafts"], {"after": when, "after_id": last, "most": most})]


def articles(session: Session, solicitation: UUID) -> list[ArticleRow]:
    """Return the articles of a draft's newest version, the draft as a whole first."""
    return [ArticleRow(*row) for row in session.execute(SQL["articles"], {"solicitation": solicitation})]


def draft(session: Session, solicitation: UUID) -> Solicitation | None:
    """Return a solicitation, None where there is none."""
    return session.get(Solicitation, solicitation)


def article_of(session: Session, solicitation: UUID, article: UUID) -> bool:
    """Return whether an article is of a draft."""
    rule = (DraftArticle.id == article, DraftArticle.solicitation_id == solicitation)
    return session.scalar(select(func.count()).select_from(DraftArticle).where(*rule)) == 1


def outcomes(session: Session, kind: str) -> list[OutcomeRow]:
    """Return what can come back for a kind of solicitation."""
    row = SolicitationOutcome
    rows = session.execute(
        select(row.outcome, row.name, row.name_en, row.reason_required, row.article_required)
        .where(row.kind == kind).order_by(row.position)
    )  # fmt: skip
    return [OutcomeRow(*each) for each in rows]


def running(session: Session, solicitation: UUID) -> frozenset[str]:
    """Return `working_body` where a body of the viewer's runs the solicitation or has it in hand, wherever that body is."""
    mine = session.scalar(text("select cast(:one as uuid) = any (my_solicitations())"), {"one": solicitation})
    return frozenset({"working_body"}) if mine else frozenset()


def body_areas(session: Session) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the prefixes of the areas for whose groups, and for whose working bodies and research centres, the viewer acts."""
    groups, offices = session.execute(text("select digest_group_areas(), digest_body_areas()")).one()
    return tuple(groups), tuple(offices)


def in_hand(session: Session) -> bool:
    """Return whether the viewer acts for a body that has to do with opinions."""
    said = "select cardinality(digest_group_areas()) + cardinality(digest_body_areas()) + cardinality(my_solicitations()) > 0"
    return bool(session.scalar(text(said)))


def funnel(
    session: Session,
    by: str,
    *,
    solicitation: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[FunnelRow]:
    """Return how many opinions came how far, by station, draft or all, the most raised first."""
    asked = {"by": by, "solicitation": solicitation, "since": since, "until": until}
    rows = session.execute(SQL["funnel"], asked).all()
    stations = _names(session, Station, Station.name, [row.station_id for row in rows])
    titles = _names(session, Solicitation, Solicitation.title, [row.solicitation_id for row in rows])
    found = [
        FunnelRow(stations.get(station) or titles.get(which), station, which, Funnel(*counts))
        for station, which, *counts in rows
    ]
    return sorted(found, key=lambda each: (-each.funnel.raised, each.name or ""))


def _names(session: Session, table: Any, name: Any, ids: Collection[Any]) -> dict[Any, str]:
    known = {each for each in ids if each is not None}
    if not known:
        return {}
    return {row[0]: row[1] for row in session.execute(select(table.id, name).where(table.id.in_(known)))}


def to_answer(session: Session, item_id: UUID, most: int) -> list[Answered]:
    """Return who is owed a sheet by an item."""
    return [Answered(*row) for row in session.execute(SQL["to_answer"], {"item": item_id, "most": most})]


def results(session: Session, solicitation: UUID) -> list[Result]:
    """Return what everybody may read of a draft's items."""
    return [Result(*row) for row in session.execute(SQL["results"], {"solicitation": solicitation})]


def results_counts(session: Session, solicitation: UUID) -> list[Count]:
    """Return the figures of a draft that everybody may read: all of it first, then townships."""
    return [Count(*row) for row in session.execute(SQL["results_counts"], {"solicitation": solicitation})]
