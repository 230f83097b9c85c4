"""Noting what a talk was and what became of it: answered at once, a case, a deputy's suggestion, or that nobody came."""

from __future__ import annotations

from uuid import UUID, uuid5

from sqlalchemy import insert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.clock import CHINA, today
from backend.commitments.domain import Keeper
from backend.contacts import service as contacts
from backend.errors import Conflict, Forbidden, Invalid
from backend.initiatives import service as initiatives
from backend.initiatives.domain import SUGGESTION, Draft
from backend.plain import digest_of
from backend.receptions.domain import Appointment, NewTalk, Shown
from backend.receptions.model import Talk, TalkText
from backend.receptions.queries import hosted
from backend.receptions.service.booking import taken_up
from backend.receptions.service.days import shown
from backend.receptions.service.telling import answer_by_sheet, settle
from backend.submissions import service as submissions
from backend.submissions.domain import NewSubmission, Register, Reply

LEAST_ANSWER = 5


def note(session: Session, appointment_id: UUID, by: Keeper, talk: NewTalk) -> UUID:
    """Note a talk. Answered at once, its person gets a sheet with the answer; a matter becomes a case under the same receipt; of what
    the law or the budget has to settle the deputy who receives makes a suggestion, and its person hears how it ends. May be repeated.

    Returns the reception. Raises NotFound, Forbidden, Invalid naming what is wrong, Conflict when it is over or was noted otherwise.
    """  # noqa: D205
    one = taken_up(session, appointment_id, by)
    asked = digest_of(**vars(talk))
    if one.talk_asked is not None:
        if one.talk_asked != asked:
            raise Conflict("这次接待已经有了记录", code="noted_already")
        return one.activity_id
    reception = shown(session, one.activity_id)
    _check(reception, one, talk)
    settle(session, one, "talked")
    row = {
        "appointment_id": one.id,
        "activity_id": one.activity_id,
        "area_code": one.area_code,
        "outcome": talk.outcome,
        "initiative_id": _suggest(session, one, by, talk) if talk.outcome == "suggestion" else None,
    }
    session.execute(insert(Talk).values(**row, noted_by=by.id, noted_name=by.name, asked=asked).inline())
    words = {key: row[key] for key in ("appointment_id", "activity_id", "area_code")}
    session.execute(insert(TalkText).values(**words, said=talk.said, answer=talk.answer).inline())
    audit.append(session, "talk.noted", "appointment", one.id, area=one.area_code, fields=("outcome", "said", "answer"))
    if talk.outcome == "answered":
        answer_by_sheet(session, reception, one, by, talk.answer, talk.said)
    elif talk.outcome == "case":
        _register(session, reception, one, by, talk)
    return one.activity_id


def absent(session: Session, appointment_id: UUID, by: Keeper) -> UUID:
    """Note that nobody came. May be repeated. Returns the reception; raises as `note` does."""
    one = taken_up(session, appointment_id, by)
    if one.state != "absent":
        _check(shown(session, one.activity_id), one, None)
        settle(session, one, "absent")
    return one.activity_id


def _check(reception: Shown, one: Appointment, talk: NewTalk | None) -> None:
    if one.state != "booked":
        raise Conflict("这次预约已经结束，不能再改", code="over")
    if reception.starts_at.astimezone(CHINA).date() > today():
        raise Conflict("接待日还没有到，到那天再记录", code="too_early")
    if talk is None:
        return
    if talk.outcome == "answered" and len(talk.answer) < LEAST_ANSWER:
        raise Invalid("写明怎么答复的，至少{n}个字", field="answer", n=LEAST_ANSWER)
    if talk.outcome == "case" and talk.category is None:
        raise Invalid("选一个类别", field="category")


def _suggest(session: Session, one: Appointment, by: Keeper, talk: NewTalk) -> UUID:
    """Make a suggestion of a talk, by the deputy who notes it and for nobody else; return its id."""
    if one.activity_id not in hosted(session):
        raise Forbidden("代表建议由接待的代表本人提出")
    draft = Draft(uuid5(one.id, "suggestion"), SUGGESTION, talk.title, talk.said, ())
    return initiatives.suggest(session, Actor(by.id, by.name, by.roles), draft).view.id


def _register(session: Session, reception: Shown, one: Appointment, by: Keeper, talk: NewTalk) -> None:
    """Make the matter of a talk a case, told at a reception of this day; the receipt of the appointment opens it."""
    day = reception.starts_at.astimezone(CHINA).date()
    way = Register(by.id, "reception", day, told=("handling",))
    reply = Reply("phone" if one.reply_way == "phone" and contacts.masked_where_shown(session, one.id) else "receipt")
    new = NewSubmission(
        one.id, talk.category or "", talk.said, reply, station_id=reception.station_id, language=one.language, written=way
    )  # fmt: skip
    submissions.register(session, Actor(by.id, by.name, by.roles), new)
