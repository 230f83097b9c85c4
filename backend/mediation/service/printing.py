"""Names for who needs them: one of them revealed, or all of them on a printed page; each time goes into the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.cases.service.file import CALLERS
from backend.contacts import service as contacts
from backend.contacts.service import Person
from backend.errors import Conflict, Forbidden, NotFound
from backend.mediation import queries
from backend.mediation.domain import Agreement, both_sides
from backend.mediation.model import Party
from backend.mediation.queries import RecordView
from backend.mediation.service.reading import Table, agreement_of, record_view, sit

# What counts each name that is shown, and refuses one too many.
Count = Callable[[], None]


@dataclass(frozen=True)
class PrintedParty:
    """A party on paper."""

    side: str
    name: str | None
    phone: str | None
    relation: str


@dataclass(frozen=True)
class Printed:
    """A record or an agreement on paper; one of the two is there."""

    number: str
    committee: str
    parties: Sequence[PrintedParty]
    record: RecordView | None
    agreement: Agreement | None


def reveal(session: Session, case_id: UUID, party_id: UUID, actor: Actor, reason: str) -> Person:
    """Return name and phone of a party, for who has to call them; goes into the record.

    Raises NotFound when there is no such party for this viewer, Forbidden for roles that call nobody, Invalid
    without a reason.
    """
    table = sit(session, case_id, actor)
    row = session.get(Party, party_id)
    if row is None or row.case_id != case_id:
        raise NotFound("没有找到")
    _may_see(table)
    return contacts.reveal(session, party_id, reason)


def printed_record(session: Session, case_id: UUID, record_id: UUID, actor: Actor, names: Count | None) -> Printed:
    """Return a record as it is printed, with the full names when `names` counts them; see `printed_agreement`."""
    table, kept = sit(session, case_id, actor), queries.kept(session, case_id)
    row = next((each for each in kept.records if each.id == record_id), None)
    if row is None:
        raise NotFound("没有找到")
    parties = _named(session, table, "record", names)
    return Printed(table.head.number, table.committee, parties, record_view(row, kept), None)


def printed_agreement(session: Session, case_id: UUID, actor: Actor, names: Count | None) -> Printed:
    """Return the latest agreement as it is printed, names masked; in full when `names` counts them, which is a reveal.

    Raises NotFound without case or agreement, Forbidden for who may not see the names, Conflict while a side has nobody.
    """
    table = sit(session, case_id, actor)
    agreement = agreement_of(session, table.head)
    if agreement is None:
        raise NotFound("没有找到")
    return Printed(table.head.number, table.committee, _named(session, table, "agreement", names), None, agreement)


def _named(session: Session, table: Table, what: str, names: Count | None) -> list[PrintedParty]:
    kept = queries.kept(session, table.head.id)
    parties = kept.current()
    if not both_sides(each.side for each in parties):
        raise Conflict("先记下双方当事人，每方至少一人", code="parties_needed")
    if names:
        _may_see(table)
        audit.append(
            session, "mediation.printed", "case", table.head.id, area=table.head.area_code, fields=(what, "name", "phone")
        )  # fmt: skip
    return [_on_paper(session, each, kept.words.get(("party", each.id), {}), names) for each in parties]


def _on_paper(session: Session, row: Party, words: dict[str, str], names: Count | None) -> PrintedParty:
    if names:
        names()
        person = contacts.reveal(session, row.id, "打印调解文书")
    else:
        person = contacts.masked_where_shown(session, row.id) or Person(None, None)
    return PrintedParty(row.side, person.name, person.phone, words.get("relation", ""))


def _may_see(table: Table) -> None:
    if not CALLERS & table.roles:
        raise Forbidden("您的岗位不能做这一步")
