"""Making a version of the weights, and an evaluation out of the records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.clock import today
from backend.db import current_context, one_at_a_time
from backend.errors import Conflict, Forbidden, Invalid, Listed, NotFound
from backend.evaluation import queries
from backend.evaluation.domain import MOST_STATIONS, OLDEST, NewEvaluation, NewScheme, Period, Scheme, balanced, compute
from backend.evaluation.model import Evaluation, EvaluationDimension, EvaluationIndicator, EvaluationScheme
from backend.evaluation.queries import View
from backend.evaluation.service.reading import keeps, read
from backend.plain import digest_of
from backend.stations.domain.duties import STATION_KINDS

MOST_SCHEMES = 50


def schemes(session: Session, area: str) -> tuple[list[Scheme], Sequence[EvaluationDimension]]:
    """Return the versions of the weights of an area, the newest first, then those of the areas above it, the installation's last; and the dimensions."""
    return queries.schemes(session, area, MOST_SCHEMES), queries.dimensions(session)


def make_scheme(session: Session, name: str, new: NewScheme) -> Scheme:
    """Add a version of the weights; those before stay as they are, for the evaluations that name them. May be repeated.

    Raises Forbidden, Conflict for an id that is taken or a version that is not the newest any more, Invalid naming the field.
    """
    _office(session, new.area)
    _check(new)
    one_at_a_time(session, f"evaluation scheme {new.area}")
    asked = digest_of(
        area=new.area, name=new.name, weights=(new.workload, new.population, new.effect), rows=new.indicators
    )
    there = session.execute(select(EvaluationScheme.asked).where(EvaluationScheme.id == new.id)).one_or_none()
    if there is None:
        if new.after not in {None, queries.schemes(session, new.area, 1)[0].id}:
            raise Conflict("别人刚存了新的一版，请重新读取", field="after", code="newer")
        version = 1 + (session.scalar(
            select(func.max(EvaluationScheme.version)).where(EvaluationScheme.area_code == new.area)
        ) or 0)  # fmt: skip
        row = {
            "id": new.id, "area_code": new.area, "version": version, "name": new.name, "workload": new.workload, "population": new.population,
            "effect": new.effect, "made_by": current_context(session).viewer, "made_name": name, "asked": asked,
        }  # fmt: skip
        session.execute(insert(EvaluationScheme).values(**row).inline())
        rows = [vars(each) | {"scheme_id": new.id, "position": nth} for nth, each in enumerate(new.indicators, 1)]
        session.execute(insert(EvaluationIndicator).inline(), rows)
        audit.append(
            session, "evaluation_scheme.made", "evaluation_scheme", new.id, area=new.area, fields=("indicators",)
        )
    elif there.asked != asked:
        raise Conflict("这个编号已经用过，内容不同", field="id", code="id_taken")
    return queries.scheme(session, new.id)


def make(session: Session, name: str, new: NewEvaluation) -> View:
    """Evaluate the stations of a kind out of the records, as a draft. May be repeated.

    Raises Forbidden, NotFound for a scheme, Conflict for an id that is taken, Invalid naming the field.
    """
    prefix, period = _prefix(session, new.area), Period(new.since, new.months)
    _timely(period)
    asked = digest_of(**vars(new))
    there = session.execute(select(Evaluation.asked).where(Evaluation.id == new.id)).one_or_none()
    if there is not None:
        if there.asked != asked:
            raise Conflict("这个编号已经用过，内容不同", field="id", code="id_taken")
        return read(session, new.id)
    scheme = _scheme(session, new)
    row: dict[str, Any] = {
        "id": new.id, "area_code": new.area, "kind": new.kind, "since": new.since, "months": new.months, "scheme_id": scheme.id,
        "made_by": current_context(session).viewer, "made_name": name, "asked": asked,
    }  # fmt: skip
    session.execute(insert(Evaluation).values(**row).inline())
    n = queries.take(session, row, prefix, period, MOST_STATIONS + 1)
    if n == 0:
        raise _without(queries.kinds_open(session, prefix, period))
    if n > MOST_STATIONS:
        raise Invalid(
            "一次最多评估{n}个站点，请选小一点的范围", field="area", code="too_many_stations", n=MOST_STATIONS
        )
    _keep(session, new.id, scheme)
    audit.append(session, "evaluation.made", "evaluation", new.id, area=new.area, fields=(f"stations:{n}",))
    return read(session, new.id)


def _without(kinds: Sequence[str]) -> Invalid:
    if not kinds:
        return Invalid("这段时间这里没有开放的站点", field="area", code="no_stations")
    there = Listed(tuple(words for kind, words in STATION_KINDS.items() if kind in kinds))
    return Invalid("这段时间这里没有这一类站点，有的是：{kinds}", field="kind", code="no_stations", kinds=there)


def _keep(session: Session, evaluation: UUID, scheme: Scheme) -> None:
    counts = queries.counts(session, evaluation)
    queries.keep_values(session, [
        {"evaluation_id": evaluation, "station_id": each.station_id, "area_code": each.area_code, "indicator": indicator.code}
        | vars(compute(indicator, counts.get(each.station_id, {}), each.households))
        for each in queries.stations(session, evaluation) for indicator in scheme.indicators
    ])  # fmt: skip


def _office(session: Session, code: str) -> str:
    """Return the prefix of an area whose stations the viewer evaluates, of a city too. Raises Forbidden."""
    found = queries.area(session, code)
    if found is None or not keeps(session, code):
        raise Forbidden("评估由本地的联络员或人大来组织")
    return found[1]


def _prefix(session: Session, code: str) -> str:
    """Return the prefix of an area that one evaluation may cover. Raises Invalid, Forbidden."""
    if _office(session, code) != code:
        raise Invalid("评估以县（市、区）、乡镇（街道）或村（社区）为单位", field="area", code="too_wide")
    return code


def _timely(period: Period) -> None:
    """Raise Invalid for a period that is not over, or too long ago."""
    now = today()
    if period.until >= now:
        raise Invalid("这段时间还没有过完，请选已经结束的期间", field="since", code="not_over")
    if period.since.year < now.year - OLDEST:
        raise Invalid("最多评估{n}年以内的工作", field="since", code="too_old", n=OLDEST)


def _scheme(session: Session, new: NewEvaluation) -> Scheme:
    found = queries.schemes(session, new.area, MOST_SCHEMES)
    if new.scheme is None:
        return found[0]
    for each in found:
        if each.id == new.scheme:
            return each
    raise NotFound("没有这个版本的指标体系", field="scheme")


def _check(new: NewScheme) -> None:
    """Raise Invalid naming what is wrong with a version of the weights."""
    if new.workload + new.population + new.effect != 100:
        raise Invalid("三项权重加起来要等于100", field="workload", code="weights_sum")
    codes = [each.code for each in new.indicators]
    for nth, each in enumerate(new.indicators):
        if codes.index(each.code) != nth:
            raise Invalid("指标代码重复", field=f"indicators.{nth}.code", code="twice")
        if not each.fits():
            raise Invalid("这个数不能和它相比，请换一个", field=f"indicators.{nth}.per", code="not_a_part")
    total = sum(each.weight for each in new.indicators)
    if not balanced([each.weight for each in new.indicators]):
        raise Invalid("权重加起来是{total}，要等于100", field="indicators", code="weights_sum", total=str(total))
