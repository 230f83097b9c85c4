"""Reading the nine steps of a station and what shows that they were done."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.solicitations.domain.steps import Box, Done
from backend.solicitations.model import StepPhoto, StepRun, StepTemplate, StepTick
from backend.stations.model import Station


def template(session: Session, station_id: int) -> StepTemplate | None:
    """Return the newest names of a station's steps that the viewer sees, None before there are any."""
    found = select(StepTemplate).where(StepTemplate.station_id == station_id)
    return session.scalar(found.order_by(StepTemplate.version.desc()).limit(1))


def runs(session: Session, kind: str, subject: UUID) -> list[tuple[StepRun, str]]:
    """Return the steps that something carries, with the name of each station."""
    found = (
        select(StepRun, Station.name)
        .join(Station, Station.id == StepRun.station_id)
        .where(StepRun.subject_kind == kind, StepRun.subject_id == subject)
    )
    return [(run, name) for run, name in session.execute(found.order_by(StepRun.begun_at, StepRun.id))]


def boxes(session: Session, run: StepRun) -> list[Box]:
    """Return the nine steps of a run, with what shows those that were done."""
    ticks = {each.nth: each for each in session.scalars(select(StepTick).where(StepTick.run_id == run.id))}
    photos: dict[int, list[str]] = defaultdict(list)
    kept = select(StepPhoto.nth, StepPhoto.sent_sha256).where(StepPhoto.run_id == run.id)
    for nth, sent in session.execute(kept.order_by(StepPhoto.nth, StepPhoto.position)):
        photos[nth].append(bytes(sent).hex())
    return [
        Box(nth, name, _done(ticks[nth], photos[nth]) if nth in ticks else None)
        for nth, name in enumerate(run.names, 1)
    ]


def _done(tick: StepTick, photos: list[str]) -> Done:
    return Done(tick.words, tick.done_name, tick.at, photos, tick.activity_id, tick.activity_title)


def activity_called(session: Session, activity_id: UUID) -> str | None:
    """Return what an activity is called, None where this viewer sees none."""
    return session.scalar(select(func.activity_called(activity_id)))
