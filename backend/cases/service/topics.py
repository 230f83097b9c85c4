"""Topics of a case (监督主题): those its category carries, and those somebody gave it by hand."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.cases.domain.split import Tagged, Topics
from backend.cases.model import CaseTopic
from backend.cases.queries import Head
from backend.cases.service.access import meet
from backend.cases.service.file import head_of
from backend.categories import service as categories
from backend.errors import Forbidden

TAGGERS = frozenset({"liaison", "town_congress"})


def topics_of(session: Session, case_id: UUID, actor: Actor) -> Topics:
    """Return the topics with what of them the case carries.

    Raises NotFound when there is no such case for this viewer.
    """
    actor = meet(session, case_id, actor)
    return _told(session, head_of(session, case_id), actor)


def tag(session: Session, case_id: UUID, actor: Actor, wanted: Collection[str]) -> Topics:
    """Let the case carry by hand just the topics `wanted` (codes), beside those of its category. May be repeated.

    Raises NotFound, Forbidden for roles that tag nothing, Invalid (field `topics`) for a code that is none.
    """
    actor = meet(session, case_id, actor)
    head = head_of(session, case_id)
    if not TAGGERS & actor.roles_at(head.area_code) or actor.id is None:
        raise Forbidden("您的岗位不能做这一步")
    categories.check_topics(session, wanted, "topics")
    by_category = categories.topics_of(session, head.category)
    mine, now = set(wanted) - by_category, _by_hand(session, case_id)
    if mine != now:
        if gone := now - mine:
            session.execute(delete(CaseTopic).where(CaseTopic.case_id == case_id, CaseTopic.topic.in_(gone)))
        for topic in sorted(mine - now):
            row = {"case_id": case_id, "topic": topic, "tagged_by": actor.id, "area_code": head.area_code}
            session.execute(insert(CaseTopic).values(row | {"hidden": head.kept}).on_conflict_do_nothing().inline())
        audit.append(session, "case.tagged", "case", case_id, area=head.area_code, fields=("topics",))
    return _told(session, head, actor)


def _by_hand(session: Session, case_id: UUID) -> set[str]:
    return set(session.scalars(select(CaseTopic.topic).where(CaseTopic.case_id == case_id)))


def _told(session: Session, head: Head, actor: Actor) -> Topics:
    by_category, by_hand = categories.topics_of(session, head.category), _by_hand(session, head.id)
    items = [
        Tagged(each.code, each.name, each.name_en, each.code in by_category | by_hand, each.code in by_category)
        for each in categories.topics(session)
    ]
    return Topics(items, bool(TAGGERS & actor.roles_at(head.area_code)))
