"""Reading and storing evaluations: each viewer what the policies show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, insert, literal, select, true, tuple_
from sqlalchemy.orm import Session

from backend.clock import midnight
from backend.evaluation.domain import Computed, Effort, Indicator, Period, Scheme, Standing, Subsidy, Told
from backend.evaluation.model import (
    Evaluation,
    EvaluationCheck,
    EvaluationDimension,
    EvaluationIndicator,
    EvaluationScheme,
    EvaluationStation,
    EvaluationValue,
    StationHonour,
)
from backend.evaluation.queries.evidence import SQL, Claim, Evidence, Found, claims, found, records, tell
from backend.grid.model import Area
from backend.stations.model import Station

INDICATOR = (
    EvaluationIndicator.code, EvaluationIndicator.dimension, EvaluationIndicator.name, EvaluationIndicator.name_en,
    EvaluationIndicator.measure, EvaluationIndicator.per, EvaluationIndicator.direction, EvaluationIndicator.pace,
    EvaluationIndicator.target, EvaluationIndicator.weight,
)  # fmt: skip
Place = tuple[str, str]
__all__ = ["SQL", "Claim", "Evidence", "Found", "claims", "found", "records", "tell"]


@dataclass(frozen=True)
class Head:
    """An evaluation without its stations."""

    id: UUID
    area_code: str
    area_name: str
    kind: str
    period: Period
    scheme_id: UUID
    state: str
    reason: str
    made_by: int
    made_name: str
    made_at: datetime
    settled_name: str | None
    settled_at: datetime | None
    asked: bytes
    version: int


@dataclass(frozen=True)
class Check:
    """The last word of a person on a value."""

    nth: int
    value: Decimal | None
    reason: str
    checked_by: int
    checked_name: str
    checked_at: datetime


@dataclass(frozen=True)
class Row:
    """A station of an evaluation; `own`: it is the viewer's own."""

    station_id: int
    area_code: str
    name: str
    households: int | None
    score: Decimal | None
    rank: int | None
    own: bool
    told: Mapping[str, Told]
    checks: Mapping[str, Check]
    claims: Mapping[str, Claim]


@dataclass(frozen=True)
class Source:
    """A record behind a value: where it is; `case_id`: the case it belongs to."""

    measure: str
    kind: str
    ref: str
    day: date
    label: str
    case_id: UUID | None


@dataclass(frozen=True)
class View:
    """An evaluation as this viewer sees it; `whole`: all its stations are shown, so there are ranks. `keeps`: they may work on it."""

    head: Head
    scheme: Scheme
    dimensions: Sequence[EvaluationDimension]
    rows: Sequence[Row]
    standings: Mapping[int, Standing]
    ranks: Mapping[int, int | None]
    # by dimension, then station
    places: Mapping[str, Mapping[int, int | None]]
    whole: bool
    keeps: bool


@dataclass(frozen=True)
class Estimate:
    """What an estimate of subsidies goes by and comes to, by station."""

    efforts: Mapping[int, Effort]
    parts: Mapping[int, Subsidy]


@dataclass(frozen=True)
class Honour:
    """What was asked for a station and what became of it; `period`, `score`, `rank`: of the evaluation, of `of_n` stations; `own`: its own."""

    id: UUID
    kind: str
    station_id: int
    station_name: str
    area_code: str
    way: str
    words: str
    evaluation_id: UUID | None
    state: str
    asked_by: int
    asked_name: str
    asked_at: datetime
    decided_name: str | None
    reason: str
    asked: bytes
    version: int
    own: bool
    since: Any
    months: int | None
    score: Decimal | None
    rank: int | None
    of_n: int | None

    @property
    def period(self) -> Period | None:
        """Return the period of the evaluation."""
        return None if self.months is None else Period(self.since, self.months)


def area(session: Session, code: str) -> Place | None:
    """Return name and prefix of an area, None when there is none."""
    found = session.execute(select(Area.name, Area.prefix).where(Area.code == code)).one_or_none()
    return None if found is None else (found[0], found[1])


def dimensions(session: Session) -> Sequence[EvaluationDimension]:
    """Return the dimensions in their order."""
    return session.scalars(select(EvaluationDimension).order_by(EvaluationDimension.position)).all()


def scheme(session: Session, scheme_id: UUID) -> Scheme:
    """Return a version of the weights."""
    return _schemes(session, [session.get_one(EvaluationScheme, scheme_id)])[0]


def schemes(session: Session, code: str, most: int) -> list[Scheme]:
    """Return the versions that an area has made, the newest first; then the newest of each area above it, the nearest first, then the installation's."""
    made = EvaluationScheme
    own = (made.area_code == code).is_(true())
    nth = func.row_number().over(partition_by=made.area_code, order_by=made.version.desc()).label("nth")
    near = (
        select(made, nth)
        .outerjoin(Area, Area.code == made.area_code)
        .where(made.area_code.is_(None) | literal(code).startswith(Area.prefix))
        .order_by(own.desc(), func.length(Area.prefix).desc().nulls_last(), nth)
    )
    found: Sequence[Any] = session.execute(near).all()
    return _schemes(session, [each for each, n in found if n <= (most if each.area_code == code else 1)])


def _schemes(session: Session, found: Sequence[EvaluationScheme]) -> list[Scheme]:
    of: dict[UUID, list[Indicator]] = defaultdict(list)
    rows = (
        select(EvaluationIndicator.scheme_id, *INDICATOR)
        .where(EvaluationIndicator.scheme_id.in_([each.id for each in found]))
        .order_by(EvaluationIndicator.position)
    )
    for owner, *parts in session.execute(rows):
        of[owner].append(Indicator(*parts))
    known = select(Area.code, Area.name).where(Area.code.in_({each.area_code for each in found if each.area_code}))
    names: dict[str, str] = {row.code: row.name for row in session.execute(known)}
    return [
        Scheme(
            each.id, each.name, each.workload, each.population, each.effect, tuple(of[each.id]), each.area_code, each.version,
            names.get(each.area_code or ""),
        )
        for each in found
    ]  # fmt: skip


def heads(
    session: Session, code: str | None, one: UUID | None, last: tuple[date, UUID] | None, most: int
) -> list[Head]:
    """Return evaluations this viewer sees: of an area, one, or all; the newest period first, after a cursor."""
    made = Evaluation
    wanted = select(
        made.id, made.area_code, Area.name, made.kind, made.since, made.months, made.scheme_id, made.state, made.reason, made.made_by,
        made.made_name, made.made_at, made.settled_name, made.settled_at, made.asked, made.version,
    ).join(Area, Area.code == made.area_code)  # fmt: skip
    if code is not None:
        wanted = wanted.where(made.area_code == code)
    if one is not None:
        wanted = wanted.where(made.id == one)
    if last is not None:
        wanted = wanted.where(tuple_(made.since, made.id) < tuple_(*last))
    rows = session.execute(wanted.order_by(made.since.desc(), made.id.desc()).limit(most))
    found: list[Any] = list(rows)
    return [Head(*(*row[:4], Period(row[4], row[5]), *row[6:])) for row in found]


def take(session: Session, head: Mapping[str, Any], prefix: str, period: Period, most: int) -> int:
    """Take the stations of an evaluation and every record that counts; return how many stations there are, at most `most`."""
    days = {
        "evaluation": head["id"], "since": period.since, "until": period.until, "low": midnight(period.since),
        "high": midnight(period.after),
    }  # fmt: skip
    values = days | {"kind": head["kind"], "area": prefix, "most": most}
    session.execute(SQL["take_stations"], values)
    n = session.scalar(select(func.count()).where(EvaluationStation.evaluation_id == head["id"])) or 0
    if 0 < n < most:
        session.execute(SQL["take_sources"], values)
    return n


def kinds_open(session: Session, prefix: str, period: Period) -> Sequence[str]:
    """Return of which kinds stations were open in an area in a period."""
    then = (
        Station.area_code.op("^@")(prefix), Station.opened_on <= period.until,
        Station.closed_on.is_(None) | (Station.closed_on > period.since),
    )  # fmt: skip
    return session.scalars(select(Station.kind).where(*then).distinct()).all()


def counts(session: Session, evaluation: UUID) -> dict[int, dict[str, int]]:
    """Return how many records stand behind each measure, by station."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in session.execute(SQL["counts"], {"evaluation": evaluation}):
        found[row.station_id][row.measure] = row.n
    return found


def stations(session: Session, evaluation: UUID) -> Sequence[EvaluationStation]:
    """Return the stations of an evaluation that the viewer sees."""
    of = select(EvaluationStation).where(EvaluationStation.evaluation_id == evaluation)
    return session.scalars(of.order_by(EvaluationStation.station_id)).all()


def keep_values(session: Session, rows: list[dict[str, Any]]) -> None:
    """Store what was computed."""
    session.execute(insert(EvaluationValue).inline(), rows)


def rows(session: Session, evaluation: UUID) -> list[Row]:
    """Return the stations that the viewer sees, with their values and what was said of them."""
    key, made, said = EvaluationStation, EvaluationValue, EvaluationCheck
    checks: dict[int, dict[str, Check]] = defaultdict(dict)
    last = (
        select(said.station_id, said.indicator, said.nth, said.value, said.reason, said.checked_by, said.checked_name, said.checked_at)
        .where(said.evaluation_id == evaluation)
        .order_by(said.station_id, said.indicator, said.nth)
    )  # fmt: skip
    given: Any
    for given in session.execute(last):
        checks[given[0]][given[1]] = Check(*given[2:])
    told: dict[int, dict[str, Told]] = defaultdict(dict)
    values = select(made.station_id, made.indicator, made.n, made.of_n, made.value, made.counted)
    for given in session.execute(values.where(made.evaluation_id == evaluation)):
        check = checks[given[0]].get(given[1])
        told[given[0]][given[1]] = Told(Computed(*given[2:]), check is not None, check.value if check else None)
    of = select(
        key.station_id, key.area_code, key.name, key.households, key.score, key.rank, func.keeps_station(key.station_id, key.area_code)
    ).where(key.evaluation_id == evaluation)  # fmt: skip
    found: Sequence[Any] = session.execute(of.order_by(key.station_id)).all()
    claimed = claims(session, evaluation)
    return [Row(*(*row, told[row[0]], checks[row[0]], claimed[row[0]])) for row in found]


def sources(
    session: Session, evaluation: UUID, station: int, measure: str, last: tuple[date, str] | None, most: int
) -> tuple[list[Source], int, int]:
    """Return records behind a measure, after a cursor; how many there are, and how many of them the viewer may read."""
    of = {"evaluation": evaluation, "station": station, "measure": measure}
    day, ref = last or (None, None)
    found = session.execute(SQL["sources"], of | {"day": day, "ref": ref, "most": most})
    whole = session.execute(SQL["sources_counted"], of).one()
    return [Source(*row) for row in found], whole.n, whole.shown


def honours(session: Session, last: tuple[datetime, UUID] | None, most: int) -> list[Honour]:
    """Return what was asked for, as far as the viewer sees it, the newest first, after a cursor."""
    wanted = _honours()
    if last is not None:
        wanted = wanted.where(tuple_(StationHonour.asked_at, StationHonour.id) < tuple_(*last))
    rows = session.execute(wanted.order_by(StationHonour.asked_at.desc(), StationHonour.id.desc()).limit(most))
    return [Honour(*row) for row in rows]


def honour(session: Session, one: UUID) -> Honour | None:
    """Return what was asked for, None where the viewer sees none."""
    row = session.execute(_honours().where(StationHonour.id == one)).one_or_none()
    return None if row is None else Honour(*row)


def _honours() -> Select[*tuple[Any, ...]]:
    made, key, of = StationHonour, EvaluationStation, Evaluation
    name = select(Station.name).where(Station.id == made.station_id).scalar_subquery()
    others = select(func.count()).where(key.evaluation_id == made.evaluation_id).correlate(made).scalar_subquery()
    return (
        select(
            made.id, made.kind, made.station_id, name, made.area_code, made.way, made.words, made.evaluation_id, made.state, made.asked_by,
            made.asked_name, made.asked_at, made.decided_name, made.reason, made.asked, made.version,
            func.keeps_station(made.station_id, made.area_code), of.since, of.months, key.score, key.rank, others,
        )
        .outerjoin(of, of.id == made.evaluation_id)
        .outerjoin(key, (key.evaluation_id == made.evaluation_id) & (key.station_id == made.station_id))
    )  # fmt: skip
