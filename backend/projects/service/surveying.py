"""验单: drawing the households that are asked, and noting what they say."""

from __future__ import annotations

from secrets import randbelow
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.clock import today
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.projects import queries
from backend.projects.domain import CONGRESS, VOICED, Answer, drawn
from backend.projects.model import ProjectSurvey, ProjectSurveyAnswer, ProjectSurveyCell
from backend.projects.queries import Survey
from backend.projects.service.proposing import read, roles_here

NOTERS = frozenset({CONGRESS, "liaison"})
SEEDS = 2**31


def surveyed(session: Session, project_id: UUID, actor: Actor) -> Survey:
    """Return the sample of a project with its answers. Raises NotFound before it is drawn, and for who has no role there."""
    found = queries.survey(session, project_id) if roles_here(read(session, project_id).head, actor) else None
    if found is None:
        raise NotFound("没有找到")
    return found


def draw(session: Session, project_id: UUID, actor: Actor, size: int, least: int) -> Survey:
    """Draw the households that are asked of a project, once: drawn again it stays as it was.

    Raises NotFound, Forbidden for who is not the congress there, Conflict: not finished yet, or no cells with households there.
    """
    queries.lock(session, project_id)
    head = read(session, project_id).head
    if actor.id is None or CONGRESS not in roles_here(head, actor):
        raise Forbidden("您的岗位不能做这一步")
    known = queries.survey(session, project_id)
    if known is not None:
        return known
    if head.state not in VOICED:
        raise Conflict("还没有完工，完工后再抽样问群众", code="not_finished")
    seed = randbelow(SEEDS)
    cells = drawn(queries.cells_of(session, head.area_code, today()), size, seed)
    if not cells:
        raise Conflict("这里的网格没有登记户数，抽不出样本", code="no_households")
    row = {"project_id": project_id, "area_code": head.area_code, "seed": seed, "size": size, "least": least}
    session.execute(insert(ProjectSurvey).values(**row, drawn_by=actor.id, drawn_name=actor.name).inline())
    of = {"project_id": project_id, "area_code": head.area_code}
    rows = [
        of | {"cell_code": each.code, "cell_name": each.name, "households": each.households, "asked": list(each.asked)}
        for each in cells
    ]
    session.execute(insert(ProjectSurveyCell), rows)
    audit.append(session, "project.sampled", "project", project_id, area=head.area_code, fields=("seed", "size"))
    return surveyed(session, project_id, actor)


def note(session: Session, project_id: UUID, actor: Actor, said: Answer) -> Survey:
    """Note what a household of the sample says; the first counts. May be repeated.

    Raises NotFound, Forbidden, Invalid (field `household`) for one that was not drawn, Conflict when it has answered, or the id is taken.
    """
    queries.lock(session, project_id)
    head = read(session, project_id).head
    found = surveyed(session, project_id, actor)
    if actor.id is None or not NOTERS & roles_here(head, actor):
        raise Forbidden("您的岗位不能做这一步")
    if said in found.answers:
        return found
    if not any(each.code == said.cell_code and said.household in each.asked for each in found.cells):
        raise Invalid("这一户不在样本里，请从名单里选", field="household", code="not_drawn")
    row = vars(said) | {"project_id": project_id, "area_code": head.area_code, "noted_by": actor.id, "on_day": today()}
    made = upsert(ProjectSurveyAnswer).values(**row).on_conflict_do_nothing().returning(ProjectSurveyAnswer.id)
    if session.execute(made).one_or_none() is None:
        raise Conflict("这一户已经答过，或编号已经用在别的内容上", field="household", code="answered_before")
    audit.append(session, "project.surveyed", "project", project_id, area=head.area_code, fields=("verdict",))
    return surveyed(session, project_id, actor)
