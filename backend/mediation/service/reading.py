"""Reading: all that hangs on the mediation of a case, names masked, and what this person may note now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from backend.bodies import service as bodies
from backend.cases import queries as cases
from backend.cases.domain import AGREES, PERFORM, Actor
from backend.cases.domain.evidence import AGREEMENT, EFFECTIVE
from backend.cases.queries import Head
from backend.cases.service.file import head_of
from backend.clock import today
from backend.contacts import service as contacts
from backend.contacts.service import Person
from backend.mediation import queries
from backend.mediation.domain import (
    ANEW,
    LIMIT,
    STANDS,
    WRITABLE,
    Agreement,
    Kind,
    Window,
    window,
)
from backend.mediation.model import Confirmation, FollowUp, Party, Record, Ruling
from backend.mediation.queries import (
    ConfirmationView,
    FollowUpView,
    Kept,
    Mediation,
    PartyView,
    RecordView,
    RulingView,
)


@dataclass(frozen=True)
class Table:
    """A case as the viewer sits at it: whether they act for the committee that handles it, and their roles there."""

    head: Head
    mediates: bool
    roles: frozenset[str]
    committee: str


def sit(session: Session, case_id: UUID, actor: Actor) -> Table:
    """Return where the viewer stands to a case.

    Raises NotFound when there is none for this viewer; a code of one's own opens nothing of this.
    """
    head = head_of(session, case_id)
    seats = cases.seats(session, case_id)
    handler = next((each for each in seats if each.seat == "handler" and each.role == "mediator"), None)
    return Table(
        head,
        mediates=handler is not None and handler.mine,
        roles=actor.roles_at(head.area_code) | {each.role for each in seats if each.mine},
        committee=handler.body_name if handler else "",
    )


def read(session: Session, case_id: UUID, actor: Actor) -> Mediation:
    """Return what hangs on the mediation of a case.

    Raises NotFound when there is no such case for this viewer.
    """
    table, kept = sit(session, case_id, actor), queries.kept(session, case_id)
    agreement = agreement_of(session, table.head)
    asked = {each.version for each in kept.confirmations}
    open_until = window_of(session, agreement)
    may = writable(table, agreement)
    if agreement is None or agreement.version in asked or open_until is None or open_until.days_left < 0:
        may.discard("confirmation")
    if kept.rulings.keys() >= {each.id for each in kept.confirmations}:
        may.discard("ruling")
    return Mediation(
        parties=[party_view(session, each, kept) for each in kept.parties],
        records=[record_view(each, kept) for each in kept.records],
        agreement=agreement,
        window=open_until,
        follow_ups=[follow_up_view(each, kept) for each in kept.follow_ups],
        confirmations=[confirmation_view(session, each, kept) for each in kept.confirmations],
        rulings={each: ruling_view(row, kept) for each, row in kept.rulings.items()},
        may=[kind for kind in WRITABLE if kind in may],
    )


def writable(table: Table, agreement: Agreement | None) -> set[Kind]:
    """Return what may be noted in the state the case is in, by who acts for its committee."""
    if not table.mediates:
        return set()
    able = {kind for kind, states in WRITABLE.items() if table.head.state in states}
    return able if agreement and agreement.stands else able - {"follow_up", "confirmation"}


def agreement_of(session: Session, head: Head) -> Agreement | None:
    """Return the latest agreement of a case, None without one or when its words were erased."""
    events = cases.timeline(session, head.id)
    made = next((each for each in events if each.move == AGREES), None)
    if made is None or not {AGREEMENT.key, EFFECTIVE.key, PERFORM.key} <= made.evidence.keys():
        return None
    anew = any(each.version > made.version and each.to_state in ANEW for each in events)
    return Agreement(
        version=made.version,
        text=made.evidence[AGREEMENT.key],
        effective_on=date.fromisoformat(made.evidence[EFFECTIVE.key]),
        perform_by=date.fromisoformat(made.evidence[PERFORM.key]),
        made_at=made.at,
        made_by=made.actor_name,
        stands=head.state in STANDS and not anew,
    )


def window_of(session: Session, agreement: Agreement | None) -> Window | None:
    """Return in which days a court may be asked to confirm an agreement, None where none stands."""
    if agreement is None or not agreement.stands:
        return None
    return window(agreement.effective_on, cases.limits(session)[LIMIT].days, today())


def party_view(session: Session, row: Party, kept: Kept) -> PartyView:
    """Return a party as it may be shown."""
    person = contacts.masked_where_shown(session, row.id) or Person(None, None)
    words = kept.words.get(("party", row.id), {})
    relation = words.get("relation", "")
    return PartyView(
        row.id, row.side, person.name, person.phone, relation, row.corrects_id, row.at, row.actor_name
    )  # fmt: skip


def record_view(row: Record, kept: Kept) -> RecordView:
    """Return a record as it may be shown."""
    place, led_by, said = (kept.words.get(("record", row.id), {}).get(key, "") for key in ("place", "led_by", "said"))
    return RecordView(row.id, row.held_at, place, led_by, said, row.corrects_id, row.at, row.actor_name)


def follow_up_view(row: FollowUp, kept: Kept) -> FollowUpView:
    """Return a follow-up as it may be shown."""
    note = kept.words.get(("follow_up", row.id), {}).get("note", "")
    return FollowUpView(row.id, row.made_on, row.outcome, note, row.at, row.actor_name)


def confirmation_view(session: Session, row: Confirmation, kept: Kept) -> ConfirmationView:
    """Return what was asked of a court as it may be shown."""
    number = kept.words.get(("confirmation", row.id), {}).get("number", "")
    return ConfirmationView(
        row.id, row.applied_on, row.court_id, bodies.name_of(session, row.court_id), number, row.applicants, row.at,
        row.actor_name,
    )  # fmt: skip


def ruling_view(row: Ruling, kept: Kept) -> RulingView:
    """Return what a court said as it may be shown."""
    reason = kept.words.get(("ruling", row.id), {}).get("reason", "")
    return RulingView(row.result, row.decided_on, reason, row.at, row.actor_name)
