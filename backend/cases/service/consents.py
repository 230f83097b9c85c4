"""Whether the people of a case agree that a body outside, or one it is handed over to, learns how to reach them (T42).

Without their word the body has the matter and neither name nor number; the database keeps them from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from backend.bodies import service as bodies
from backend.bodies.domain import BodyRef
from backend.cases import queries
from backend.cases.domain import AGREED, Actor
from backend.cases.domain.actors import Asking, OwnAsking
from backend.cases.queries import Head
from backend.cases.service.access import meet
from backend.cases.service.file import head_of
from backend.codes.service import Held
from backend.contacts.service import consents
from backend.contacts.service.consents import How
from backend.errors import Forbidden, Invalid
from backend.reports import service as reports

# Who speaks with the people and notes what they said.
NOTERS = frozenset({"liaison", "town_congress"})


def asked_of(session: Session, case_id: UUID, actor: Actor) -> Sequence[Asking]:
    """Return each person of a case and each body at its table that reaches them by their own word only, with the last word.

    Raises NotFound, Forbidden for roles that ask nobody.
    """
    return queries.consents(session, _head(session, case_id, actor).id)


def note(session: Session, case_id: UUID, actor: Actor, report_id: UUID, body_id: int, how: How) -> Sequence[Asking]:
    """Note what a person said to the staff: `door`, `phone`, `paper`, or `withdrawn`. May be repeated.

    Raises as `asked_of`, Invalid (fields `report_id`, `body_id`) for a report without a person to reach, or a body of elsewhere.
    """
    head = _head(session, case_id, actor)
    if report_id not in _reachable(session, head):
        raise Invalid("这一条没有留联系方式", field="report_id", code="no_contact")
    body = next((each for each in bodies.serving(session, head.area_code) if each.id == body_id), None)
    if body is None:
        raise Invalid("这个单位不管这里，请从名单里选", field="body_id", code="another_place")
    _keep(session, head, actor, report_id, body, how)
    return queries.consents(session, case_id)


def note_with_move(session: Session, head: Head, actor: Actor, body: BodyRef, how: How) -> None:
    """Note, with the move that hands a case over, how its one person agreed.

    Raises Invalid where nobody left a contact, or several did: each speaks for themselves.
    """
    people, field = _reachable(session, head), f"evidence.{AGREED.key}"
    if not people:
        raise Invalid("反映人没有留联系方式，这一项不用选", field=field, code="no_contact")
    if len(people) > 1:
        raise Invalid(
            "有几位反映人留了联系方式，请先移交，再在这一页逐人记下谁同意", field=field, code="several_people"
        )
    _keep(session, head, actor, people[0], body, how)


def own_handovers(session: Session) -> Sequence[OwnAsking]:
    """Return the bodies that ask for the word of the person behind a receipt, and those that had it; in that receipt's context."""
    return queries.own_handovers(session)


def say_own(session: Session, held: Held, body_id: int, *, agreed: bool, language: str) -> None:
    """Agree behind the receipt that a body gets name and number, or take it back, which counts at once. May be repeated.

    `language`: in which the text was read. Runs in `context_of_held`. Raises Invalid (field `body_id`) for a body that does not ask.
    """
    body = next((each for each in queries.own_handovers(session) if each.body_id == body_id), None)
    if body is None:
        raise Invalid("这个单位没有在办您的事", field="body_id", code="asks_nothing")
    consents.say_of_handover(
        session, held.report_id, body.code, area=held.area_code, hidden=held.case_id is not None and head_of(session, held.case_id).kept,
        how="ticked" if agreed else "withdrawn", language=language,
    )  # fmt: skip


def _head(session: Session, case_id: UUID, actor: Actor) -> Head:
    meet(session, case_id, actor)
    head = head_of(session, case_id)
    if not NOTERS & actor.roles_at(head.area_code):
        raise Forbidden("您的岗位不能做这一步")
    return head


def _reachable(session: Session, head: Head) -> list[UUID]:
    return [each.id for each in reports.of_case(session, head.id) if each.contact_id]


def _keep(session: Session, head: Head, actor: Actor, report_id: UUID, body: BodyRef, how: How) -> None:
    consents.say_of_handover(
        session, report_id, body.code, area=head.area_code, hidden=head.kept, how=how, noted_by=actor.id
    )
