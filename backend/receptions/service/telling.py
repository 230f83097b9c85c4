"""Settling an appointment and telling its person what became of it: a feedback sheet, carried by the ladder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.clock import minute
from backend.commitments.domain import Keeper
from backend.db import apply_context, current_context
from backend.feedback import service as feedback
from backend.feedback.domain import Recipient, Signer, Subject
from backend.initiatives import queries as initiatives
from backend.initiatives.domain import State
from backend.initiatives.queries import View
from backend.receptions import queries
from backend.receptions.domain import Appointment, Shown
from backend.receptions.model import AppointmentRow

# What a person reads whose talk became a suggestion: of its title, number, body, answer, and how it ended.
Ended = Callable[[View, str], str]
# What a person whose appointment was cancelled reads: of when, where, why, and in which language.
Words = Callable[[str, str, str, str], str]


def settle(session: Session, one: Appointment, state: str, reason: str = "") -> None:
    """Note what became of a booked appointment."""
    rule = (AppointmentRow.id == one.id, AppointmentRow.state == "booked")
    session.execute(update(AppointmentRow).where(*rule).values(state=state, reason=reason))
    audit.append(session, f"appointment.{state}", "appointment", one.id, area=one.area_code, fields=("state",))


def tell(session: Session, reception: Shown, one: Appointment, by: Keeper, reason: str, words: Words) -> None:
    """Cancel an appointment with a reason; its person gets a sheet that says so, in `words`."""
    settle(session, one, "cancelled", reason)
    at = minute(reception.slot(one.nth)) if one.nth is not None else minute(reception.starts_at)
    answer_by_sheet(
        session,
        reception,
        one,
        by,
        words(at, reception.station_name, reason, one.language),
        one.about or reception.title,
    )


def answer_by_sheet(session: Session, reception: Shown, one: Appointment, by: Keeper, answer: str, said: str) -> None:
    """Issue the sheet of one appointment: numbered, signed by who settles it, and on its way to the person."""
    scope = current_context(session)
    apply_context(session, replace(scope, receipt=one.id))
    role = next(
        (role for role, _ in by.roles if role in {"liaison", "town_congress"} and by.convenes(one.area_code)), "deputy"
    )
    subject = Subject("reception", reception.id, minute(reception.starts_at), reception.station_name)
    to = Recipient(
        one.id, one.receipt, one.area_code, hidden=False, said=said, said_at=one.made_at, receipt=one.receipt,
        reply_way=one.reply_way, language=one.language,
    )  # fmt: skip
    feedback.issue(session, subject, [to], answer, Signer(by.id, by.name, role))
    apply_context(session, scope)


def tell_speaker(session: Session, initiative_id: UUID, words: Ended) -> int:
    """Tell who spoke at a reception what became of the suggestion that came of it; return how many sheets. May be repeated."""
    one = queries.of_suggestion(session, initiative_id)
    if one is None or feedback.sheets_about(session, initiative_id):
        return 0
    found = initiatives.one(session, initiative_id)
    if found is None or found.state != State.CLOSED or not found.events:
        return 0
    last = found.events[-1]
    to = Recipient(
        one.id, one.receipt, one.area_code, hidden=False, said=one.said or found.title, said_at=one.made_at, receipt=one.receipt,
        reply_way=one.reply_way, language=one.language,
    )  # fmt: skip
    subject = Subject("suggestion", initiative_id, found.number, found.body_name or "")
    signer = Signer(last.actor_id, last.actor_name, "deputy")
    return len(feedback.issue(session, subject, [to], words(found, one.language), signer))
