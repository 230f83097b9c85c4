"""Receptions, appointments and talks on the wire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates_schema

from backend.clock import midnight, today
from backend.contacts.domain import MAX_NAME, normal_phone
from backend.contacts.service import Person
from backend.http.fields import AREA, Between, Known, StrictInteger, Text, UtcDateTime
from backend.http.words import language, say
from backend.initiatives.domain import MARKS
from backend.initiatives.queries import View
from backend.receptions.domain import (
    HOSTS,
    OUTCOMES,
    STATES,
    Appointment,
    Booked,
    Channel,
    File,
    Host,
    NewAppointment,
    NewReception,
    NewTalk,
    Shown,
)
from backend.submissions.domain import MOST_TEXT, Reply

MOST_ABOUT, MOST_REASON = 500, 300
PHONE = "写11位手机号，或留空"


class ReceptionFiltersSchema(Schema):
    """Which receptions: of an area, or those at which one receives oneself (`mine`); from a day on, without one from today."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    area = fields.String(load_default=None, validate=AREA)
    mine = fields.Boolean(load_default=False)
    since = fields.Date(data_key="from", load_default=None)
    limit = fields.Integer(load_default=50, validate=Between(1, 200))


class ReceptionHostSchema(Schema):
    """Who receives: a deputy by id, or an official by kind and name."""

    kind = Known(*HOSTS, required=True)
    deputy_id = StrictInteger(load_default=None, allow_none=True, validate=Between(1, 2**31))
    name = Text(most=40, load_default="")

    @validates_schema
    def whole(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse a deputy without id, and an official without name."""
        if (data["kind"] == "deputy") != (data["deputy_id"] is not None):
            raise ValidationError(say("代表从名单里选，其他人写姓名"), "deputy_id")
        if data["kind"] != "deputy" and not data["name"]:
            raise ValidationError(say("至少写{n}个字", n=1), "name")


class NewReceptionSchema(Schema):
    """A reception to be published. `id`: made by the sender."""

    id = fields.UUID(required=True)
    title = Text(least=2, most=100, required=True)
    station_id = StrictInteger(required=True, validate=Between(1, 2**31))
    place = Text(most=200, load_default="")
    starts_at = UtcDateTime(required=True)
    ends_at = UtcDateTime(required=True)
    slot_minutes = StrictInteger(load_default=20, validate=Between(5, 120))
    hosts = fields.List(fields.Nested(ReceptionHostSchema), required=True, validate=Between(1, 9, of="length"))


class ReceptionCancelSchema(Schema):
    """Why it is called off; everybody who has an appointment reads it."""

    reason = Text(least=2, most=MOST_REASON, required=True)


class NewAppointmentSchema(Schema):
    """An appointment that staff write down. `slot`: its number, null for who has come without one; `id`: made by the sender."""

    id = fields.UUID(required=True)
    slot = StrictInteger(required=True, allow_none=True, validate=Between(0, 1000))
    about = Text(most=MOST_ABOUT, load_default="")
    name = Text(most=MAX_NAME, load_default="")
    phone = Text(most=30, load_default="")

    @validates_schema
    def reachable(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse a phone number that is none."""
        if data.get("phone") and not normal_phone(data["phone"]):
            raise ValidationError(say(PHONE), "phone")


# What is said of each end of an appointment, of a talk by what became of it; anything else would be lost without a word.
SAID_OF: Mapping[str, Sequence[str]] = {
    "cancelled": ("reason",),
    "absent": (),
    "talked": ("outcome", "said"),
    "talked answered": ("outcome", "said", "answer"),
    "talked case": ("outcome", "said", "category"),
    "talked suggestion": ("outcome", "said", "title"),
}


class AppointmentSettleSchema(Schema):
    """What became of an appointment: cancelled (with `reason`), absent, or talked (`outcome`, `said`, and `answer`, `category` or `title`)."""

    to = Known("cancelled", "absent", "talked", required=True)
    reason = Text(most=MOST_REASON, load_default="")
    outcome = Known(*OUTCOMES, load_default=None, allow_none=True)
    said = Text(most=MOST_TEXT, load_default="")
    answer = Text(most=2000, load_default="")
    category = Text(most=40, load_default=None, allow_none=True)
    title = Text(most=100, load_default="")

    @validates_schema
    def whole(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse what is not said of this end, a cancelling without reason, and a talk of which nothing is said."""
        known = SAID_OF[" ".join(filter(None, (data["to"], data["outcome"] if data["to"] == "talked" else None)))]
        odd = [name for name, value in data.items() if value and name not in ("to", *known)]
        if odd:
            raise ValidationError(say("没有这一项"), odd[0])
        if data.get("to") == "cancelled" and len(data["reason"]) < 2:
            raise ValidationError(say("至少写{n}个字", n=2), "reason")
        if data.get("to") == "talked" and data["outcome"] is None:
            raise ValidationError(say("选一个结果"), "outcome")
        if data.get("to") == "talked" and len(data["said"]) < 5:
            raise ValidationError(say("至少写{n}个字", n=5), "said")
        if data["outcome"] == "suggestion" and len(data["title"]) < 2:
            raise ValidationError(say("至少写{n}个字", n=2), "title")


class ReceptionSlotSchema(Schema):
    """A slot: its number, when it begins, whether somebody may still take it."""

    nth = fields.Integer(required=True)
    at = UtcDateTime(required=True)
    free = fields.Boolean(required=True)


class ReceptionHostShownSchema(Schema):
    """Who receives; `label`: what they are, in the caller's language."""

    kind = fields.String(required=True)
    label = fields.String(required=True)
    name = fields.String(required=True)
    deputy_id = fields.Integer(required=True, allow_none=True)


class ReceptionHeadSchema(Schema):
    """A reception as everybody may read it; `page`: where everybody does."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    place = fields.String(required=True)
    station_id = fields.Integer(required=True)
    station_name = fields.String(required=True)
    starts_at = UtcDateTime(required=True)
    ends_at = UtcDateTime(required=True)
    state = fields.String(required=True)
    reason = fields.String(required=True)
    hosts = fields.List(fields.Nested(ReceptionHostShownSchema), required=True)
    slots = fields.List(fields.Nested(ReceptionSlotSchema), required=True)
    page = fields.String(required=True)


class ReceptionAppointmentSchema(Schema):
    """An appointment; `at`: when its slot begins, null for who came without one; name and phone masked."""

    id = fields.UUID(required=True)
    nth = fields.Integer(required=True, allow_none=True)
    at = UtcDateTime(required=True, allow_none=True)
    receipt = fields.String(required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    reason = fields.String(required=True)
    about = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    outcome = fields.String(required=True, allow_none=True)
    outcome_label = fields.String(required=True, allow_none=True)
    said = fields.String(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)
    case_id = fields.UUID(required=True, allow_none=True)
    initiative_id = fields.UUID(required=True, allow_none=True)


class AppointmentRevealSchema(Schema):
    """Why somebody's name and phone have to be seen."""

    reason = Text(required=True, least=2, most=200)


class AppointmentContactSchema(Schema):
    """Name and phone as they were given."""

    name = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)


class ReceptionSchema(ReceptionHeadSchema):
    """A reception with its appointments. `may_change`: calls it off; `may_note`: writes down what was said; `may_suggest`: makes suggestions of it."""

    appointments = fields.List(fields.Nested(ReceptionAppointmentSchema), required=True)
    may_change = fields.Boolean(required=True)
    may_note = fields.Boolean(required=True)
    may_suggest = fields.Boolean(required=True)


class ReceptionsSchema(Schema):
    """Receptions, the next first."""

    items = fields.List(fields.Nested(ReceptionHeadSchema), required=True)


class BookedSchema(Schema):
    """What somebody holds who has an appointment: told once more for the same id."""

    receipt = fields.String(required=True)
    query_code = fields.String(required=True)
    at = UtcDateTime(required=True, allow_none=True)


def reception_of(asked: dict[str, Any]) -> NewReception:
    """Return what is to be published."""
    return NewReception(**asked | {"hosts": tuple(Host(**each) for each in asked["hosts"])})


def appointment_of(activity_id: UUID, asked: dict[str, Any], channel: Channel) -> NewAppointment:
    """Return the appointment asked for; who leaves a phone number is called, others look themselves."""
    phone = normal_phone(asked["phone"]) if asked["phone"] else None
    reply = Reply("phone" if phone else "receipt", asked["name"] or None, phone)
    return NewAppointment(asked["id"], activity_id, asked["slot"], asked["about"], reply, channel, language())


def talk_of(asked: dict[str, Any]) -> NewTalk:
    """Return what a talk was."""
    return NewTalk(asked["outcome"], asked["said"], asked["answer"], asked["category"], asked["title"])


def cancelled_words(at: str, station: str, reason: str, lang: str) -> str:
    """Return what a person whose appointment was cancelled reads."""
    words = "您预约的{at}接待（{station}）取消了。原因：{reason}。可以另约一次，也可以直接到站点说。"
    return say(words, lang=lang, at=at, station=station, reason=reason)


def ended_words(view: View, lang: str) -> str:
    """Return what a person reads whose talk became a suggestion, now that it is over."""
    last, answer = view.events[-1], next((each for each in reversed(view.events) if each.mark in {"A", "B", "C"}), None)
    words = [
        say("您在接待时说的话形成了代表建议“{title}”（{number}）。", lang=lang, title=view.title, number=view.number)
    ]
    if answer is not None:
        said = {"body": view.body_name or "", "mark": say(MARKS[answer.mark], lang=lang), "words": answer.words}
        words.append(say("{body}的答复（{mark}）：{words}", lang=lang, **said))
    if last.mark:
        words.append(
            say("代表对答复：{mark}。{words}", lang=lang, mark=say(MARKS[last.mark], lang=lang), words=last.words)
        )
    else:
        words.append(say("代表撤回了这件建议。原因：{words}", lang=lang, words=last.words))
    return "\n".join(words)


def head_wire(one: Shown) -> dict[str, Any]:
    """Return a reception as everybody may read it."""
    free = set(one.free) if one.state == "planned" else set()
    slots = [{"nth": nth, "at": one.slot(nth), "free": nth in free} for nth in range(one.slots)]
    hosts = [{**each, "label": say(HOSTS[each["kind"]])} for each in one.hosts]
    return vars(one) | {"slots": slots, "hosts": hosts, "page": f"/receptions/{one.id}"}


def heads_wire(found: Sequence[Shown]) -> dict[str, Any]:
    """Return receptions as the wire has them."""
    return {"items": [head_wire(each) for each in found]}


def file_wire(file: File, people: dict[UUID, Person]) -> dict[str, Any]:
    """Return a reception with its appointments; `people`: masked, by appointment."""
    one = file.reception
    rows = [appointment_wire(one, each, people.get(each.id)) for each in file.appointments]
    note = (file.may_change or file.hosting) and one.starts_at < midnight(today(), later=1)
    return head_wire(one) | {
        "appointments": rows,
        "may_change": file.may_change,
        "may_note": note,
        "may_suggest": note and file.hosting,
    }


def appointment_wire(one: Shown, each: Appointment, person: Person | None) -> dict[str, Any]:
    """Return one appointment as the wire has it."""
    return vars(each) | {
        "at": one.slot(each.nth) if each.nth is not None else None,
        "label": say(STATES[each.state]),
        "name": person.name if person else None,
        "phone": person.phone if person else None,
        "outcome_label": say(OUTCOMES[each.outcome]) if each.outcome else None,
        "case_id": each.id if each.outcome == "case" else None,
    }


def booked_wire(one: Booked) -> dict[str, Any]:
    """Return what somebody holds who has an appointment."""
    return {"receipt": one.receipt, "query_code": one.query_code, "at": one.at}
