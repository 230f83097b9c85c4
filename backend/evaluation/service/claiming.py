"""自评: what a station says of its own values, with the records that show it, before another person checks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.db import one_at_a_time
from backend.errors import Conflict, Forbidden, Invalid
from backend.evaluation import queries
from backend.evaluation.domain import NewClaim, State
from backend.evaluation.model import EvaluationClaim, EvaluationEvidence
from backend.evaluation.queries import Evidence, Found, Row, View
from backend.evaluation.service.checking import known_once, row_of, tell
from backend.evaluation.service.reading import read


def claim(session: Session, evaluation: UUID, actor: Actor, station: int, claims: Sequence[NewClaim]) -> View:
    """Say what one's own station's values should be, each for a reason and with records; another person checks them. May be repeated.

    Raises NotFound, Forbidden for another's station, Conflict when it is not being checked or a value is checked already, Invalid naming the field.
    """
    one_at_a_time(session, f"evaluation {evaluation}")
    view = read(session, evaluation)
    row = row_of(view, station)
    if not row.own:
        raise Forbidden("自评由站点自己的人来填", code="not_own_station")
    if view.head.state != State.CHECKING:
        raise Conflict("只有核对中的评估可以自评", code="not_checking")
    known_once(view, [each.indicator for each in claims])
    seen = queries.records(session, {each for one in claims for each in one.evidence})
    added = []
    for nth, each in enumerate(claims):
        if _same(row, each, actor):
            continue
        if each.indicator in row.checks:
            raise Conflict("这一项已经核对过了", field=f"items.{nth}.indicator", code="checked")
        _store(session, view, row, each, actor, _records(seen, nth, each))
        added.append(each.indicator)
    if added:
        audit.append(session, "evaluation.claimed", "evaluation", evaluation, area=row.area_code, fields=tuple(added))
        tell(session, "tell_claim", evaluation, station)
    return read(session, evaluation)


def evidence(session: Session, evaluation: UUID, station: int, words: str, most: int) -> list[Found]:
    """Return records of the station's area, from the period on, that may be named as evidence: by number or title, the newest first.

    Raises NotFound, Forbidden for another's station.
    """
    view = read(session, evaluation)
    row = row_of(view, station)
    if not row.own:
        raise Forbidden("自评由站点自己的人来填", code="not_own_station")
    return queries.found(session, row.area_code, view.head.period.since, words, most)


def _same(row: Row, new: NewClaim, actor: Actor) -> bool:
    last = row.claims.get(new.indicator)
    return last is not None and (
        last.value, last.reason, last.made_by, tuple((each.kind, each.ref) for each in last.evidence)
    ) == (new.value, new.reason, actor.id, new.evidence)  # fmt: skip


def _records(seen: Mapping[tuple[str, UUID], Evidence], nth: int, new: NewClaim) -> list[Evidence]:
    """Return the records that are named. Raises Invalid for one that this person does not see, or that is hidden."""
    for at, each in enumerate(new.evidence):
        if each not in seen:
            raise Invalid("没有找到这条记录，或它不能作依据", field=f"items.{nth}.evidence.{at}", code="no_such_record")
    return [seen[each] for each in new.evidence]


def _store(session: Session, view: View, row: Row, new: NewClaim, actor: Actor, records: Sequence[Evidence]) -> None:
    last = row.claims.get(new.indicator)
    key = {
        "evaluation_id": view.head.id, "station_id": row.station_id, "indicator": new.indicator, "nth": last.nth + 1 if last else 1,
        "area_code": row.area_code,
    }  # fmt: skip
    said = {"value": new.value, "reason": new.reason, "made_by": actor.id, "made_name": actor.name}
    session.execute(insert(EvaluationClaim).values(**key | said).inline())
    if records:
        rows = [key | vars(each) | {"position": at} for at, each in enumerate(records, 1)]
        session.execute(insert(EvaluationEvidence).inline(), rows)
