"""The nine steps of a station: naming them, carrying them, ticking one with what shows it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid5

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.attachments import queries as attachments
from backend.attachments.queries import Owner
from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from backend.solicitations import queries
from backend.solicitations.domain.steps import FIRST_NAMES, NINE, Evidence, Run, Template, check_names
from backend.solicitations.model import StepPhoto, StepRun, StepTemplate, StepTick
from backend.stations import service as stations

KEEPERS = frozenset({"liaison", "town_congress"})
LEAST_WORDS = 2


def template(session: Session, station_id: int) -> Template:
    """Return the steps of a station as it names them. Raises NotFound for no station."""
    if stations.get(session, station_id) is None:
        raise NotFound("没有找到")
    found = queries.template(session, station_id)
    return Template(station_id, found.version, found.names) if found else Template(station_id, 0, FIRST_NAMES)


def name_steps(session: Session, station_id: int, actor: Actor, names: Sequence[str], *, after: int) -> Template:
    """Name the nine steps of a station anew; what runs keeps its names. May be repeated.

    Raises NotFound, Forbidden for another station's people, Stale when there is a newer version, Invalid (field `names`).
    """
    station = stations.get(session, station_id)
    if station is None:
        raise NotFound("没有找到")
    if not KEEPERS & actor.roles_at(station.area_code):
        raise Forbidden("您的岗位不能做这一步")
    check_names(names)
    now = template(session, station_id)
    if (now.version, list(now.names)) == (after + 1, list(names)):
        return now
    if now.version != after:
        raise Stale("别人刚改过，请重新读取", field="after")
    row = {"station_id": station_id, "version": after + 1, "names": list(names), "area_code": station.area_code}
    session.execute(insert(StepTemplate).values(**row, made_by=actor.id, made_name=actor.name).inline())
    audit.append(session, "steps.named", "station", station_id, area=station.area_code, fields=("names",))
    return Template(station_id, after + 1, names)


def begin(session: Session, actor: Actor, kind: str, subject: UUID, station_id: int) -> None:
    """Let something carry the steps of a station as they are named now; nothing where it carries them already."""
    station = stations.get(session, station_id)
    if station is None or actor.id is None:
        raise NotFound("没有找到")
    row = {"id": uuid5(subject, f"steps {station_id}"), "subject_kind": kind, "subject_id": subject}
    row |= {"station_id": station_id, "names": list(template(session, station_id).names)}
    row |= {"area_code": station.area_code, "begun_by": actor.id}
    session.execute(upsert(StepRun).values(**row).on_conflict_do_nothing())


def runs(session: Session, kind: str, subject: UUID, actor: Actor) -> list[Run]:
    """Return the steps that something carries, station by station, as far as this person sees them."""
    return [
        Run(run.id, run.station_id, station, queries.boxes(session, run), bool(KEEPERS & actor.roles_at(run.area_code)))
        for run, station in queries.runs(session, kind, subject)
    ]


def tick(session: Session, run_id: UUID, actor: Actor, nth: int, given: Evidence) -> StepRun:
    """Note that a step was done, with what shows it: words, own photos, an activity. May be repeated; what was ticked stays as it is.

    Raises NotFound, Forbidden, Invalid naming the field, Conflict for one that is done already.
    """
    run = session.get(StepRun, run_id)
    if run is None:
        raise NotFound("没有找到")
    if not KEEPERS & actor.roles_at(run.area_code):
        raise Forbidden("您的岗位不能做这一步")
    if not 1 <= nth <= NINE:
        raise Invalid("没有这一步", field="nth")
    if len(given.words.strip()) < LEAST_WORDS:
        raise Invalid("请写明做了什么，或者为什么", field="words")
    if given.activity_id is not None and queries.activity_called(session, given.activity_id) is None:
        raise Invalid("没有这个活动，请从名单里选", field="activity_id", code="no_such_activity")
    owner = Owner(author_id=actor.id)
    for n, digest in enumerate(given.photos):
        if attachments.own(session, owner, bytes.fromhex(digest)) is None:
            raise Invalid("没有收到这张照片，请重新添加", field=f"photos.{n}")
    row = {"run_id": run_id, "nth": nth, "words": given.words, "activity_id": given.activity_id}
    row |= {"done_by": actor.id, "done_name": actor.name}
    made = upsert(StepTick).values(**row).on_conflict_do_nothing().returning(StepTick.nth)
    if session.execute(made).one_or_none() is None:
        known, box = session.get_one(StepTick, (run_id, nth)), queries.boxes(session, run)[nth - 1].done
        same = Evidence(known.words, tuple(box.photos) if box else (), known.activity_id)
        if (same, known.done_by) != (given, actor.id):
            raise Conflict("这一步已经完成了", field="nth", code="done_already")
        return run
    photo = {"run_id": run_id, "nth": nth, "author_id": actor.id, "area_code": run.area_code}
    for position, digest in enumerate(given.photos, 1):
        kept = photo | {"position": position, "sent_sha256": bytes.fromhex(digest)}
        session.execute(insert(StepPhoto).values(**kept).inline())
    fields = ("nth", "words", *(("photos",) if given.photos else ()))
    audit.append(session, "step.done", run.subject_kind, run.subject_id, area=run.area_code, fields=fields)
    return run
