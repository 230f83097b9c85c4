"""What a collector of the demo has learnt and will: made up, so that the training card on the phone shows something."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from backend.activities import service as activities
from backend.activities.domain import Attendance, Person, Plan
from backend.clock import CHINA, today
from backend.commitments.domain import Keeper
from backend.demo.domain import TOWN
from backend.demo.service.stories import PERSON, Stage

# Title, days from today, who taught, hours.
ROWS: tuple[tuple[str, int, str, int], ...] = (
    ("信息采集员上岗培训", -410, "县人大办公室", 6),
    ("怎样听意见、怎样记原话", -190, "县人大法工委", 4),
    ("个人信息保护和反映人保护", -68, "县司法局", 3),
    ("立法征询和诉求登记实操", 11, "县人大法工委", 4),
)


def train(stage: Stage) -> None:
    """Let the town's congress hold trainings at which a collector signs in, and invite to the next."""
    with stage.owner.transaction() as session:
        actor = stage.enter(session, "zhenrenda")
        keeper = Keeper(actor.id or 0, actor.name, actor.roles)
        person, name = session.execute(PERSON, {"login": "wangge"}).one()
        for title, days, lecturer, hours in ROWS:
            _train(session, keeper, (person, name), title, days, {"lecturer": lecturer, "hours": hours})


def _train(
    session: Session, keeper: Keeper, who: tuple[int, str], title: str, days: int, numbers: dict[str, object]
) -> None:
    person, name = who
    starts = datetime.combine(today() + timedelta(days=days), time(14, 30), CHINA)
    invited = () if days < 0 else (Person("guest", account_id=person),)
    plan = Plan(
        uuid4(), "training", title, TOWN, "镇政府三楼", starts, starts + timedelta(hours=3),
        people=(Person("host", "镇人大主席"), *invited),
    )  # fmt: skip
    activities.plan(session, plan, keeper)
    if days < 0:
        activities.note(session, plan.id, keeper, uuid4(), "review", "现场演练，人人过关。", ())
        code, _ = activities.code_for(session, plan.id, keeper, "P", 0, 0)
        activities.sign_in(session, plan.id, code, Attendance(uuid4(), name, "文峰社区"), person)
        version = activities.read(session, plan.id, keeper).head.version
        activities.hold(session, plan.id, keeper, None, today() + timedelta(days=days), numbers, version=version)
