"""/receptions/{id}: a reception day with its free slots, booked without a login; the appointment behind a receipt, and giving it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Response, request
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from backend.clock import CHINA
from backend.codes.domain import spaced
from backend.codes.service import Held
from backend.db import Context
from backend.errors import Refusal, TooMany
from backend.feedback import service as feedback
from backend.feedback.service import SheetView
from backend.front.domain import uuid7
from backend.front.pages.frame import choose, day, page, pages
from backend.front.pages.opening import clock
from backend.http import crowd
from backend.http.transaction import transact
from backend.http.words import language, say
from backend.receptions import service
from backend.receptions.domain import STATES, Appointment, Booked, NewAppointment, Shown
from backend.receptions.schemas import NewAppointmentSchema, appointment_of, head_wire

ANCHORS = ("slot", "about", "name", "phone")


@pages.get("/receptions/<uuid:activity_id>")
def reception_page(activity_id: UUID) -> Response:
    """Show a reception day and the form that takes one of its free slots."""
    return form(transact(lambda session: service.shown(session, activity_id)), {"id": str(uuid7())})


@pages.post("/receptions/<uuid:activity_id>")
def book(activity_id: UUID) -> Response:
    """Take a slot, once, and give the receipt; or say at the field why not, with everything that was written."""
    written = {name: request.form.get(name, "")[:2000] for name in ("id", *ANCHORS)}
    shown = transact(lambda session: service.shown(session, activity_id))
    if choose(*request.form.get("go", ":").partition(":")[::2]):
        return form(shown, written)
    try:
        new = wanted(activity_id, written)
        if not transact(lambda session: service.known(session, new.id), service.context_of(new)):
            crowd.admit(f"reception {activity_id}")
        booked = transact(lambda session: service.book(session, new), service.context_of(new))
    except ValidationError as wrong:
        return form(shown, written, 422, said(wrong))
    except TooMany:
        raise
    except Refusal as refusal:
        errors = {refusal.field or "slot": say(refusal.title, **refusal.params)}
        return form(transact(lambda session: service.shown(session, activity_id)), written, refusal.status, errors)
    return receipt(booked)


def wanted(activity_id: UUID, written: dict[str, str]) -> NewAppointment:
    """Return the appointment that the form asks for. Raises ValidationError."""
    slot = written["slot"]
    nth = int(slot) if slot.isascii() and slot.isdigit() and len(slot) < 4 else None
    if nth is None:
        raise ValidationError(say("选一个空着的时段"), "slot")
    asked = NewAppointmentSchema().load(written | {"slot": nth})
    return appointment_of(activity_id, asked, "web")


def said(wrong: ValidationError) -> dict[str, str]:
    """Return what is wrong by field, the first words of each."""
    found = wrong.messages_dict if isinstance(wrong.messages, dict) else {"slot": wrong.messages}
    return {name if name in ANCHORS else "slot": str(words[0]) for name, words in found.items()}


def form(shown: Shown, written: dict[str, str], status: int = 200, errors: dict[str, str] | None = None) -> Response:
    """Return the page of a reception day."""
    wire = head_wire(shown)
    free = [{"nth": each["nth"], "at": time_of(each["at"])} for each in wire["slots"] if each["free"]]
    return page(
        "reception", status, form_id="f", one=shown, hosts=wire["hosts"], free=free, written=written, errors=errors or {},
        when=when(shown), anchors={"slot": "slots", "about": "ab", "name": "n", "phone": "ph"},
    )  # fmt: skip


def receipt(booked: Booked) -> Response:
    """Return the page with the two numbers."""
    at = booked.at
    return page("booked", booked=booked, at=f"{day(at)} {time_of(at)}" if at else "", spaced=spaced)


def when(shown: Shown) -> str:
    """Return a reception's day and hours as people say them."""
    return f"{day(shown.starts_at)} {time_of(shown.starts_at)}–{time_of(shown.ends_at)}"


def time_of(at: datetime) -> str:
    """Return a time of day in China."""
    return clock(at.astimezone(CHINA))


def opened(number: str, query_code: str) -> Held | None:
    """Return the appointment that two numbers open, None when they open none."""
    return transact(lambda session: service.held(session, number, query_code))


def appointment_page(found: Held, query_code: str) -> Response:
    """Show an appointment and what became of it; with `step=withdraw` give it back first."""
    context = Context(receipt=found.report_id)
    errors = {}
    if request.form.get("step") == "withdraw":
        try:
            transact(lambda session: service.withdraw(session, found), context)
        except Refusal as refusal:
            errors["step"] = say(refusal.title, **refusal.params)

    def work(session: Session) -> tuple[Shown, Appointment, list[SheetView]]:
        shown, one = service.mine(session, found)
        return shown, one, feedback.open_by_receipt(session, one.id)

    shown, one, sheets = transact(work, context)
    at = shown.slot(one.nth) if one.nth is not None else shown.starts_at
    answer = page(
        "appointment", 409 if errors else 200, form_id="f", errors=errors, one=one, reception=shown, sheets=sheets,
        state=say(STATES[one.state], lang=language()), at=f"{day(at)} {time_of(at)}", query_code=query_code, spaced=spaced,
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer
