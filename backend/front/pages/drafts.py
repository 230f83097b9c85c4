"""/drafts: what lawmakers ask just now and what became of the former ones; one draft, article by article."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from backend.clock import today
from backend.codes.domain import normal
from backend.errors import NotFound
from backend.front import service
from backend.front.pages.frame import page, pages
from backend.front.service import Listing
from backend.http.transaction import transact
from backend.http.words import say
from backend.solicitations import service as solicitations
from backend.solicitations.domain import LABELS, OVER, PHASE_LABELS, phase_of
from backend.solicitations.queries import View

LENGTHS = {6, 9, 12}
TOWN = 9
MOST = 100


@pages.get("/drafts")
def drafts() -> Response:
    """Show what takes opinions now and what became of the former ones, of a place or of everywhere."""
    area = request.args.get("area", "")
    if area and not (area.isascii() and area.isdigit() and len(area) in LENGTHS):
        raise NotFound("没有找到")

    def work(session: Session) -> tuple[Listing, list[View], list[View]]:
        found = service.listing(session, area[:TOWN])
        return (
            found,
            solicitations.taking(session, area or None, today(), most=MOST),
            solicitations.concluded(session, area or None, most=MOST),
        )

    listing, taking, former = transact(work)
    return page("drafts", listing=listing, area=area, taking=labelled(taking), former=labelled(former))


@pages.get("/drafts/<uuid:solicitation_id>")
def draft(solicitation_id: UUID) -> Response:
    """Show one draft: what it is about, until when, by whom, each article with the way to say something about it."""
    found = transact(lambda session: solicitations.draft(session, solicitation_id))
    return page(
        "draft",
        draft=found,
        view=labelled([found.view])[0],
        today=today(),
        newest=found.versions[-1],
        speak=speak(solicitation_id),
        over=found.view.state in OVER,
    )


def speak(solicitation_id: UUID) -> str:
    """Return where the forms of a draft are; below the page of the code that was scanned, where one was."""
    plain, form = normal(request.args.get("code", ""))[:64], f"/drafts/{solicitation_id}/say"
    return f"/c/{plain}{form}" if plain.isascii() and plain.isalnum() else form


def labelled(found: list[View]) -> list[dict[str, object]]:
    """Return solicitations with what their state and phase are called."""
    return [
        vars(each) | {
            "label": say(LABELS[each.state]),
            "phase": say(PHASE_LABELS[phase_of(each.state, each.held_state)]),
            "days_left": (each.closes_on - today()).days,
        }
        for each in found
    ]  # fmt: skip
