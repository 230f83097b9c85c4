"""Changing a case: only along the table of moves, one version at a time, each with its entry in the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases import queries
from backend.cases.domain import (
    ANSWER,
    ARRIVED,
    BY_ID,
    CITIZEN,
    INTO,
    OPEN,
    THE_CITIZEN,
    THE_SYSTEM,
    Actor,
    Move,
    State,
    moves_to,
)
from backend.cases.queries import CaseFile, Change, Head
from backend.cases.service.access import meet
from backend.cases.service.file import file_of, head_of, may, signed, too_late, waits_for
from backend.clock import CHINA
from backend.codes.service import Held
from backend.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from backend.feedback import service as feedback
from backend.feedback.domain import Recipient, Signer, Subject
from backend.feedback.queries import SheetView
from backend.reports import service as reports
from backend.reports.service import Told

TOWNSHIP = 9  # digits of a township's code


def move(
    session: Session,
    case_id: UUID,
    actor: Actor,
    to: str,
    *,
    version: int,
    row: str | None = None,
    reason: str = "",
    evidence: Mapping[str, str] | None = None,
) -> CaseFile:
    """Move a case to the state named `to`; `version`: the one the person had read; `row`: the id of the move, where known.

    To `answered` means to sign: sheets go out, and the state follows when the first has arrived.
    The same move sent again by the same person answers as the first time.
    Raises NotFound, Conflict (no such move now, or it must wait), Forbidden (another role's), Stale (somebody
    changed the case first), Invalid naming the evidence or reason that is missing.
    """
    actor = meet(session, case_id, actor)
    queries.lock(session, case_id)
    head = head_of(session, case_id)
    given = {key: text.strip() for key, text in (evidence or {}).items()}
    if version != head.version and _is_repeat(session, head, actor, to, version):
        return file_of(session, case_id, actor)
    if version != head.version:
        _stale(session, head)
    arrow = _arrow(moves_to(head.state, to, row), head, actor)
    _may_now(session, arrow, head, actor)
    _complete(arrow, reason.strip(), given)
    if arrow.joins:
        _may_join(session, head, given[INTO.key])
    if arrow.signs:
        _sign(session, head, actor, arrow, given)
    else:
        _write(session, head, actor, arrow, reason.strip(), given)
    return file_of(session, case_id, actor)


def answer(session: Session, case_id: UUID, actor: Actor, text: str, *, version: int) -> CaseFile:
    """Sign `text` as the answer to everybody whose report the case holds; see `move`."""
    return move(session, case_id, actor, State.ANSWERED, version=version, evidence={ANSWER.key: text})


def by_receipt(session: Session, held: Held, to: str, *, reason: str = "", evidence: Mapping[str, str]) -> None:
    """Make a move that is the citizen's own with the case of a receipt; runs in `context_of_held`.

    The same move sent again changes nothing. Raises NotFound when the receipt has no case, Conflict when it is not to be
    made now, Invalid naming the evidence or reason that is missing.
    """
    if held.case_id is None:
        raise NotFound("没有找到")
    queries.lock(session, held.case_id)
    head = head_of(session, held.case_id)
    reason, given = reason.strip(), {key: text.strip() for key, text in evidence.items()}
    able = [arrow for arrow in moves_to(head.state, to) if may(arrow, head, THE_CITIZEN)]
    if not able:
        mine = (CITIZEN, to, reason, given)
        for last in queries.timeline(session, head.id)[:1]:
            if (last.actor_role, last.to_state, last.reason, last.evidence) == mine:
                return
        raise Conflict("现在不能这样办，请重新查进度", code="no_such_move")
    _may_now(session, able[0], head, THE_CITIZEN)
    _complete(able[0], reason, given)
    _write(session, head, THE_CITIZEN, able[0], reason, given)


def delivered(session: Session, case_id: UUID) -> bool:
    """Make a case answered when somebody's sheet has arrived; returns whether it changed. May be repeated."""
    queries.lock(session, case_id)
    head = queries.head(session, case_id)
    if head is None or head.state != ARRIVED.source:
        return False
    sheets = [each for each in feedback.sheets_about(session, case_id) if each.issued_at >= head.state_since]
    if not any(each.delivered_at for each in sheets):
        return False
    _write(session, head, THE_SYSTEM, ARRIVED, "", {})
    return True


def lapse(session: Session, case_id: UUID, arrow: Move) -> bool:
    """Make a move for which only time had to pass; returns whether it was made. May be repeated."""
    queries.lock(session, case_id)
    head = queries.head(session, case_id)
    if head is None or head.state != arrow.source or not too_late(session, arrow.after or "", head):
        return False
    _write(session, head, THE_SYSTEM, arrow, "", {})
    return True


def _is_repeat(session: Session, head: Head, actor: Actor, to: str, version: int) -> bool:
    """Whether the person's own last move came with this version and went there: the answer was lost on its way.

    That what they signed has arrived since, which the system notes, makes no other move of it.
    """
    events = [event for event in queries.timeline(session, head.id) if event.version > version]
    own = [event for event in events if event.actor_id == actor.id]
    return {BY_ID[event.move].to.value for event in own} == {to} and all(
        event in own or event.move == ARRIVED.id for event in events
    )


def _stale(session: Session, head: Head) -> None:
    names = [event.actor_name for event in queries.timeline(session, head.id)[:1] if event.actor_name]
    if names:
        raise Stale("{name}刚改了这一项。", field="If-Match", name=names[0])
    raise Stale("别人刚改过，请重新读取", field="If-Match")


def _arrow(arrows: Sequence[Move], head: Head, actor: Actor) -> Move:
    """Return the first of `arrows` that the person may make."""
    if not arrows:
        raise Conflict("现在不能走这一步，请重新读取", code="no_such_move")
    if not head.skips_verification and all(arrow.only_skipping for arrow in arrows):
        raise Conflict("这一类要先核查，才能答复", code="verification_needed")
    able = [arrow for arrow in arrows if may(arrow, head, actor)]
    if not able:
        raise Forbidden("您的岗位不能做这一步")
    return able[0]


def _may_now(session: Session, arrow: Move, head: Head, actor: Actor) -> None:
    waiting = waits_for(session, arrow, head, feedback.sheets_about(session, head.id), actor)
    if waiting and arrow.not_handler:
        raise Forbidden(waiting)
    if waiting:
        raise Conflict(waiting, code="waiting")


def _may_join(session: Session, head: Head, number: str) -> None:
    """Refuse a case that cannot take this one's reports in; the database refuses the same."""
    field = f"evidence.{INTO.key}"
    case_id = queries.by_number(session, number)
    if case_id is None or case_id == head.id:
        raise Invalid("没有这个编号的另一件，请核对编号", field=field, code="no_such_case")
    into = head_of(session, case_id)
    if into.hidden != head.hidden or into.area_code[:TOWNSHIP] != head.area_code[:TOWNSHIP]:
        raise Invalid("只能并入同一乡镇、同样公开或同样隐蔽的事项", field=field, code="another_place")
    if into.state not in OPEN or signed(into, feedback.sheets_about(session, case_id)):
        raise Conflict("那一件已经答复或办结，不能再并入", field=field, code="answered_already")


def _complete(arrow: Move, reason: str, given: Mapping[str, str]) -> None:
    if arrow.reason_required and not reason:
        raise Invalid("写明理由", field="reason", code="reason_needed")
    for need in arrow.needs:
        if len(given.get(need.key, "")) < need.least:
            raise Invalid(need.missing, field=f"evidence.{need.key}", code="evidence_needed")
    unknown = sorted(set(given) - {need.key for need in arrow.needs})
    if unknown:
        raise Invalid("这一步不要这一项", field=f"evidence.{unknown[0][:40]}", code="unknown_evidence")


def _write(session: Session, head: Head, actor: Actor, arrow: Move, reason: str, given: Mapping[str, str]) -> None:
    """Write one move (or the signing, which stays where it is) with its event, words and entry in the record."""
    limit = queries.limits(session).get(arrow.lands)
    made = Change(
        move=arrow.id,
        source=arrow.source,
        to=arrow.lands,
        kind="signed" if arrow.signs else "move",
        actor_id=actor.id,
        actor_name=actor.name,
        actor_role=actor.role_for(arrow, head.area_code) or "",
        due_on=head.due_on if arrow.signs else limit.due(datetime.now(UTC)) if limit else None,
        reason=reason,
        evidence={need.key: given[need.key] for need in arrow.needs if need.key in given},
    )
    if not queries.change(session, head, made):
        _stale(session, head)
    action = f"case.{'signed' if arrow.signs else arrow.lands}"
    audit.append(session, action, "case", head.id, area=head.area_code, fields=("state", "reason", *made.evidence))


def _sign(session: Session, head: Head, actor: Actor, arrow: Move, given: Mapping[str, str]) -> None:
    """Note the signing, issue everybody's sheet, and follow with the state when one has arrived at once."""
    told = reports.of_case(session, head.id)
    _write(session, head, actor, arrow, "", given)
    sheets = issue_sheets(session, head, told, actor, actor.role_for(arrow, head.area_code) or "", given[ANSWER.key])
    if any(sheet.delivered_at for sheet in sheets):
        _write(session, head_of(session, head.id), actor, ARRIVED, "", {})


def issue_sheets(
    session: Session, head: Head, told: Sequence[Told], actor: Actor, role: str, text: str
) -> list[SheetView]:
    """Issue a feedback sheet for each report of the case.

    Raises Forbidden when nobody with an account signs.
    """
    if actor.id is None:
        raise Forbidden("您的岗位不能做这一步")
    recipients = [
        Recipient(
            report_id=each.id,
            report_number=each.number,
            area_code=each.area_code,
            hidden=each.hidden,
            said=each.body,
            said_at=each.received_at,
            author_id=each.author_id,
            receipt=each.receipt,
            reply_way=each.reply_way or "inbox",
            language=each.language or "zh-CN",
        )
        for each in told
    ]
    subject = Subject("case", head.id, head.number, head.station_name)
    return feedback.issue(session, subject, recipients, text, Signer(actor.id, actor.name, role))


def accept_by(session: Session, opened: datetime) -> date:
    """Return the day, in China, by which a case opened at that moment has to be accepted or refused."""
    return queries.limits(session)[State.PENDING].due(opened)


def give_deadlines(session: Session) -> None:
    """Give each new case of a sighting the day by which it has to be accepted; that intake does not look at calendars."""
    for day in queries.undated_days(session):
        queries.give_deadline(session, day, accept_by(session, datetime.combine(day, time(12), CHINA)))


def lapsing_before(session: Session, arrow: Move) -> datetime:
    """Return the moment before which a case must have come into its state for `arrow` to be due."""
    return datetime.now(UTC) - timedelta(days=queries.limits(session)[arrow.after or ""].days)
