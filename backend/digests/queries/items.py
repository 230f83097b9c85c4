"""Reading items with their events and what experts said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select, text, true, tuple_, update
from sqlalchemy.orm import Session, aliased

from backend.db import one_at_a_time
from backend.digests.model import (
    DigestEvent,
    DigestItem,
    DigestMove,
    DigestOpinion,
    ExpertAssignment,
    ExpertRow,
    ReportBatch,
)
from backend.digests.queries.shapes import (
    Event,
    ItemView,
    Moment,
    Review,
    Wanted,
)
from backend.grid.model import Area
from backend.solicitations.model import DraftArticle, Solicitation, SolicitationOutcome

Final = aliased(DraftArticle)


def lock(session: Session, item_id: UUID) -> None:
    """Let one at a time change an item; held until the transaction ends."""
    one_at_a_time(session, f"digest {item_id}")


def next_number(session: Session, kind: str, day: date) -> str:
    """Return the next number of an item (`ZL`) or a batch (`SB`)."""
    sequence = {"ZL": "digest_number", "SB": "batch_number"}[kind]
    n = session.scalar(text("select nextval(cast(:name as regclass))"), {"name": sequence})
    return f"{kind}{day:%Y}-{n:06d}"


def items(session: Session, wanted: Wanted, *, after: Moment | None = None, most: int = 200) -> list[ItemView]:
    """Return the items `wanted`, newest first, with their events and reviews."""
    said = select(func.count()).where(DigestOpinion.item_id == DigestItem.id)
    rows: Sequence[Any] = session.execute(
        select(
            DigestItem.id, DigestItem.number, DigestItem.solicitation_id, Solicitation.title, DigestItem.kind, DigestItem.article_id,
            DraftArticle.label, DigestItem.title, DigestItem.text, DigestItem.state, DigestItem.batch_id, ReportBatch.number,
            DigestItem.outcome, SolicitationOutcome.name, SolicitationOutcome.name_en, DigestItem.outcome_reason,
            DigestItem.final_article_id, Final.label, Final.text, DigestItem.merged_into, DigestItem.answered_at, DigestItem.area_code,
            Area.name, DigestItem.made_by, DigestItem.made_at, DigestItem.asked, DigestItem.version, said.scalar_subquery(),
            said.where(DigestOpinion.answered_at.is_(None)).scalar_subquery(),
        )
        .join(Solicitation, Solicitation.id == DigestItem.solicitation_id)
        .join(Area, Area.code == DigestItem.area_code)
        .outerjoin(DraftArticle, DraftArticle.id == DigestItem.article_id)
        .outerjoin(Final, Final.id == DigestItem.final_article_id)
        .outerjoin(ReportBatch, ReportBatch.id == DigestItem.batch_id)
        .outerjoin(
            SolicitationOutcome,
            and_(SolicitationOutcome.kind == DigestItem.kind, SolicitationOutcome.outcome == DigestItem.outcome),
        )
        .where(*_rules(wanted), true() if after is None else tuple_(DigestItem.made_at, DigestItem.id) < tuple_(*after))
        .order_by(DigestItem.made_at.desc(), DigestItem.id.desc())
        .limit(most)
    ).all()  # fmt: skip
    ids = [row[0] for row in rows]
    events, reviews = _events(session, ids), _reviews(session, ids)
    return [ItemView(*[*row, tuple(events[row[0]]), tuple(reviews[row[0]])]) for row in rows]


def _rules(wanted: Wanted) -> list[Any]:
    at = DigestItem
    rules: list[Any] = [true()]
    for column, value in (
        (at.solicitation_id, wanted.solicitation), (at.article_id, wanted.article), (at.batch_id, wanted.batch), (at.id, wanted.item),
    ):  # fmt: skip
        if value is not None:
            rules.append(column == value)
    if wanted.whole:
        rules.append(at.article_id.is_(None))
    if wanted.states:
        rules.append(at.state.in_(wanted.states))
    if wanted.waits is not None:
        mine = [and_(at.state == state, at.area_code.startswith(prefix)) for state, prefix in wanted.waits]
        asked = select(ExpertAssignment.item_id).join(ExpertRow).where(
            ExpertRow.account_id == wanted.reviewer, ExpertAssignment.ended_at.is_(None)
        )  # fmt: skip
        rules.append(or_(*mine, at.id.in_(asked)))
    return rules


def item(session: Session, item_id: UUID) -> ItemView | None:
    """Return one item, None when there is none for this viewer."""
    found = items(session, Wanted(item=item_id))
    return found[0] if found else None


def _events(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Event]]:
    found: dict[UUID, list[Event]] = defaultdict(list)
    row = DigestEvent
    rows: Any = select(
        row.item_id, row.version, row.move_id, DigestMove.to_state, row.at, row.actor_id, row.actor_name, row.words
    ).join(DigestMove, DigestMove.id == row.move_id)
    for owner, *rest in session.execute(rows.where(row.item_id.in_(ids)).order_by(row.version)) if ids else ():
        found[owner].append(Event(*rest))
    return found


def _reviews(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Review]]:
    found: dict[UUID, list[Review]] = defaultdict(list)
    row = ExpertAssignment
    rows: Any = select(
        row.item_id, row.id, ExpertRow.id, ExpertRow.name, ExpertRow.account_id, row.due_on, row.verdict, row.reasons, row.given_at,
        row.ended_at,
    ).join(ExpertRow, ExpertRow.id == row.expert_id)  # fmt: skip
    for owner, *rest in (
        session.execute(rows.where(row.item_id.in_(ids)).order_by(row.assigned_at, row.id)) if ids else ()
    ):
        found[owner].append(Review(*rest))
    return found


def end_reviews(session: Session, item_id: UUID) -> None:
    """Take back what experts are asked about an item and have not answered."""
    asked = update(ExpertAssignment).where(ExpertAssignment.item_id == item_id, ExpertAssignment.ended_at.is_(None))
    session.execute(asked.values(ended_at=func.now()))
