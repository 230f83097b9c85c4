"""Visits of the demo: what the grid worker is asked today and this week, one that is done, and the goal of the township."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.clock import now, today
from backend.demo.domain import TOWN, VILLAGE
from backend.demo.service.stories import Stage
from backend.visits import service
from backend.visits.domain import NewTask, Result

WORKER = text("select id from account where login = 'wangge'")
GOAL = 40
# What for, why, how pressing, in how many days.
ASKED = (
    ("看看独居老人家里取暖怎么样", "入冬前的安排", "high", 0),
    ("回访三组水渠，问问通水后还有没有意见", "办结后的回访", "usual", 5),
    ("到村口小卖部问问停车的事谈得怎么样了", "邻里停车的争执", "usual", 1),
)


def visit(stage: Stage) -> None:
    """Ask the grid worker to make three visits, of which one is made, and set a goal."""
    for what, why, priority, days in ASKED:
        with stage.owner.transaction() as session:
            last = _ask(stage, session, what, why, priority, days)
    with stage.owner.transaction() as session:
        actor = stage.enter(session, "wangge")
        service.finish(
            session, last, actor, Result(uuid4(), now(), "settled", 2, "两家说好错开停车时间，在场的邻居都听到了。")
        )
    with stage.owner.transaction() as session:
        service.set_goal(session, TOWN, GOAL, stage.enter(session, "lianluo"))


def _ask(stage: Stage, session: Session, what: str, why: str, priority: str, days: int) -> UUID:
    actor, task = stage.enter(session, "lianluo"), uuid4()
    worker = int(session.scalar(WORKER) or 0)
    service.give(
        session, NewTask(task, VILLAGE, None, "", what, why, priority, worker, today() + timedelta(days=days)), actor
    )
    return task
