"""Reading receptions and appointments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from backend.receptions.domain import Appointment, Shown
from backend.receptions.model import AppointmentRow, AppointmentText, ReceptionHost, Talk, TalkText

SHOWN = text("select * from receptions_shown(:one, :whose, :station, :low, :high, :since, :most)")
OF_RECEIPT = text("select id, area_code from appointment_of(:receipt)")
MINE = text("select activity_id from my_receptions()")
# What is kept for so many days after the day: who came, what was said; one look-up of the definer's for each.
ERASE = {
    kind: text(f"select appointment_id, gone from {kind}_erase(:days, :most)")
    for kind in ("reception_contacts", "reception_words")
}
LONG_AGO = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
MOST_APPOINTMENTS = 200


@dataclass(frozen=True)
class Wanted:
    """Which receptions: of a deputy, a station, an area (from `low` to `high`), from a moment on; None for any."""

    deputy: int | None = None
    station: int | None = None
    low: str | None = None
    high: str | None = None
    since: datetime = LONG_AGO


def shown(session: Session, wanted: Wanted, *, most: int, one: UUID | None = None) -> list[Shown]:
    """Return the receptions `wanted`, the next first; open to everybody."""
    asked = {"one": one, "whose": wanted.deputy, "station": wanted.station, "low": wanted.low, "high": wanted.high}
    rows = session.execute(SHOWN, asked | {"since": wanted.since, "most": most}).mappings()
    return [Shown(**{**row, "asked": bytes(row["asked"])}) for row in rows]


def of_receipt(session: Session, receipt: str) -> tuple[UUID, str] | None:
    """Return id and area of the appointment behind a receipt; needs no context."""
    row = session.execute(OF_RECEIPT, {"receipt": receipt}).one_or_none()
    return (row.id, row.area_code) if row else None


def hosted(session: Session) -> set[UUID]:
    """Return the receptions at which the viewer receives."""
    return set(session.scalars(MINE))


def appointments(session: Session, *, activity: UUID | None = None, one: UUID | None = None) -> list[Appointment]:
    """Return the appointments of a reception, or one, in the order of their slots, as far as they are for this viewer."""
    row = AppointmentRow
    columns: list[Any] = [getattr(row, name) for name in (
        "id", "activity_id", "nth", "area_code", "receipt", "channel", "state", "reason", "reply_way", "language", "made_at", "asked",
    )]  # fmt: skip
    found = (
        select(*columns, func.coalesce(AppointmentText.about, ""), Talk.outcome, TalkText.said, TalkText.answer,
               Talk.initiative_id, Talk.asked)
        .outerjoin(AppointmentText, AppointmentText.appointment_id == row.id)
        .outerjoin(Talk, Talk.appointment_id == row.id)
        .outerjoin(TalkText, TalkText.appointment_id == row.id)
        .where(row.activity_id == activity if activity else row.id == one)
        .order_by(row.nth, row.made_at, row.id)
        .limit(MOST_APPOINTMENTS)
    )  # fmt: skip
    return [Appointment(*tuple(each)) for each in session.execute(found)]


def busy(session: Session, deputies: Sequence[int], starts: datetime, ends: datetime) -> list[ReceptionHost]:
    """Return where one of these deputies receives at a time that overlaps."""
    rule = func.tstzrange(starts, ends).op("&&")(ReceptionHost.during)
    found = select(ReceptionHost).where(ReceptionHost.deputy_id.in_(deputies), ReceptionHost.stands, rule)
    return list(session.scalars(found.order_by(ReceptionHost.during)))


def erase_due(session: Session, kind: str, days: int, most: int) -> list[tuple[UUID, dict[str, int]]]:
    """Empty what has been kept long enough of one kind, of at most `most` appointments; return which, and how many rows by table."""
    return [(row.appointment_id, row.gone) for row in session.execute(ERASE[kind], {"days": days, "most": most})]


def of_suggestion(session: Session, initiative_id: UUID) -> Appointment | None:
    """Return the appointment whose talk became a suggestion, None when none did or it is not for this viewer."""
    found = session.scalar(select(Talk.appointment_id).where(Talk.initiative_id == initiative_id))
    return next(iter(appointments(session, one=found)), None) if found else None
