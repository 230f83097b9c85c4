"""What must hold before a case is moved; the database refuses the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from backend.bodies import service as bodies
from backend.bodies.domain import BodyRef
from backend.cases import queries
from backend.cases.domain import ARRIVED, BODY, BY_ID, INTO, OPEN, TOGETHER, Actor, Move, complete, needs_of
from backend.cases.queries import Head
from backend.cases.service.file import head_of, may, signed, waits_for
from backend.clock import today
from backend.errors import Conflict, Forbidden, Invalid
from backend.feedback import service as feedback

TOWNSHIP = 9  # digits of a township's code
MOST_TOGETHER = 50


def what_is_given(arrow: Move, reason: str, evidence: Mapping[str, str], head: Head | None = None) -> dict[str, str]:
    """Return the evidence that `arrow` needs, of the case of `head` perhaps more than the table asks of all, read as its kinds.

    Raises Invalid naming the reason or evidence that is missing or wrong.
    """
    if arrow.reason_required and not reason:
        raise Invalid("写明理由", field="reason", code="reason_needed")
    needs = needs_of(arrow, head.level, head.open_children) if head else arrow.needs
    return complete(needs, evidence, today())


def body_named(session: Session, arrow: Move, head: Head, given: Mapping[str, str]) -> BodyRef | None:
    """Return the body that takes a seat by `arrow`, None when none does.

    Raises Invalid for one that does not serve the place of the case, or does not act in a role that may be named.
    """
    if arrow.seat is None:
        return None
    for body in bodies.serving(session, head.area_code, arrow.bodies):
        if str(body.id) == given[BODY.key]:
            return body
    raise Invalid("这个单位不管这里或不承办这一步，请从名单里选", field=f"evidence.{BODY.key}", code="another_place")


def numbers_together(evidence: Mapping[str, str]) -> list[str]:
    """Return the numbers of the cases that are to come along, each once, in order.

    Raises Invalid for more than one report takes in.
    """
    numbers = sorted(set(evidence.get(TOGETHER.key, "").replace("，", " ").replace("、", " ").split()))
    if len(numbers) > MOST_TOGETHER:
        raise Invalid("一份报告最多{n}件", field=f"evidence.{TOGETHER.key}", code="too_many", n=MOST_TOGETHER)
    return numbers


def is_repeat(session: Session, head: Head, actor: Actor, to: str, version: int) -> bool:
    """Return whether the person's own last move came with this version and went there: the answer was lost on its way.

    That what they signed has arrived since, which the system notes, makes no other move of it.
    """
    events = [event for event in queries.timeline(session, head.id) if event.version > version]
    own = [event for event in events if event.actor_id == actor.id]
    return {BY_ID[event.move].to.value for event in own} == {to} and all(
        event in own or event.move == ARRIVED.id for event in events
    )


def arrow_of(arrows: Sequence[Move], head: Head, actor: Actor) -> Move:
    """Return the one of `arrows` that the person may make.

    Raises Conflict when there is none now, Forbidden when it is another role's, Invalid when it has to be named.
    """
    if not arrows:
        raise Conflict("现在不能走这一步，请重新读取", code="no_such_move")
    if not head.skips_verification and all(arrow.only_skipping for arrow in arrows):
        raise Conflict("这一类要先核查，才能答复", code="verification_needed")
    able = [arrow for arrow in arrows if may(arrow, head, actor)]
    if not able:
        raise Forbidden("您的岗位不能做这一步")
    if len(able) > 1:
        raise Invalid("写明走的是哪一步", field="move", code="which_move")
    return able[0]


def may_now(session: Session, arrow: Move, head: Head, actor: Actor) -> None:
    """Refuse a move that has to wait: raises Conflict, or Forbidden when it is for somebody else."""
    waiting = waits_for(session, arrow, head, feedback.sheets_about(session, head.id), actor)
    if waiting and arrow.not_handler:
        raise Forbidden(waiting)
    if waiting:
        raise Conflict(waiting, code="waiting")


def may_join(session: Session, head: Head, number: str) -> None:
    """Refuse a case that cannot take this one's reports in; the database refuses the same."""
    field = f"evidence.{INTO.key}"
    case_id = queries.by_number(session, number)
    if case_id is None or case_id == head.id:
        raise Invalid("没有这个编号的另一件，请核对编号", field=field, code="no_such_case")
    into = head_of(session, case_id)
    if into.level != head.level or into.area_code[:TOWNSHIP] != head.area_code[:TOWNSHIP]:
        raise Invalid("只能并入同一乡镇、同样公开或同样隐蔽的事项", field=field, code="another_place")
    if into.state not in OPEN or signed(into, feedback.sheets_about(session, case_id)):
        raise Conflict("那一件已经答复或办结，不能再并入", field=field, code="answered_already")
