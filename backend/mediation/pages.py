"""A record and an agreement on paper, with the lines for signatures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request
from sqlalchemy.orm import Session

from backend.cases.domain import Actor
from backend.cases.schemas import asking
from backend.clock import CHINA, minute
from backend.http.limits import throttle_reveal
from backend.http.transaction import transact
from backend.mediation import service
from backend.mediation.domain import SIDES
from backend.mediation.service import Printed

pages = Blueprint("mediation_pages", __name__, template_folder="templates")


@pages.get("/api/cases/<uuid:case_id>/mediation/records/<uuid:record_id>/sheet")
def record_sheet(case_id: UUID, record_id: UUID) -> Response:
    """Show one record as it is printed on A4, names masked; `?names=1` shows them, which is a reveal."""
    return _sheet(
        "mediation/record.html",
        lambda session, actor, count: service.printed_record(session, case_id, record_id, actor, count),
    )


@pages.get("/api/cases/<uuid:case_id>/mediation/agreement/sheet")
def agreement_sheet(case_id: UUID) -> Response:
    """Show the agreement as it is printed on A4, names masked; `?names=1` shows them, which is a reveal."""
    return _sheet(
        "mediation/agreement.html",
        lambda session, actor, count: service.printed_agreement(session, case_id, actor, count),
    )


def _sheet(template: str, read: Callable[[Session, Actor, Callable[[], None] | None], Printed]) -> Response:
    actor = asking()

    def work(session: Session) -> Printed:
        def count() -> None:
            throttle_reveal(session)

        return read(session, actor, count if request.args.get("names") == "1" else None)

    printed = transact(work)
    page = make_response(
        render_template(template, printed=printed, sides=SIDES, today=datetime.now(UTC), minute=minute, day=day)
    )
    page.headers["Cache-Control"] = "private, no-store"
    return page


def day(when: datetime) -> str:
    """Return the date in China: `2026-11-22`."""
    return f"{when.astimezone(CHINA):%Y-%m-%d}"
