"""The demo's evaluation: the six workstations of 002 over the last twelve months, out of the demo's own records, checked and settled."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from backend.clock import today
from backend.demo.domain import FUQUAN
from backend.demo.service.figures import NAMESPACE
from backend.demo.service.stories import Stage
from backend.evaluation import service
from backend.evaluation.domain import NewEvaluation, NewHonour, Verdict

LOGIN, YEAR = "fuquan", 12


def evaluate(stage: Stage) -> None:
    """Settle an evaluation, propose the first of it, and leave a quarter's draft to be checked."""
    last = today().replace(day=1) - timedelta(days=1)
    year = last.replace(day=1, year=last.year - (last.month < YEAR), month=last.month % YEAR + 1)
    with stage.owner.transaction() as session:
        actor = stage.enter(session, LOGIN)
        one = uuid5(NAMESPACE, "evaluation year")
        made = service.make(session, actor.name, NewEvaluation(one, FUQUAN, "workstation", year, YEAR, None))
        service.move(session, one, actor, "open", "", version=1)
        for row in made.rows:
            service.check(session, one, actor, row.station_id, ())
        first = next(key for key, rank in made.ranks.items() if rank == 1)
        service.check(
            session, one, actor, first, [Verdict("trainings", Decimal(1), "州里组织的培训没有登记，有签到册")]
        )
        service.move(session, one, actor, "settle", "", version=2)
        honour = NewHonour(uuid5(NAMESPACE, "honour"), first, "advanced", one, "征集意见多、上报及时，群众反映好。")
        service.ask(session, actor, honour)
    with stage.owner.transaction() as session:
        _quarter(session, stage, uuid5(NAMESPACE, "evaluation quarter"))


def _quarter(session: Session, stage: Stage, one: UUID) -> None:
    actor = stage.enter(session, LOGIN)
    last = today().replace(day=1) - timedelta(days=1)
    months = last.year * YEAR + last.month - 3
    since = last.replace(day=1, year=months // YEAR, month=months % YEAR + 1)
    service.make(session, actor.name, NewEvaluation(one, FUQUAN, "workstation", since, 3, None))
    service.move(session, one, actor, "open", "", version=1)
