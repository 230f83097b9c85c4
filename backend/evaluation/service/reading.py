"""Reading evaluations: the ranking, a station's seven dimensions, the records behind a value, and what a budget comes to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.db import current_context
from backend.errors import Conflict, Forbidden, NotFound
from backend.evaluation import queries
from backend.evaluation.domain import (
    DIMENSIONS,
    MEASURES,
    WORK,
    Effort,
    State,
    ranked,
    stand,
    subsidies,
)
from backend.evaluation.queries import Estimate, Head, Source, View

KEEPERS = ("liaison", "town_congress")


def keeps(session: Session, area: str) -> bool:
    """Return whether the viewer evaluates the stations of an area."""
    return current_context(session).holds_at(area, *KEEPERS)


def listed(session: Session, area: str | None, last: tuple[date, UUID] | None, most: int) -> list[Head]:
    """Return the evaluations that the viewer sees, the newest period first."""
    return queries.heads(session, area, None, last, most)


def head_of(session: Session, evaluation: UUID) -> Head:
    """Return an evaluation without its stations. Raises NotFound where the viewer sees none."""
    found = queries.heads(session, None, evaluation, None, 1)
    if not found:
        raise NotFound("没有找到")
    return found[0]


def read(session: Session, evaluation: UUID) -> View:
    """Return an evaluation with the stations that the viewer sees. Raises NotFound where there is none for them."""
    head = head_of(session, evaluation)
    scheme, rows = queries.scheme(session, head.scheme_id), queries.rows(session, evaluation)
    standings = {row.station_id: stand(scheme, head.period.months, row.told) for row in rows}
    whole = head.state == State.SETTLED or any(
        head.area_code.startswith(each) for each in current_context(session).areas
    )
    ranks = ranked({key: each.score for key, each in standings.items()}) if whole else dict.fromkeys(standings)
    places = {
        name: ranked({key: each.dimensions[name][1] for key, each in standings.items()}) if whole else dict.fromkeys(standings)
        for name in DIMENSIONS if any(each.dimension == name for each in scheme.indicators)
    }  # fmt: skip
    return View(
        head, scheme, queries.dimensions(session), rows, standings, ranks, places, whole, keeps(session, head.area_code)
    )


def taken(session: Session, evaluation: UUID) -> View:
    """Return a settled evaluation that is taken away as a file, and note so in the record. Raises NotFound, Conflict while it is not settled."""
    view = read(session, evaluation)
    if view.head.state != State.SETTLED:
        raise Conflict("公布以后才能导出排名", code="not_settled")
    audit.append(session, "evaluation.taken", "evaluation", evaluation, area=view.head.area_code, fields=("ranks",))
    return view


def sources(
    session: Session, evaluation: UUID, station: int, measure: str, last: tuple[date, str] | None, most: int
) -> tuple[list[Source], int, int]:
    """Return the records behind a measure of a station; how many there are, and how many of them the viewer may read.

    Raises NotFound where there is no such evaluation, station or measure for this viewer: records are for who evaluates and the station's own.
    """
    head_of(session, evaluation)
    mine = current_context(session).areas
    known = {
        each.station_id for each in queries.stations(session, evaluation) if each.area_code.startswith(mine or ("-",))
    }
    if station not in known or measure not in MEASURES:
        raise NotFound("没有找到")
    return queries.sources(session, evaluation, station, measure, last, most)


def estimate(
    session: Session, evaluation: UUID, budget: int, weights: tuple[int, int, int] | None
) -> tuple[View, Estimate]:
    """Return how a budget (cents) would be shared by work, households and score; `weights` None: those of the scheme. Nothing is stored.

    Raises NotFound, Forbidden for who does not evaluate there, Conflict where there is nothing to go by.
    """
    view = read(session, evaluation)
    if not view.keeps:
        raise Forbidden("经费测算由组织评估的联络员或人大来做")
    counts = queries.counts(session, evaluation)
    efforts = {
        row.station_id: Effort(
            sum(counts.get(row.station_id, {}).get(each, 0) for each in WORK), row.households or 0,
            view.standings[row.station_id].score or Decimal(0),
        )
        for row in view.rows
    }  # fmt: skip
    scheme = view.scheme
    parts = subsidies(budget, weights or (scheme.workload, scheme.population, scheme.effect), efforts)
    if parts is None:
        raise Conflict("按这样的权重没有可以依据的记录，请换一个权重", code="nothing_to_go_by")
    return view, Estimate(efforts, parts)
