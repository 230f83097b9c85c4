"""点单: a project is made of what people ask for; what asks for the same is merged, every source kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.grid.service import known_areas
from backend.plain import digest_of
from backend.projects import queries
from backend.projects.domain import MAKERS, Draft
from backend.projects.model import Project, ProjectSource
from backend.projects.queries import Head, View, Wanted, Wish


def read(session: Session, project_id: UUID) -> View:
    """Return a project. Raises NotFound when there is none for this viewer."""
    found = queries.one(session, project_id)
    if found is None:
        raise NotFound("没有找到")
    return found


def listed(session: Session, wanted: Wanted, *, last: tuple[datetime, UUID] | None, most: int) -> list[Head]:
    """Return the projects `wanted`, newest first."""
    return queries.listed(session, wanted, last=last, most=most)


def wishes(session: Session, most: int) -> list[Wish]:
    """Return matters that ask for a project and stand in none, the oldest first."""
    return queries.wishes(session, most)


def roles_here(of: Head, actor: Actor) -> frozenset[str]:
    """Return the roles that somebody holds where a project is."""
    return actor.roles_at(of.area_code)


def make(session: Session, actor: Actor, given: Draft) -> View:
    """Make a project of what people ask for. May be repeated.

    Raises Forbidden for who makes none there, Conflict for an id that is taken, Invalid naming a matter that cannot be a source.
    """
    if actor.id is None or not MAKERS & actor.roles_at(given.area_code):
        raise Forbidden("您的岗位不能做这一步")
    if given.area_code not in known_areas(session, [given.area_code]):
        raise Invalid("没有这个行政区划：{area}", field="area", area=given.area_code)
    queries.lock(session, given.id)
    asked, known = digest_of(**vars(given)), queries.head(session, given.id)
    if known is not None:
        if (known.asked, known.made_by) != (asked, actor.id):
            raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
        return read(session, given.id)
    row = {name: getattr(given, name) for name in ("id", "area_code", "year", "title", "text")}
    row |= {"number": queries.next_number(session), "made_by": actor.id, "asked": asked}
    session.execute(insert(Project).values(**row).inline())
    audit.append(session, "project.made", "project", given.id, area=given.area_code, fields=("title", "text"))
    if given.cases:
        _put(session, read(session, given.id), actor, given.cases)
    return read(session, given.id)


def add_sources(session: Session, project_id: UUID, actor: Actor, numbers: Sequence[str]) -> View:
    """Put further matters to a project by their numbers. May be repeated.

    Raises NotFound, Forbidden, Invalid (field `cases`): a number that is nobody's as far as this person sees, or one that stands in
    another project.
    """
    queries.lock(session, project_id)
    found = read(session, project_id)
    if not MAKERS & roles_here(found.head, actor):
        raise Forbidden("您的岗位不能做这一步")
    _put(session, found, actor, numbers)
    return read(session, project_id)


def _put(session: Session, found: View, actor: Actor, numbers: Sequence[str]) -> None:
    known = queries.known_cases(session, numbers)
    for number in numbers:
        if number not in known:
            raise Invalid("没有这个编号的事项，请核对编号", field="cases", code="no_such_case")
    there = queries.standing_in(session, [case for case, _ in known.values()])
    if any(project != found.head.id for project in there.values()):
        raise Invalid("这件事项已经归到另一个项目", field="cases", code="another_project")
    rows = [
        {"project_id": found.head.id, "case_id": case, "case_number": number, "area_code": area, "added_by": actor.id}
        for number, (case, area) in known.items() if case not in there
    ]  # fmt: skip
    if rows:
        session.execute(insert(ProjectSource), rows)
        audit.append(
            session, "project.sources_added", "project", found.head.id, area=found.head.area_code, fields=("cases",)
        )
