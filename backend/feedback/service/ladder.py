"""What is told by the rungs, an answer or that more is asked: where the news and its attempts stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from backend.feedback import queries
from backend.feedback.queries import AskView, SheetView, Tried
from backend.feedback.service.asks import one_ask
from backend.feedback.service.sheets import announce, sheet

News = SheetView | AskView


@dataclass(frozen=True)
class Ladder:
    """What is told by the rungs: where the news and its attempts stand. `errand`: the job of one browser, `name`: of its id there."""

    name: str
    errand: str
    template: str
    one: Callable[[Session, UUID], News]
    record: Callable[..., UUID | None]
    last: Callable[[Session, UUID, str, UUID | None], Tried | None]
    settle: Callable[[Session, UUID, str, int | None], None]


def last_of_sheet(session: Session, sheet_id: UUID, rung: str, follow_id: UUID | None) -> Tried | None:
    """Return the newest attempt on a rung of a sheet."""
    if rung == "gateway":
        found = queries.gateway_attempt(session, sheet_id)
        return Tried(found[0], 1, found[1], found[2]) if found else None
    last = queries.last_attempt(session, sheet_id, follow_id) if follow_id else None
    return Tried(*last, None) if last else None


def settle_sheet(session: Session, attempt_id: UUID, state: str, status: int | None) -> None:
    """Note what became of an attempt of a sheet; `trying` while the gateway has only taken it."""
    if state == "trying" and status is not None:
        queries.accepted(session, attempt_id, status)
    else:
        queries.settle(session, attempt_id, state, status)


SHEETS = Ladder("sheet", "feedback.push_one", "feedback.issued", sheet, queries.record, last_of_sheet, settle_sheet)
ASKS = Ladder(
    "ask", "feedback.push_ask_one", "feedback.asked", one_ask, queries.record_ask, queries.last_ask_attempt,
    queries.settle_ask,
)  # fmt: skip


def arrived(session: Session, news: News, area: str) -> None:
    """Tell the upper rooms that an answer has reached somebody; of an ask nobody waits for that."""
    if isinstance(news, SheetView):
        announce(session, news.subject_kind, news.subject_id, area, news.id)


def kind_of(news: News) -> str:
    """Return what the record calls it."""
    return "feedback_sheet" if isinstance(news, SheetView) else "ask"
