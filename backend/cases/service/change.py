"""Changing a case: only along the table of moves, one version at a time, each with its entry in the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases import queries
from backend.cases.domain import ANSWER, CHINA, THE_CITIZEN, THE_SYSTEM, Actor, Move, State, find
from backend.cases.queries import Change, Head
from backend.cases.service.file import CaseFile, head_of, may, read, signed, too_late, waits_for
from backend.errors import Conflict, Forbidden, Invalid, Stale
from backend.feedback import service as feedback
from backend.feedback.domain import Recipient, Signer, Subject
from backend.feedback.queries import SheetView
from backend.reports import service as reports
from backend.reports.service import Told


def move(
    session: Session,
    case_id: UUID,
    actor: Actor,
    to: str,
    *,
    version: int,
    reason: str = "",
    evidence: Mapping[str, str] | None = None,
) -> CaseFile:
    """Move a case to the state named `to`; `version`: the one the person had read.

    To `answered` means to sign: sheets go out, and the state follows when the first has arrived.
    The same move sent again by the same person answers as the first time.
    Raises NotFound, Conflict (no such move now, or it must wait), Forbidden (another role's), Stale (somebody
    changed the case first), Invalid naming the evidence or reason that is missing.
    """
    queries.lock(session, case_id)
    head = head_of(session, case_id)
    given = {key: text.strip() for key, text in (evidence or {}).items()}
    if version != head.version and _is_repeat(session, head, actor, to, version):
        return read(session, case_id, actor)
    arrow = find(State(head.state), to)
    if version != head.version:
        _stale(session, head)
    if arrow is None:
        raise Conflict("现在不能走这一步，请重新读取", code="no_such_move")
    told = reports.of_case(session, case_id)
    _allowed(session, arrow, head, told, actor)
    _complete(arrow, reason.strip(), given)
    if arrow.to is State.ANSWERED:
        _sign(session, head, told, actor, arrow, given)
    else:
        _write(session, head, actor, arrow, reason.strip(), given)
    return read(session, case_id, actor)


def answer(session: Session, case_id: UUID, actor: Actor, text: str, *, version: int) -> CaseFile:
    """Sign `text` as the answer to everybody whose report the case holds; see `move`."""
    return move(session, case_id, actor, State.ANSWERED, version=version, evidence={ANSWER.key: text})


def reopen_by_receipt(session: Session, case_id: UUID, reason: str) -> None:
    """Reopen an answered case for its citizen, with a reason, within the limit; runs in the receipt's context.

    Raises Conflict when it cannot be reopened now, Invalid without a reason.
    """
    queries.lock(session, case_id)
    head = head_of(session, case_id)
    arrow = find(State(head.state), State.REOPENED)
    if arrow is None or (arrow.within and too_late(session, arrow.within, head)):
        raise Conflict("现在不能要求重办，请找站点", code="no_such_move")
    _complete(arrow, reason.strip(), {})
    _write(session, head, THE_CITIZEN, arrow, reason.strip(), {})


def delivered(session: Session, case_id: UUID) -> bool:
    """Make a case answered when somebody's sheet has arrived; returns whether it changed. May be repeated."""
    queries.lock(session, case_id)
    head = queries.head(session, case_id)
    if head is None or head.state != State.ANSWERING:
        return False
    sheets = [each for each in feedback.sheets_about(session, case_id) if each.issued_at >= head.state_since]
    if not any(each.delivered_at for each in sheets):
        return False
    _write(session, head, THE_SYSTEM, _arrow(State.ANSWERING, State.ANSWERED), "", {})
    return True


def close_unopposed(session: Session, case_id: UUID) -> bool:
    """Close an answered case that nobody objected to within the limit; returns whether it changed. May be repeated."""
    queries.lock(session, case_id)
    head = queries.head(session, case_id)
    if head is None or head.state != State.ANSWERED or not too_late(session, "objection", head):
        return False
    _write(session, head, THE_SYSTEM, _arrow(State.ANSWERED, State.CLOSED), "", {})
    return True


def _arrow(source: State, to: State) -> Move:
    found = find(source, to)
    if found is None:
        raise LookupError(f"{source} → {to}")
    return found


def _is_repeat(session: Session, head: Head, actor: Actor, to: str, version: int) -> bool:
    """Whether the person's own last move came with this version and went there: the answer was lost on its way."""
    events = [event for event in queries.timeline(session, head.id) if event.version > version]
    went = [State.ANSWERED if event.kind == "signed" else event.to_state for event in events]
    return bool(events) and set(went) == {to} and all(event.actor_id == actor.id for event in events)


def _stale(session: Session, head: Head) -> None:
    names = [event.actor_name for event in queries.timeline(session, head.id)[:1] if event.actor_name]
    if names:
        raise Stale("{name}刚改了这一项。", field="If-Match", name=names[0])
    raise Stale("别人刚改过，请重新读取", field="If-Match")


def _allowed(session: Session, arrow: Move, head: Head, told: Sequence[Told], actor: Actor) -> None:
    if arrow.only_skipping and not head.skips_verification:
        raise Conflict("这一类要先核查，才能答复", code="verification_needed")
    if not may(arrow, head, told, actor):
        raise Forbidden("您的岗位不能做这一步")
    sheets = feedback.sheets_about(session, head.id)
    waiting = waits_for(session, arrow, head, sheets, actor)
    if waiting and arrow.not_handler and head.handler_id == actor.id:
        raise Forbidden(waiting)
    if waiting:
        raise Conflict(waiting, code="waiting")


def _complete(arrow: Move, reason: str, given: Mapping[str, str]) -> None:
    if arrow.reason_required and not reason:
        raise Invalid("写明理由", field="reason", code="reason_needed")
    for need in arrow.needs:
        if len(given.get(need.key, "")) < need.least:
            raise Invalid(need.missing, field=f"evidence.{need.key}", code="evidence_needed")
    unknown = sorted(set(given) - {need.key for need in arrow.needs})
    if unknown:
        raise Invalid("这一步不要这一项", field=f"evidence.{unknown[0][:40]}", code="unknown_evidence")


def _write(
    session: Session, head: Head, actor: Actor, arrow: Move, reason: str, given: Mapping[str, str], kind: str = "move"
) -> None:
    """Write one move (or the signing, which stays where it is) with its event, words and entry in the record."""
    to = arrow.source if kind == "signed" else arrow.to
    limit = queries.limits(session).get(to)
    handles = arrow.source is State.ACCEPTED
    made = Change(
        source=arrow.source,
        to=to,
        kind=kind,
        actor_id=actor.id,
        actor_name=actor.name,
        actor_role=actor.role_for(arrow, head.area_code) or "",
        handler_id=actor.id if handles else head.handler_id,
        due_on=head.due_on if kind == "signed" else limit.due(datetime.now(UTC)) if limit else None,
        reason=reason,
        evidence={need.key: given[need.key] for need in arrow.needs if need.key in given},
    )
    if not queries.change(session, head.id, head.version, made):
        _stale(session, head)
    action = "case.signed" if kind == "signed" else f"case.{to}"
    audit.append(session, action, "case", head.id, area=head.area_code, fields=("state", "reason", *made.evidence))


def _sign(
    session: Session, head: Head, told: Sequence[Told], actor: Actor, arrow: Move, given: Mapping[str, str]
) -> None:
    """Note the signing, issue everybody's sheet, and follow with the state when one has arrived at once."""
    _write(session, head, actor, arrow, "", given, kind="signed")
    sheets = issue_sheets(session, head, told, actor, actor.role_for(arrow, head.area_code) or "", given[ANSWER.key])
    if any(sheet.delivered_at for sheet in sheets):
        _write(session, head_of(session, head.id), actor, arrow, "", {})


def issue_sheets(
    session: Session, head: Head, told: Sequence[Told], actor: Actor, role: str, text: str
) -> list[SheetView]:
    """Issue a feedback sheet for each report of the case."""
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


def give_deadlines(session: Session) -> None:
    """Give each new case the day by which it has to be accepted; intake itself does not look at calendars."""
    limit = queries.limits(session)[State.PENDING]
    for day in queries.undated_days(session):
        queries.give_deadline(session, day, limit.due(datetime.combine(day, time(12), CHINA)))


def unopposed_before(session: Session) -> datetime:
    """Return the moment before which an unopposed answer must have been given for its case to be closed."""
    return datetime.now(UTC) - timedelta(days=queries.limits(session)["objection"].days)


__all__ = [
    "answer",
    "close_unopposed",
    "delivered",
    "give_deadlines",
    "move",
    "reopen_by_receipt",
    "signed",
    "unopposed_before",
]
