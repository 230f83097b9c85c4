"""评先评优、示范点申报: a station applies or is proposed on the figures of an evaluation; decided once, by another, for a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.clock import now
from backend.db import one_at_a_time
from backend.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from backend.evaluation import queries
from backend.evaluation.domain import NewHonour, State
from backend.evaluation.model import Evaluation, EvaluationStation, HonourKind, StationHonour
from backend.evaluation.queries import Honour
from backend.evaluation.service.reading import keeps
from backend.plain import digest_of
from backend.stations import service as stations


def honours(
    session: Session, last: tuple[datetime, UUID] | None, most: int
) -> tuple[list[Honour], Sequence[HonourKind]]:
    """Return what was asked for stations of the viewer's areas, and what was granted in their county; the newest first. And the kinds."""
    return queries.honours(session, last, most), session.scalars(select(HonourKind).order_by(HonourKind.position)).all()


def ask(session: Session, actor: Actor, new: NewHonour) -> Honour:
    """Ask for an honour: a station for itself, or somebody who stands above it. May be repeated.

    Raises Forbidden, Conflict for an id that is taken, Invalid naming the field.
    """
    place = stations.get(session, new.station)
    if place is None or not keeps(session, place.area_code):
        raise Forbidden("由站点的联络员申报，或者由上级的联络员和人大推荐")
    if session.get(HonourKind, new.kind) is None:
        raise Invalid("没有这一种荣誉", field="kind", code="unknown")
    if new.evaluation is not None and not _settled(session, new.evaluation, new.station):
        raise Invalid("只能附上这个站点已经公布的评估", field="evaluation", code="not_settled")
    asked = digest_of(**vars(new))
    found = queries.honour(session, new.id)
    if found is None:
        own = session.scalar(select(func.keeps_station(new.station, place.area_code)))
        row = {
            "id": new.id, "kind": new.kind, "station_id": new.station, "area_code": place.area_code, "way": "applied" if own else "proposed",
            "words": new.words, "evaluation_id": new.evaluation, "asked_by": actor.id, "asked_name": actor.name, "asked": asked,
        }  # fmt: skip
        session.execute(insert(StationHonour).values(**row).inline())
        audit.append(session, "honour.asked", "station_honour", new.id, area=place.area_code, fields=("kind", "words"))
    elif found.asked != asked:
        raise Conflict("这个编号已经用过，内容不同", field="id", code="id_taken")
    return _found(session, new.id)


def decide(session: Session, honour: UUID, actor: Actor, to: str, reason: str, *, version: int) -> Honour:
    """Grant or decline what another asked for, or take back what one asked for oneself; for a reason, once. May be repeated.

    Raises NotFound, Forbidden for one's own, Stale, Conflict when it is decided.
    """
    one_at_a_time(session, f"honour {honour}")
    found = _found(session, honour)
    if (found.state, found.reason, found.version) == (to, reason, version + 1):
        return found
    if found.version != version:
        raise Stale("别人刚改过，请重新读取", field="If-Match")
    if not keeps(session, found.area_code):
        raise Forbidden("由上级的联络员或人大来定")
    if found.state != "asked":
        raise Conflict("已经有结果了", code="decided")
    mine = found.asked_by == actor.id
    if mine != (to == "withdrawn") or (not mine and found.own):
        raise Forbidden("自己申报或推荐的、自己的站点，请别人来定", code="own_station")
    values = {
        "state": to,
        "reason": reason,
        "decided_by": actor.id,
        "decided_name": actor.name,
        "decided_at": now(),
        "version": version + 1,
    }
    session.execute(update(StationHonour).where(StationHonour.id == honour).values(**values))
    audit.append(session, f"honour.{to}", "station_honour", honour, area=found.area_code, fields=("state", "reason"))
    return _found(session, honour)


def _settled(session: Session, evaluation: UUID, station: int) -> bool:
    key = EvaluationStation
    of = select(key.station_id).join(Evaluation, Evaluation.id == key.evaluation_id)
    one = (key.evaluation_id == evaluation) & (key.station_id == station) & (Evaluation.state == State.SETTLED.value)
    return session.scalar(of.where(one)) is not None


def _found(session: Session, honour: UUID) -> Honour:
    found = queries.honour(session, honour)
    if found is None:
        raise NotFound("没有找到")
    return found
