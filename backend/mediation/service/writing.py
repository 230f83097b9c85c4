"""Noting what happens in a mediation: by the committee that handles the case, each thing once, with its entry in the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.bodies import service as bodies
from backend.cases import queries as cases
from backend.cases.domain import Actor
from backend.cases.queries import Head
from backend.clock import CHINA, today
from backend.contacts import service as contacts
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.mediation import queries
from backend.mediation.domain import (
    REFUSED,
    Agreement,
    Kind,
    NewConfirmation,
    NewFollowUp,
    NewParty,
    NewRecord,
    NewRuling,
    both_sides,
)
from backend.mediation.model import Confirmation, FollowUp, Party, Record, Ruling, Words
from backend.mediation.queries import ConfirmationView, FollowUpView, Kept, PartyView, RecordView, RulingView
from backend.mediation.service.reading import (
    agreement_of,
    confirmation_view,
    follow_up_view,
    party_view,
    record_view,
    ruling_view,
    sit,
    window_of,
    writable,
)

TAKEN = "这个编号已经用在别的内容上"
SIDES_NEEDED = "先记下双方当事人，每方至少一人"
A_SLOW_CLOCK = timedelta(minutes=10)
Row = TypeVar("Row", Party, Record, FollowUp, Confirmation, Ruling)


@dataclass(frozen=True)
class Desk:
    """What a write begins with: the case, held until the end, who writes, what is kept of it."""

    session: Session
    head: Head
    actor: Actor
    kept: Kept
    agreement: Agreement | None
    may: set[Kind]

    def stored(
        self, model: type[Row], kind: Kind, row_id: UUID, given: Mapping[str, Any], words: Mapping[str, str]
    ) -> bool:
        """Return whether this very thing was noted before.

        Raises Conflict when its id holds something else, of whomever.
        """
        row = self.session.get(model, row_id)
        if row is None:
            return False
        facts = dict(given) | {"case_id": self.head.id, "actor_id": self.actor.id}
        if (
            any(getattr(row, key) != value for key, value in facts.items())
            or self.kept.words.get((kind, row_id)) != words
        ):
            raise Conflict(TAKEN, field="id")
        return True

    def open(self, kind: Kind) -> None:
        """Refuse what is not to be noted now: raises Conflict."""
        if kind not in self.may:
            raise Conflict("这一步现在不能记，请重新读取", code="not_now")

    def keep(
        self, model: type[Row], kind: Kind, row_id: UUID, facts: Mapping[str, Any], words: Mapping[str, str]
    ) -> None:
        """Store a row with its words and its entry in the record.

        Raises Conflict when the id is that of something out of sight.
        """
        place = {"case_id": self.head.id, "area_code": self.head.area_code, "hidden": self.head.hidden}
        row = {"id": row_id, **facts, **place, "actor_id": self.actor.id, "actor_name": self.actor.name}
        added = insert(model).values(row).on_conflict_do_nothing(index_elements=["id"]).returning(model.id)
        if self.session.scalar(added) is None:
            raise Conflict(TAKEN, field="id")
        self.session.execute(insert(Words).values(kind=kind, id=row_id, words=dict(words), **place))
        fields = (*facts, *words)
        audit.append(self.session, f"mediation.{kind}", "case", self.head.id, area=self.head.area_code, fields=fields)


def desk(session: Session, case_id: UUID, actor: Actor) -> Desk:
    """Return what a write begins with.

    Raises NotFound when there is no such case for this viewer, Forbidden for who does not act for its committee.
    """
    if not sit(session, case_id, actor).mediates:
        raise Forbidden("只有承办这件事的调解委员会能记")
    cases.lock(session, case_id)
    table = sit(session, case_id, actor)
    agreement = agreement_of(session, table.head)
    return Desk(session, table.head, actor, queries.kept(session, case_id), agreement, writable(table, agreement))


def add_party(session: Session, case_id: UUID, actor: Actor, new: NewParty) -> PartyView:
    """Note a party, name and phone sealed. May be repeated.

    Raises NotFound, Forbidden, Conflict as `desk` and `Desk` do, Invalid (field `corrects_id`) for a correction of nothing.
    """
    at = desk(session, case_id, actor)
    facts, words = {"side": new.side, "corrects_id": new.corrects_id}, {"relation": new.relation}
    if at.stored(Party, "party", new.id, facts, words):
        if not contacts.holds(session, new.id, new.name, new.phone):
            raise Conflict(TAKEN, field="id")
    else:
        at.open("party")
        _corrects(new.corrects_id, at.kept.parties)
        at.keep(Party, "party", new.id, facts, words)
        contacts.keep(session, new.id, at.head.area_code, new.name, new.phone, hidden=at.head.hidden)
    return party_view(session, session.get_one(Party, new.id), queries.kept(session, case_id))


def add_record(session: Session, case_id: UUID, actor: Actor, new: NewRecord) -> RecordView:
    """Note a sitting of the parties. May be repeated.

    Raises as `add_party`; Conflict while a side has nobody, Invalid for a time to come or before the matter came in.
    """
    at = desk(session, case_id, actor)
    facts = {"held_at": new.held_at, "corrects_id": new.corrects_id}
    words = {"place": new.place, "led_by": new.led_by, "said": new.said}
    if not at.stored(Record, "record", new.id, facts, words):
        at.open("record")
        _both_sides(at.kept)
        if new.held_at > datetime.now(UTC) + A_SLOW_CLOCK:
            raise Invalid("时间不能在现在以后", field="held_at", code="day_to_come")
        if new.held_at.astimezone(CHINA).date() < at.head.opened_at.astimezone(CHINA).date():
            raise Invalid("不能早于收到这件事的那天", field="held_at", code="past_day")
        _corrects(new.corrects_id, at.kept.records)
        at.keep(Record, "record", new.id, facts, words)
    return record_view(session.get_one(Record, new.id), queries.kept(session, case_id))


def add_follow_up(session: Session, case_id: UUID, actor: Actor, new: NewFollowUp) -> FollowUpView:
    """Note whether the agreement is kept. May be repeated. Raises as `add_party`; Invalid for a day before the agreement or to come."""
    at = desk(session, case_id, actor)
    facts, words = {"made_on": new.made_on, "outcome": new.outcome}, {"note": new.note}
    if not at.stored(FollowUp, "follow_up", new.id, facts, words):
        _past("made_on", new.made_on, _standing(at, "follow_up").effective_on)
        at.keep(FollowUp, "follow_up", new.id, facts, words)
    return follow_up_view(session.get_one(FollowUp, new.id), queries.kept(session, case_id))


def ask_court(session: Session, case_id: UUID, actor: Actor, new: NewConfirmation) -> ConfirmationView:
    """Note that both sides have asked a court to confirm the agreement. May be repeated.

    Raises as `add_party`; Conflict when it was asked before, Invalid naming the day outside the time for it, the side
    that is missing among the applicants, or a court that is not of this place.
    """
    at = desk(session, case_id, actor)
    given = {"applied_on": new.applied_on, "court_id": new.court_id, "applicants": list(new.applicants)}
    words = {"number": new.number}
    if not at.stored(Confirmation, "confirmation", new.id, given, words):
        agreement = _standing(at, "confirmation")
        if any(each.version == agreement.version for each in at.kept.confirmations):
            raise Conflict("这份协议已经申请过司法确认", code="asked_already")
        _within(at, agreement, new.applied_on)
        _jointly(at.kept, new.applicants)
        if new.court_id not in {each.id for each in bodies.serving(session, at.head.area_code, kinds={"court"})}:
            raise Invalid("这个法院不管这里，请从名单里选", field="court_id", code="another_place")
        at.keep(Confirmation, "confirmation", new.id, given | {"version": agreement.version}, words)
    return confirmation_view(session, session.get_one(Confirmation, new.id), queries.kept(session, case_id))


def note_ruling(session: Session, case_id: UUID, asked: UUID, actor: Actor, new: NewRuling) -> RulingView:
    """Note what the court said to the confirmation `asked`. May be repeated.

    Raises as `add_party`; NotFound without such a confirmation, Invalid for a day before it or to come, and for a refusal
    without its reason.
    """
    at = desk(session, case_id, actor)
    confirmation = next((each for each in at.kept.confirmations if each.id == asked), None)
    if confirmation is None:
        raise NotFound("没有找到")
    facts, words = {"result": new.result, "decided_on": new.decided_on}, {"reason": new.reason}
    if not at.stored(Ruling, "ruling", asked, facts, words):
        at.open("ruling")
        _past("decided_on", new.decided_on, confirmation.applied_on)
        if new.result == REFUSED and not new.reason:
            raise Invalid("写明理由", field="reason", code="reason_needed")
        at.keep(Ruling, "ruling", asked, facts, words)
    return ruling_view(session.get_one(Ruling, asked), queries.kept(session, case_id))


def _standing(at: Desk, kind: Kind) -> Agreement:
    at.open(kind)
    if at.agreement is None:
        raise Conflict("这一步现在不能记，请重新读取", code="not_now")
    return at.agreement


def _corrects(corrected: UUID | None, rows: Sequence[Party] | Sequence[Record]) -> None:
    standing = {each.id for each in rows} - {each.corrects_id for each in rows}
    if corrected is not None and corrected not in standing:
        raise Invalid("只能更正这件事里没有更正过的一条", field="corrects_id", code="nothing_to_correct")


def _both_sides(kept: Kept) -> None:
    if not both_sides(each.side for each in kept.current()):
        raise Conflict(SIDES_NEEDED, code="parties_needed")


def _past(field: str, day: date, earliest: date) -> None:
    if day > today():
        raise Invalid("日期不能在今天以后", field=field, code="day_to_come")
    if day < earliest:
        raise Invalid("不能早于{day}", field=field, code="past_day", day=earliest.isoformat())


def _within(at: Desk, agreement: Agreement, applied_on: date) -> None:
    _past("applied_on", applied_on, agreement.effective_on)
    window = window_of(at.session, agreement)
    if window is None or applied_on > window.last:
        last = window.last.isoformat() if window else ""
        raise Invalid("申请司法确认到{day}为止，这一天已经过了", field="applied_on", code="too_late", day=last)


def _jointly(kept: Kept, applicants: Sequence[UUID]) -> None:
    sides = {each.id: each.side for each in kept.current()}
    if not set(applicants) <= sides.keys():
        raise Invalid("只能选这件事的当事人", field="applicants", code="no_such_party")
    if not both_sides(sides[each] for each in applicants):
        raise Invalid("要由双方当事人共同申请，每方至少一人", field="applicants", code="not_jointly")
