"""Checking what was computed, value by value, and settling it: from then on nothing of it changes."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, insert, update
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.db import one_at_a_time
from backend.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from backend.evaluation import queries
from backend.evaluation.domain import MOVES, State, Verdict
from backend.evaluation.model import Evaluation, EvaluationCheck, EvaluationStation
from backend.evaluation.queries import Row, View
from backend.evaluation.service.reading import read
from backend.jobs import service as jobs


def check(session: Session, evaluation: UUID, actor: Actor, station: int, verdicts: Sequence[Verdict]) -> View:
    """Confirm or correct values of a station; without `verdicts`: those nobody has looked at and the station says nothing else of. May be repeated.

    Raises NotFound, Forbidden for one's own station, Conflict when it is not being checked, Invalid naming the field.
    """
    one_at_a_time(session, f"evaluation {evaluation}")
    view = _worked_on(session, evaluation)
    row = row_of(view, station)
    if row.own:
        raise Forbidden("自己的站点请别人来核对", code="own_station")
    if view.head.state != State.CHECKING:
        raise Conflict("只有核对中的评估可以核对", code="not_checking")
    known = known_once(view, [each.indicator for each in verdicts])
    for nth, each in enumerate(verdicts):
        if each.value is not None and len(each.reason) < 2:
            raise Invalid("改了数要写理由", field=f"items.{nth}.reason", code="reason_lacking")
    said = verdicts or [Verdict(code, None, "") for code in known if code not in row.checks and code not in row.claims]
    new = [each for each in said if not _same(row, each, actor)]
    if new:
        session.execute(insert(EvaluationCheck).inline(), [_values(view, row, each, actor) for each in new])
        fields = tuple(each.indicator for each in new)
        audit.append(session, "evaluation.checked", "evaluation", evaluation, area=row.area_code, fields=fields)
        tell(session, "tell_claim_checked", evaluation, station)
    return read(session, evaluation)


def tell(session: Session, name: str, evaluation: UUID, station: int) -> None:
    """Tell who has to hear of what was just said or checked (see `queries.tell`), in the inbox and by push."""
    jobs.push_notices(session, queries.tell(session, name, evaluation, station))


def move(session: Session, evaluation: UUID, actor: Actor, which: str, reason: str, *, version: int) -> View:
    """Open a draft for checking, settle it, or drop it for a reason. May be repeated.

    Raises NotFound, Forbidden, Stale, Conflict: no such move now, or something is not checked yet; Invalid for a missing reason.
    """
    one_at_a_time(session, f"evaluation {evaluation}")
    view = _worked_on(session, evaluation)
    head = view.head
    if (
        head.version == version + 1
        and head.state in {to for (_, name), to in MOVES.items() if name == which}
        and (head.reason == reason or which != "drop")
    ):
        return view
    if head.version != version:
        raise Stale("别人刚改过，请重新读取", field="If-Match")
    to = MOVES.get((State(head.state), which))
    if to is None:
        raise Conflict("现在不能走这一步，请重新读取", code="no_such_move")
    if to == State.DROPPED and len(reason) < 2:
        raise Invalid("写明作废的理由", field="reason", code="reason_lacking")
    changed: dict[str, object] = {"state": to.value, "version": version + 1}
    if to == State.DROPPED:
        changed["reason"] = reason
    if to == State.SETTLED:
        _freeze(session, view)
        changed |= {"settled_name": actor.name, "settled_at": func.now()}
    session.execute(update(Evaluation).where(Evaluation.id == evaluation).values(**changed))
    audit.append(session, f"evaluation.{to}", "evaluation", evaluation, area=head.area_code, fields=tuple(changed))
    session.expire_all()
    return read(session, evaluation)


def row_of(view: View, station: int) -> Row:
    """Return a station of an evaluation. Raises NotFound."""
    for row in view.rows:
        if row.station_id == station:
            return row
    raise NotFound("没有找到", field="station")


def known_once(view: View, codes: Sequence[str]) -> list[str]:
    """Return the indicators of an evaluation. Raises Invalid naming one of `codes` that is none of them, or stands there twice."""
    known = [each.code for each in view.scheme.indicators]
    for nth, code in enumerate(codes):
        if code not in known:
            raise Invalid("这一版里没有这项指标", field=f"items.{nth}.indicator", code="unknown")
        if code in codes[:nth]:
            raise Invalid("同一项指标写了两次", field=f"items.{nth}.indicator", code="twice")
    return known


def _worked_on(session: Session, evaluation: UUID) -> View:
    view = read(session, evaluation)
    if not view.keeps:
        raise Forbidden("评估由本地的联络员或人大来组织")
    return view


def _freeze(session: Session, view: View) -> None:
    """Write down scores and ranks. Raises Conflict while values wait for a person."""
    left = sum(not told.checked for row in view.rows for told in row.told.values())
    if left:
        raise Conflict("还有{n}项没有核对", code="unchecked", n=left)
    key = EvaluationStation
    for row in view.rows:
        score, rank = view.standings[row.station_id].score, view.ranks[row.station_id]
        one = (key.evaluation_id == view.head.id) & (key.station_id == row.station_id)
        session.execute(update(key).where(one).values(score=score, rank=rank))


def _same(row: Row, verdict: Verdict, actor: Actor) -> bool:
    last = row.checks.get(verdict.indicator)
    return last is not None and (last.value, last.reason, last.checked_by) == (verdict.value, verdict.reason, actor.id)


def _values(view: View, row: Row, verdict: Verdict, actor: Actor) -> dict[str, object]:
    last = row.checks.get(verdict.indicator)
    return vars(verdict) | {
        "evaluation_id": view.head.id, "station_id": row.station_id, "area_code": row.area_code, "nth": last.nth + 1 if last else 1,
        "checked_by": actor.id, "checked_name": actor.name,
    }  # fmt: skip
