"""Taking a slot without a login, by telephone or at the door; giving it back."""

from __future__ import annotations

import hmac
import json
from dataclasses import replace
from hashlib import sha256
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.clock import CHINA, now
from backend.codes import service as codes
from backend.codes.domain import normal, opens, receipt_of
from backend.codes.service import Held
from backend.commitments.domain import Keeper
from backend.contacts import service as contacts
from backend.contacts.service import Person, consents
from backend.db import Context, apply_context, current_context, one_at_a_time
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.receptions import queries
from backend.receptions.domain import Appointment, Booked, NewAppointment, Shown
from backend.receptions.model import AppointmentRow, AppointmentText
from backend.receptions.service.days import read, shown
from backend.receptions.service.telling import Words, settle, tell

NOBODY = UUID(int=0)
MOST_FREE = 6


def context_of(new: NewAppointment) -> Context:
    """Return the context to book in: nobody's, bound to this one appointment."""
    return Context(receipt=new.id)


def known(session: Session, appointment_id: UUID) -> bool:
    """Return whether an appointment was made before, in the context to book it: sending it again counts against no limit."""
    return bool(queries.appointments(session, one=appointment_id))


def book(session: Session, new: NewAppointment, by: Keeper | None = None) -> Booked:
    """Take a slot (`nth`), or note who came without one; the same for every resend. `by`: the staff who write it down.

    Of two at one moment one gets the slot. Raises NotFound, Forbidden for staff of elsewhere, Invalid naming the field, Conflict when the
    slot is taken (with those still free), the reception is called off or over, or the id is taken.
    """
    scope = current_context(session)
    if by is not None:
        file = read(session, new.activity_id, by)
        if not (file.may_change or file.hosting):
            raise Forbidden("您的岗位不能做这一步")
    one_at_a_time(session, f"reception {new.activity_id}")
    one_at_a_time(session, f"activity {new.activity_id}")  # nobody calls it off, as any activity, in between
    reception = shown(session, new.activity_id)
    apply_context(session, replace(scope, receipt=new.id))
    digest = _digest(new)
    before = queries.appointments(session, one=new.id)
    if not before:
        _check(reception, new)
        if not _store(session, reception, new, digest, by):
            before = queries.appointments(session, one=new.id)
            if not before:
                raise _taken(reception)
    if before and (before[0].activity_id != new.activity_id or not hmac.compare_digest(before[0].asked, digest)):
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    apply_context(session, scope)
    receipt = receipt_of(new.id, codes.keys())
    return Booked(
        receipt.number, receipt.query_code, reception, reception.slot(new.nth) if new.nth is not None else None
    )


def _check(reception: Shown, new: NewAppointment) -> None:
    if reception.state == "cancelled":
        raise Conflict("这次接待已经取消，请另选一次", code="called_off")
    if new.nth is None:
        return
    if not 0 <= new.nth < reception.slots:
        raise Invalid("没有这个时段，请从空着的里面选", field="slot", code="unknown_slot")
    if reception.slot(new.nth) <= now():
        raise Conflict("这个时段已经过了，请另选一个", field="slot", code="slot_over")
    if new.nth not in reception.free:
        raise _taken(reception)


def _taken(reception: Shown) -> Conflict:
    """Return the refusal of a slot that somebody else has, naming those still free."""
    free = "、".join(f"{reception.slot(nth).astimezone(CHINA):%H:%M}" for nth in reception.free[:MOST_FREE])
    if free:
        return Conflict("这个时段刚被别人约走了，还空着：{free}", field="slot", code="slot_taken", free=free)
    return Conflict("这个时段刚被别人约走了，这次接待已经约满", field="slot", code="slot_taken")


def _store(session: Session, reception: Shown, new: NewAppointment, digest: bytes, by: Keeper | None) -> bool:
    """Store an appointment with its words and contact; return whether slot and id were free."""
    person = by.id if by else None
    row = {
        "id": new.id,
        "activity_id": new.activity_id,
        "nth": new.nth,
        "area_code": reception.area_code,
        "asked": digest,
    }
    row |= {"receipt": receipt_of(new.id, codes.keys()).number, "channel": new.channel, "state": "booked"}
    row |= {"reply_way": new.reply.way, "language": new.language, "noted_by": person}
    made = upsert(AppointmentRow).values(**row).on_conflict_do_nothing().returning(AppointmentRow.id)
    if session.execute(made).one_or_none() is None:
        return False
    area = reception.area_code
    words = {"appointment_id": new.id, "activity_id": new.activity_id, "area_code": area, "about": new.about}
    session.execute(insert(AppointmentText).values(**words).inline())
    if new.reply.name or new.reply.phone:
        contacts.keep(session, new.id, area, new.reply.name, new.reply.phone, hidden=False)
    if person is None:
        consents.record(session, new.id, area, needed=("handling",), ticked=(), language=new.language)
    else:
        how: consents.How = "phone" if new.channel == "phone" else "door"
        consents.noted(session, new.id, area, ("handling",), how, noted_by=person, language=new.language, hidden=False)
    audit.append(session, "appointment.booked", "appointment", new.id, area=area, fields=("slot", "about"))
    return True


def _digest(new: NewAppointment) -> bytes:
    """Return a keyed digest of the content: equal for a resend, useless for guessing a phone number."""
    reply = new.reply
    content = [str(new.activity_id), new.nth, new.about, reply.way, reply.name, reply.phone, new.channel]
    return hmac.digest(codes.keys()("appointment digest"), json.dumps(content, ensure_ascii=False).encode(), sha256)


def held(session: Session, receipt: str, query_code: str) -> Held | None:
    """Return the appointment of a receipt when the query code is its own; an unknown receipt and a wrong code look alike."""
    row = queries.of_receipt(session, normal(receipt)[:64].replace("\0", ""))
    good = opens(row[0] if row else NOBODY, query_code, codes.keys())
    return Held(row[0], None, row[1]) if row and good else None


def mine(session: Session, found: Held) -> tuple[Shown, Appointment]:
    """Return the appointment behind an opened receipt, in its context.

    Raises NotFound when the context opens nothing.
    """
    one = next(iter(queries.appointments(session, one=found.report_id)), None)
    if one is None:
        raise NotFound("没有找到")
    return shown(session, one.activity_id), one


def withdraw(session: Session, found: Held) -> None:
    """Give an appointment back, as who holds its receipt; the slot is free again and who receives is told. May be repeated.

    Raises Conflict when it is over.
    """
    _, one = mine(session, found)
    one_at_a_time(session, f"reception {one.activity_id}")
    _, one = mine(session, found)
    if one.state == "withdrawn":
        return
    if one.state != "booked":
        raise Conflict("这次预约已经结束，不能再取消", code="over")
    settle(session, one, "withdrawn")


def cancel_one(session: Session, appointment_id: UUID, by: Keeper, reason: str, words: Words) -> UUID:
    """Cancel one appointment with a reason, as who receives or the station; its person is told. May be repeated.

    Returns the reception. Raises NotFound, Forbidden, Conflict when it is over.
    """
    one = taken_up(session, appointment_id, by)
    if (one.state, one.reason) == ("cancelled", reason):
        return one.activity_id
    if one.state != "booked":
        raise Conflict("这次预约已经结束，不能再取消", code="over")
    tell(session, shown(session, one.activity_id), one, by, reason, words)
    return one.activity_id


def taken_up(session: Session, appointment_id: UUID, by: Keeper) -> Appointment:
    """Return an appointment that this person is about to settle, one at a time.

    Raises NotFound, Forbidden for who neither receives nor calls meetings there.
    """
    found = queries.appointments(session, one=appointment_id)
    if not found:
        raise NotFound("没有找到")
    file = read(session, found[0].activity_id, by)
    if not (file.may_change or file.hosting):
        raise Forbidden("您的岗位不能做这一步")
    one_at_a_time(session, f"reception {found[0].activity_id}")
    return queries.appointments(session, one=appointment_id)[0]


def reveal(session: Session, appointment_id: UUID, by: Keeper, reason: str) -> Person:
    """Return name and phone of who wants to come, to the station that holds the reception; that it was looked at goes into the record.

    Raises NotFound, Forbidden for who only receives there, Invalid without a reason.
    """
    found = queries.appointments(session, one=appointment_id)
    if not found:
        raise NotFound("没有找到")
    if not read(session, found[0].activity_id, by).may_change:
        raise Forbidden("您的岗位不能做这一步")
    return contacts.reveal(session, appointment_id, reason)
