"""A proposal is raised: from what opinions came to, from matters, from both, or for its reason alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.bodies import service as bodies
from backend.cases.domain import Actor
from backend.categories import service as categories
from backend.clock import today
from backend.db import one_at_a_time
from backend.digests.queries import body_areas
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.grid.service import known_areas
from backend.plain import digest_of
from backend.proposals import queries
from backend.proposals.domain import MAKERS, MOST_SOURCES, Draft, State
from backend.proposals.model import Proposal, ProposalSource, ProposalTopic
from backend.proposals.queries import Head, View, Wanted


def read(session: Session, proposal_id: UUID) -> View:
    """Return a proposal. Raises NotFound when there is none for this viewer."""
    found = queries.one(session, proposal_id)
    if found is None:
        raise NotFound("没有找到")
    return found


def listed(session: Session, wanted: Wanted, *, waiting: bool, last: tuple[date, UUID] | None, most: int) -> list[Head]:
    """Return the proposals `wanted`, newest first; `waiting`: those that the viewer's bodies are to argue."""
    if waiting:
        wanted = replace(wanted, bodies=tuple(body.id for body in bodies.mine(session)))
    return queries.listed(session, wanted, last=last, most=most)


def raises_at(session: Session, area: str, actor: Actor) -> bool:
    """Return whether somebody raises proposals at a place: by role, or for a working body or research centre there."""
    return bool(MAKERS & actor.roles_at(area)) or area.startswith(body_areas(session)[1])


def makers(session: Session, found: Head, actor: Actor) -> frozenset[str]:
    """Return as what somebody may move a proposal: `raiser`, `office`, both or neither."""
    office = found.body_id in {body.id for body in bodies.mine(session)}
    raiser = raises_at(session, found.area_code, actor)
    return frozenset(name for name, held in (("raiser", raiser), ("office", office)) if held)


def make(session: Session, actor: Actor, given: Draft) -> View:
    """Raise a proposal. May be repeated.

    Raises Forbidden for who raises none there, Conflict for an id that is taken, Invalid naming the field.
    """
    if actor.id is None or not raises_at(session, given.area_code, actor):
        raise Forbidden("您的岗位不能做这一步")
    if given.area_code not in known_areas(session, [given.area_code]):
        raise Invalid("没有这个行政区划：{area}", field="area", area=given.area_code)
    if given.raised_on > today():
        raise Invalid("日期不能晚于今天", field="raised_on")
    if given.station_id is not None and not queries.station_there(session, given.station_id, given.area_code):
        raise Invalid("没有这个站点，请从名单里选", field="station_id", code="unknown_station")
    categories.check_topics(session, given.topics, "topics")
    one_at_a_time(session, f"proposal {given.id}")
    asked, known = digest_of(**vars(given)), queries.head(session, given.id)
    if known is not None:
        if (known.asked, known.made_by) != (asked, actor.id):
            raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
        return read(session, given.id)
    _store(session, actor, given, asked)
    _put(session, read(session, given.id), actor, given.items, given.cases)
    return read(session, given.id)


def _store(session: Session, actor: Actor, given: Draft, asked: bytes) -> None:
    row = {
        name: getattr(given, name)
        for name in ("id", "area_code", "title", "text", "raised_on", "proposer", "station_id")
    }
    row |= {"number": queries.next_number(session), "made_by": actor.id, "asked": asked}
    session.execute(insert(Proposal).values(**row).inline())
    for topic in dict.fromkeys(given.topics):
        session.execute(insert(ProposalTopic).values(proposal_id=given.id, topic=topic).inline())
    audit.append(session, "proposal.raised", "proposal", given.id, area=given.area_code, fields=("title", "text"))


def add_sources(session: Session, proposal_id: UUID, actor: Actor, items: Sequence[str], cases: Sequence[str]) -> View:
    """Put further digest items and matters behind a proposal by their numbers, while it is not reported. May be repeated.

    Raises NotFound, Forbidden, Conflict once it is reported, Invalid (field `items` or `cases`): a number that is nobody's as far as
    this person sees.
    """
    one_at_a_time(session, f"proposal {proposal_id}")
    found = read(session, proposal_id)
    if "raiser" not in makers(session, found.head, actor):
        raise Forbidden("您的岗位不能做这一步")
    there = {each.number for each in found.sources}
    if found.head.state != State.RAISED and not there >= {*items, *cases}:
        raise Conflict("已经上报，不能再改；要补充请先退回", code="no_such_move")
    _put(session, found, actor, items, cases)
    return read(session, proposal_id)


def _put(session: Session, found: View, actor: Actor, items: Sequence[str], cases: Sequence[str]) -> None:
    area = found.head.area_code
    known_items, known_cases = (
        queries.items_by_number(session, area, items),
        queries.cases_by_number(session, area, cases),
    )
    if not set(items) <= set(known_items):
        raise Invalid("没有这个编号的整理条目，请核对编号", field="items", code="no_such_item")
    if not set(cases) <= set(known_cases):
        raise Invalid("没有这个编号的事项，请核对编号", field="cases", code="no_such_case")
    there = {each.number for each in found.sources}
    rows: list[dict[str, object]] = [
        {"item_id": one, "case_id": None, "number": number} for number, one in known_items.items()
    ]
    rows += [{"item_id": None, "case_id": one, "number": number} for number, one in known_cases.items()]
    new = [row | {"proposal_id": found.head.id, "added_by": actor.id} for row in rows if row["number"] not in there]
    if len(there) + len(new) > MOST_SOURCES:
        raise Invalid("最多归并{n}件", field="cases", n=MOST_SOURCES)
    if new:
        session.execute(insert(ProposalSource), new)
        audit.append(session, "proposal.sources_added", "proposal", found.head.id, area=area, fields=("items", "cases"))
