"""买单 and 验单: how it goes, flags, deputies' scores, residents' voices."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.bodies import service as bodies
from backend.cases.domain import Actor
from backend.clock import today
from backend.errors import Conflict, Forbidden, Invalid
from backend.projects import queries
from backend.projects.domain import CONGRESS, GOING, GOVERNMENT, VOICED, Report, State
from backend.projects.model import Project, ProjectProgress, ProjectScore, ProjectVoice
from backend.projects.queries import View
from backend.projects.service.proposing import read, roles_here


def report(session: Session, project_id: UUID, actor: Actor, said: Report) -> View:
    """Say how it goes in a quarter: per cent, money paid so far. May be repeated.

    Raises NotFound, Forbidden for who neither builds nor governs there, Conflict: not being built, or the id is taken; Invalid: less
    paid than was paid before.
    """
    queries.lock(session, project_id)
    found = read(session, project_id)
    if actor.id is None or not may_report(session, found, actor):
        raise Forbidden("您的岗位不能做这一步")
    for each in found.progress:
        if each.id == said.id:
            if (each.quarter, each.percent, each.paid_yuan, each.words, each.actor_id) == (
                said.quarter, said.percent, said.paid_yuan, said.words, actor.id,
            ):  # fmt: skip
                return found
            raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    if found.head.state not in GOING:
        raise Conflict("现在不在实施，不能报进度", code="not_going")
    if found.progress and said.paid_yuan < found.progress[-1].paid_yuan:
        raise Invalid("累计拨付不能比上次少", field="paid_yuan")
    row = vars(said) | {"project_id": project_id, "actor_id": actor.id, "actor_name": actor.name}
    session.execute(insert(ProjectProgress).values(**row).inline())
    audit.append(
        session,
        "project.progress",
        "project",
        project_id,
        area=found.head.area_code,
        fields=("percent", "paid_yuan", "words"),
    )
    return read(session, project_id)


def may_report(session: Session, found: View, actor: Actor) -> bool:
    """Return whether somebody says how it goes: the government there, or who builds it."""
    own = {body.id for body in bodies.mine(session)}
    return GOVERNMENT in roles_here(found.head, actor) or found.head.body_id in own


def flag(session: Session, project_id: UUID, actor: Actor, colour: str) -> View:
    """Raise or take down a flag while it is built (监督旗标). May be repeated. Raises NotFound, Forbidden, Conflict."""
    queries.lock(session, project_id)
    found = read(session, project_id)
    if CONGRESS not in roles_here(found.head, actor):
        raise Forbidden("您的岗位不能做这一步")
    if found.head.flag == colour:
        return found
    if found.head.state not in GOING:
        raise Conflict("现在不在实施，不能挂旗", code="not_going")
    session.execute(update(Project).where(Project.id == project_id).values(flag=colour))
    audit.append(session, "project.flagged", "project", project_id, area=found.head.area_code, fields=("flag",))
    return read(session, project_id)


def score(session: Session, project_id: UUID, actor: Actor, given: Mapping[str, int]) -> View:
    """Keep what a deputy gives at this inspection, in every dimension; said again, the last counts.

    Raises NotFound, Forbidden for who is no deputy there, Conflict: no inspection; Invalid (field `scores`): not every dimension.
    """
    queries.lock(session, project_id)
    found = read(session, project_id)
    if actor.id is None or "deputy" not in roles_here(found.head, actor):
        raise Forbidden("您的岗位不能做这一步")
    if found.head.state != State.INSPECTING:
        raise Conflict("现在不在验收", code="not_inspecting")
    if set(given) != queries.dimensions(session):
        raise Invalid("每一项都要打分", field="scores")
    own = {"project_id": project_id, "round": found.head.round, "account_id": actor.id}
    new = upsert(ProjectScore)
    keep = new.on_conflict_do_update(
        index_elements=["project_id", "round", "account_id", "dimension"], set_={"score": new.excluded.score}
    )
    session.execute(keep, [own | {"dimension": code, "score": points} for code, points in sorted(given.items())])
    audit.append(session, "project.scored", "project", project_id, area=found.head.area_code, fields=("scores",))
    return read(session, project_id)


def voice(session: Session, project_id: UUID, device: bytes, verdict: str) -> View:
    """Keep what a resident says of a project, once a device; the first counts. Raises NotFound, Conflict: not finished yet."""
    found = read(session, project_id)
    if found.head.state not in VOICED:
        raise Conflict("还没有完工，完工后再请您评价", code="not_finished")
    made = session.execute(
        upsert(ProjectVoice)
        .values(project_id=project_id, device=device, verdict=verdict, on_day=today())
        .on_conflict_do_nothing()
        .returning(ProjectVoice.verdict)
    ).one_or_none()
    if made is None:
        raise Conflict("这台设备已经评价过，一台设备评价一次", code="said_before")
    audit.append(session, "project.voiced", "project", project_id, area=found.head.area_code, fields=("verdict",))
    return read(session, project_id)
