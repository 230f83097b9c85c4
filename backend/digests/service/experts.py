"""Experts: the pool, from what each stands back (回避), what they are asked until when, what they say."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import func, insert, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.clock import today
from backend.digests import queries
from backend.digests.domain import NewExpert, State, move_by
from backend.digests.model import ExpertAssignment, ExpertConflict, ExpertRow, ExpertSpeciality, SpecialityRow
from backend.digests.queries import ExpertView, Review, Told
from backend.digests.service.items import TAKEN, read
from backend.digests.service.stepping import check, held, makers, repeated, step
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.grid.service import known_areas
from backend.plain import digest_of

REMIND = text("select told from remind_experts(:day)")
KEEPERS = frozenset({"liaison", "working_body"})


def specialities(session: Session) -> list[SpecialityRow]:
    """Return what somebody can be an expert of."""
    return queries.specialities(session)


def experts(session: Session) -> list[ExpertView]:
    """Return the pool as the viewer sees it, by name."""
    return queries.experts(session)


def add_expert(session: Session, actor: Actor, given: NewExpert) -> ExpertView:
    """Take somebody into the pool of an area. May be repeated.

    Raises Forbidden, Conflict for an id or an account that is taken, Invalid naming the field.
    """
    if actor.id is None or not makers(session, actor, given.area_code) & KEEPERS:
        raise Forbidden("您的岗位不能做这一步")
    if given.area_code not in known_areas(session, [given.area_code]):
        raise Invalid("没有这个行政区划：{area}", field="area", area=given.area_code)
    if unknown := set(given.specialities) - {each.code for each in queries.specialities(session)}:
        raise Invalid("没有这个专长：{name}", field="specialities", code="no_such_speciality", name=min(unknown))
    account = queries.account_of(session, given.login) if given.login else None
    if given.login and account is None:
        raise Invalid("没有这个账号", field="login", code="no_such_account")
    asked = digest_of(**vars(given))
    row = {
        "id": given.id,
        "name": given.name,
        "employer": given.employer,
        "account_id": account,
        "area_code": given.area_code,
    }
    made = (
        upsert(ExpertRow).values(**row, made_by=actor.id, asked=asked).on_conflict_do_nothing().returning(ExpertRow.id)
    )
    if session.execute(made).one_or_none() is not None:
        for code in dict.fromkeys(given.specialities):
            session.execute(insert(ExpertSpeciality).values(expert_id=given.id, speciality=code).inline())
        audit.append(
            session,
            "expert.added",
            "expert",
            given.id,
            area=given.area_code,
            fields=("name", "employer", "specialities"),
        )
    found = queries.experts(session, ids=[given.id])
    if not found or (found[0].asked, found[0].made_by) != (asked, actor.id):
        raise Conflict(TAKEN if found else "这个账号已经是专家", field="id" if found else "login", code="id_taken")
    return found[0]


def end_expert(session: Session, expert_id: UUID, actor: Actor) -> ExpertView:
    """Let somebody leave the pool; what they have said stays. May be repeated. Raises NotFound, Forbidden."""
    found = _expert(session, expert_id)
    if actor.id is None or not makers(session, actor, found.area_code) & KEEPERS:
        raise Forbidden("您的岗位不能做这一步")
    if found.ended_on is None:
        session.execute(update(ExpertRow).where(ExpertRow.id == expert_id).values(ended_on=today()))
        audit.append(session, "expert.ended", "expert", expert_id, area=found.area_code, fields=("ended_on",))
    return _expert(session, expert_id)


def declare(session: Session, expert_id: UUID, actor: Actor, solicitation_id: UUID, reason: str) -> ExpertView:
    """Note that an expert stands back from a draft, as they say themselves or who keeps the pool knows.

    What they are asked about it is taken back. May be repeated: the first word counts. Raises NotFound, Forbidden.
    """
    found = _expert(session, expert_id)
    if actor.id is None or (found.account_id != actor.id and not makers(session, actor, found.area_code) & KEEPERS):
        raise Forbidden("您的岗位不能做这一步")
    if queries.draft(session, solicitation_id) is None:
        raise Invalid("没有这部草案", field="solicitation_id", code="no_such_draft")
    row = {"expert_id": expert_id, "solicitation_id": solicitation_id, "reason": reason, "declared_by": actor.id}
    made = upsert(ExpertConflict).values(**row).on_conflict_do_nothing().returning(ExpertConflict.expert_id)
    if session.execute(made).one_or_none() is not None:
        audit.append(session, "expert.stands_back", "expert", expert_id, area=found.area_code, fields=("conflicts",))
    return _expert(session, expert_id)


def _expert(session: Session, expert_id: UUID) -> ExpertView:
    found = queries.experts(session, ids=[expert_id])
    if not found:
        raise NotFound("没有找到")
    return found[0]


def ask(session: Session, item_id: UUID, actor: Actor, wanted: Collection[UUID], due_on: date, *, version: int) -> Told:
    """Send an item to experts, who are to say by a day what they think of it. May be repeated.

    Raises NotFound, Stale, Conflict, Forbidden, Invalid naming the field: nobody, somebody who stands back or has left, a past day, an
    item that holds no opinion.
    """
    found = held(session, item_id)
    move = move_by(found.state, "experts")
    open_ = {each.expert_id for each in found.reviews if each.ended_at is None}
    last = found.events[-1].move_id if found.events else ""
    if open_ == set(wanted) and repeated(found, actor, last, "", version):
        return read(session, item_id, actor)
    able = makers(session, actor, found.area_code)
    name = move.id if move else "consult"
    check(found, actor, name, version=version, maker=able)
    if found.opinions == 0:
        raise Invalid("先归入意见，再送专家", field="opinions", code="no_opinions")
    if due_on < today():
        raise Invalid("期限不能在今天以前", field="due_on")
    known = {each.id: each for each in queries.experts(session, ids=wanted)}
    for each in wanted:
        why = queries.conflict_of(session, each, item_id) if each in known else "unknown"
        if why or known[each].ended_on is not None:
            raise Invalid("有的专家要回避，或不在专家库里", field="experts", code="stands_back")
    session.execute(insert(ExpertAssignment), [
        {"item_id": item_id, "expert_id": each, "due_on": due_on, "assigned_by": actor.id} for each in dict.fromkeys(wanted)
    ])  # fmt: skip
    step(session, found, actor, name, "", version=version, maker=able)
    return read(session, item_id, actor)


def give(
    session: Session, item_id: UUID, actor: Actor, verdict: str, reasons: str, expert_id: UUID | None = None
) -> Told:
    """Say as an expert what one thinks of an item, `pass` or `send_back`, and why; for one without an account a liaison writes it down.

    The item passes with the last opinion asked, where all were for it; the first against it sends it back. May be repeated.
    Raises NotFound, Conflict (nothing is asked, or it was answered otherwise), Forbidden, Invalid (field `expert_id`).
    """
    found = held(session, item_id)
    mine = [each for each in found.reviews if each.account_id == actor.id] if actor.id and expert_id is None else []
    if expert_id is not None:
        mine = [each for each in found.reviews if each.expert_id == expert_id]
        if (
            actor.id is None
            or "liaison" not in makers(session, actor, found.area_code)
            or any(each.account_id for each in mine)
        ):
            raise Forbidden("专家有账号的，由本人填写意见")
    asked = next((each for each in mine if each.ended_at is None), None)
    if asked is None or found.state != State.REVIEWING:
        if mine and (mine[-1].verdict, mine[-1].reasons) == (verdict, reasons):
            return read(session, item_id, actor)
        raise Conflict("现在没有请您把关的条目，请重新读取", code="not_asked")
    said = {
        "verdict": verdict,
        "reasons": reasons,
        "given_at": func.now(),
        "given_by": actor.id,
        "ended_at": func.now(),
    }
    session.execute(update(ExpertAssignment).where(ExpertAssignment.id == asked.id).values(**said))
    audit.append(
        session, "digest.reviewed", "digest_item", item_id, area=found.area_code, fields=("verdict", "reasons")
    )
    if verdict == "send_back":
        queries.end_reviews(session, item_id)
    if verdict == "send_back" or not _waiting(found.reviews, asked.id):
        move = move_by(found.state, "verdict", verdict)
        step(
            session,
            found,
            actor,
            move.id if move else "pass",
            reasons,
            version=found.version,
            maker=frozenset({"expert"}),
        )
    return read(session, item_id, actor)


def _waiting(reviews: Collection[Review], answered: UUID) -> bool:
    return any(each.ended_at is None and each.id != answered for each in reviews)


def remind(session: Session, day: date) -> int:
    """Tell experts who are late, who has no account: who asked them. Once a day at most; return how many were told."""
    return int(session.execute(REMIND, {"day": day}).scalar_one())
