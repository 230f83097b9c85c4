"""Moving a proposal along the table, and telling everybody behind it what became of it."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.bodies import service as bodies
from backend.cases.domain import Actor
from backend.cases.service.sign import recipients_of
from backend.db import one_at_a_time
from backend.digests.queries import Answered
from backend.errors import Conflict, Forbidden, Invalid, Stale
from backend.feedback import service as feedback
from backend.feedback.domain import Recipient, Signer, Subject
from backend.proposals import queries
from backend.proposals.domain import BY_ID, MAKERS, OFFICES, Move, Plan, fits, moves_from
from backend.proposals.model import PlanEntry, Proposal, ProposalEvent
from backend.proposals.queries import View
from backend.proposals.service.raising import makers, read
from backend.reports import service as reports


def move(
    session: Session, proposal_id: UUID, actor: Actor, which: str, words: str, *, version: int,
    body_id: int | None = None, plan: Plan | None = None,
) -> View:  # fmt: skip
    """Make one move; `body_id`: to whom it is reported, `plan`: the one it enters. A move that tells answers who is behind it.

    May be repeated. Raises NotFound, Conflict: no such move now; Forbidden, Stale, Invalid naming what is wrong.
    """
    one_at_a_time(session, f"proposal {proposal_id}")
    found = read(session, proposal_id)
    for last in found.events[-1:]:
        if (last.actor_id, last.move, last.words, last.version) == (actor.id, which, words, version + 1):
            return found
    if found.head.version != version:
        raise Stale("别人刚改过，请重新读取", field="If-Match")
    arrow = BY_ID[which]
    if arrow.source != found.head.state:
        raise Conflict("现在不能走这一步，请重新读取", code="no_such_move")
    if actor.id is None or arrow not in moves_from(found.head.state, makers(session, found.head, actor)):
        raise Forbidden("您的岗位不能做这一步")
    changed = _changes(session, found, arrow, body_id, plan)
    event = {"proposal_id": proposal_id, "version": version + 1, "move": which, "words": words}
    session.execute(insert(ProposalEvent).values(**event, actor_id=actor.id, actor_name=actor.name).inline())
    if arrow.plans and plan is not None:
        entry = vars(plan) | {"proposal_id": proposal_id, "version": version + 1}
        session.execute(insert(PlanEntry).values(**entry).inline())
    values = {"state": arrow.to.value, "version": version + 1} | changed
    session.execute(update(Proposal).where(Proposal.id == proposal_id).values(**values))
    audit.append(session, f"proposal.{which}", "proposal", proposal_id, area=found.head.area_code, fields=tuple(values))
    if arrow.tells:
        _tell(session, found, actor, words)
    return read(session, proposal_id)


def _changes(session: Session, found: View, arrow: Move, body_id: int | None, plan: Plan | None) -> dict[str, object]:
    """Return what a move changes besides the state. Raises Invalid."""
    if arrow.plans and plan is None:
        raise Invalid("写明列入哪个规划或计划", field="plan", code="plan_lacking")
    if arrow.plans and plan is not None and not fits(plan):
        raise Invalid("年度计划写一个年份，立法规划写起止年份", field="plan.until_year", code="plan_years")
    if not arrow.sends:
        return {}
    if body_id not in {body.id for body in bodies.serving(session, found.head.area_code, None, OFFICES)}:
        raise Invalid("这个单位不管这里或不收这一类，请从名单里选", field="body_id", code="another_place")
    return {"body_id": body_id}


def _tell(session: Session, found: View, actor: Actor, words: str) -> None:
    """Give each author, each unit and each writer of a matter behind it a numbered answer; one person with several opinions gets one.

    Raises Forbidden for a working body: what goes out to people is signed where they live.
    """
    head = found.head
    opinions, cases = queries.behind(session, head.id, head.area_code)
    groups: dict[object, list[Answered]] = defaultdict(list)
    for each in opinions:
        groups[each.author_id or each.unit_name or each.id].append(each)
    to = [_recipient(group) for group in groups.values()]
    to += recipients_of([each for case in cases for each in reports.to_answer(session, case)])
    role = min(MAKERS & actor.roles_at(head.area_code), default=None)
    if to and role is None:
        raise Forbidden("后面有提出意见的群众，请当地的联络员或镇人大来答复")
    if to and role is not None and actor.id is not None:
        subject = Subject("proposal", head.id, head.number, head.station_name or head.area_name)
        feedback.issue(session, subject, to, words, Signer(actor.id, actor.name, role))


def _recipient(group: list[Answered]) -> Recipient:
    first = group[0]
    return Recipient(
        report_id=first.id, report_number=first.number, area_code=first.area_code, hidden=False,
        said="\n".join(each.said for each in group), said_at=first.said_at, author_id=first.author_id,
        receipt=None if first.author_id else first.receipt,
        reply_way="inbox" if first.author_id else first.reply_way, language=first.language,
    )  # fmt: skip
