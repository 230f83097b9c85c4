"""Changing a case: only along the table of moves, one version at a time, each with its entry in the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast
from uuid import UUID

from sqlalchemy.orm import Session

from backend.cases import queries
from backend.cases.domain import (
    AGREED,
    ANSWER,
    APART,
    ARRIVED,
    CITIZEN,
    HANDED,
    INTO,
    LEVEL,
    THE_CITIZEN,
    THE_SYSTEM,
    TOGETHER,
    Actor,
    Level,
    Move,
    State,
    moves_to,
    needs_of,
)
from backend.cases.queries import CaseFile
from backend.cases.service.access import meet
from backend.cases.service.asking import tell_asked
from backend.cases.service.checks import (
    arrow_of,
    body_named,
    is_repeat,
    may_join,
    may_now,
    numbers_together,
    what_is_given,
)
from backend.cases.service.consents import note_with_move
from backend.cases.service.deadlines import too_late
from backend.cases.service.file import file_of, head_of, may
from backend.cases.service.level import judge
from backend.cases.service.sign import sign
from backend.cases.service.writing import stale, write
from backend.codes.service import Held
from backend.contacts.service.consents import How
from backend.db import apply_context, current_context
from backend.errors import Conflict, Invalid, NotFound
from backend.feedback import service as feedback


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
    reason, evidence = reason.strip(), evidence or {}
    others = _others(session, case_id, evidence)
    for each in sorted({case_id, *others}):
        queries.lock(session, each)
    if _left(session, case_id, version, to):
        return file_of(session, case_id, actor)
    head = head_of(session, case_id)
    if version != head.version and is_repeat(session, head, actor, to, version):
        return file_of(session, case_id, actor)
    if version != head.version:
        stale(session, head)
    arrow = arrow_of(moves_to(head.state, to, row), head, actor)
    may_now(session, arrow, head, actor)
    given = what_is_given(arrow, reason, evidence, head)
    body = body_named(session, arrow, head, given)
    if arrow.joins:
        may_join(session, head, given[INTO.key])
    if arrow.signs:
        sign(session, head, actor, arrow, given)
    else:
        write(session, head, actor, arrow, reason, given, body)
    if body and (how := given.get(AGREED.key)):
        note_with_move(session, head, actor, body, cast("How", how))
    if arrow.to == State.LACKING:
        tell_asked(session, case_id)
    if given.get(LEVEL.key):
        judge(session, head, actor, Level(given[LEVEL.key]), reason or arrow.label)
    for each in others:
        _take_along(session, each, actor, arrow, reason, evidence)
    return file_of(session, case_id, actor)


def _left(session: Session, case_id: UUID, version: int, to: str) -> bool:
    """Return whether the person lost sight of the case by the very move they send again; it is then open to them once more.

    What the file still shows is where it went: its reports and words are no longer theirs.
    """
    if queries.head(session, case_id) or not queries.left_by_own_move(session, case_id, version, to):
        return False
    apply_context(session, replace(current_context(session), case=case_id))
    return True


def _others(session: Session, case_id: UUID, evidence: Mapping[str, str]) -> list[UUID]:
    """Return the cases named to come along.

    Raises Invalid naming the number that is nobody's, as far as this person sees.
    """
    found = {number: queries.by_number(session, number) for number in numbers_together(evidence)}
    for number, other in found.items():
        if other is None or other == case_id:
            raise Invalid(
                "没有编号为{number}的另一件", field=f"evidence.{TOGETHER.key}", code="no_such_case", number=number
            )
    return [other for other in found.values() if other]


def _take_along(
    session: Session, case_id: UUID, actor: Actor, arrow: Move, reason: str, evidence: Mapping[str, str]
) -> None:
    """Make the same move with the same words of another case of one report; all of them go, or none.

    Raises Conflict naming the case that is not where the first one was.
    """
    head = head_of(session, case_id)
    there = meet(session, case_id, actor)
    if head.state != arrow.source or not may(arrow, head, there):
        raise Conflict(
            "{number}现在不能一起走这一步", field=f"evidence.{TOGETHER.key}", code="not_together", number=head.number
        )
    asked = {need.key for need in needs_of(arrow, head.level, head.open_children)}
    evidence = {
        key: text
        for key, text in evidence.items()
        if key not in {HANDED.key, AGREED.key} or key in asked - {AGREED.key}
    }
    given = what_is_given(arrow, reason, evidence, head)
    write(session, head, there, arrow, reason, given, body_named(session, arrow, head, given))


def answer(session: Session, case_id: UUID, actor: Actor, text: str, *, version: int, apart: str = "") -> CaseFile:
    """Sign `text` as the answer to everybody whose report the case holds; see `move`.

    `apart`: why it is answered while children of it are not.
    """
    evidence = {ANSWER.key: text} | ({APART.key: apart} if apart else {})
    return move(session, case_id, actor, State.ANSWERED, version=version, evidence=evidence)


def by_receipt(session: Session, held: Held, to: str, *, reason: str = "", evidence: Mapping[str, str]) -> None:
    """Make a move that is the citizen's own with the case of a receipt; runs in `context_of_held`.

    The same move sent again changes nothing. Raises NotFound when the receipt has no case, Conflict when it is not to be
    made now, Invalid naming the evidence or reason that is missing.
    """
    if held.case_id is None:
        raise NotFound("没有找到")
    queries.lock(session, held.case_id)
    head = head_of(session, held.case_id)
    reason = reason.strip()
    able = [arrow for arrow in moves_to(head.state, to) if may(arrow, head, THE_CITIZEN)]
    if not able:
        mine = (CITIZEN, to, reason, {key: text.strip() for key, text in evidence.items()})
        for last in queries.timeline(session, head.id)[:1]:
            if (last.actor_role, last.to_state, last.reason, last.evidence) == mine:
                return
        raise Conflict("现在不能这样办，请重新查进度", code="no_such_move")
    may_now(session, able[0], head, THE_CITIZEN)
    write(session, head, THE_CITIZEN, able[0], reason, what_is_given(able[0], reason, evidence, head))


def delivered(session: Session, case_id: UUID) -> bool:
    """Make a case answered when somebody's sheet has arrived; returns whether it changed. May be repeated."""
    queries.lock(session, case_id)
    head = queries.head(session, case_id)
    if head is None or head.state != ARRIVED.source:
        return False
    sheets = [each for each in feedback.sheets_about(session, case_id) if each.issued_at >= head.state_since]
    if not any(each.delivered_at for each in sheets):
        return False
    write(session, head, THE_SYSTEM, ARRIVED, "", {})
    return True


def lapse(session: Session, case_id: UUID, arrow: Move) -> bool:
    """Make a move for which only time had to pass; returns whether it was made. May be repeated."""
    queries.lock(session, case_id)
    head = queries.head(session, case_id)
    if head is None or head.state != arrow.source or not too_late(session, arrow.after or "", head):
        return False
    write(session, head, THE_SYSTEM, arrow, "", {})
    return True
