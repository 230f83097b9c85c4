"""What people of the demo say of the draft that is out: made up, through the poster of a station and at a box that was opened."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.clock import today
from backend.db import Context, apply_context
from backend.demo.service.stories import Stage
from backend.opinions import service
from backend.opinions.domain import NewOpinion, Noted, Reply, Sitting
from backend.opinions.domain.moves import State
from backend.opinions.service import OpenDraft

TOWN = "621124100"
STATION = text("select min(id) from station where left(area_code, 9) = :town and closed_on is null")
# Which article of the present draft (None: the whole), the words, a unit that speaks.
SAID: tuple[tuple[int | None, str, str], ...] = (
    (1, "公示要贴在每个单元门口，写清楚钱花到哪里了，不能只挂在网上。", ""),
    (1, "每季度公示一次好，最好再留一个月让业主提疑问。", "文峰社区居民委员会"),
    (1, "公示的时候应当把合同和发票的复印件一起放出来。", ""),
    (2, "停暖也要写进去，去年冬天我们那栋楼就停过。", ""),
    (3, "没有物业的老楼，补助按什么标准给，应当写明白。", "东街社区业主代表"),
    (3, "老旧小区自己管，电梯和消防的钱谁出要写清楚。", ""),
    (None, "请把业主大会怎么开、多少人算通过写得简单一点。", ""),
)
ASIDE = "我们三单元下水道堵了一个月，打电话也没人来修。"
ON_PAPER = ("收费标准应当由业主和物业一起商量。", "希望规定物业人员上门要亮证件。")


def speak(stage: Stage) -> None:
    """Let people speak, somebody bring up what is no matter of the law, a box be opened, and the liaison count the first."""
    with stage.owner.transaction() as session:
        drafts = service.open_drafts(session, [TOWN])
        if not drafts:
            return
        draft, at = drafts[0], int(session.scalar(STATION, {"town": TOWN}) or 0)
        said = [say(session, draft, at, *each) for each in (*SAID, (None, ASIDE, ""))]
    with stage.owner.transaction() as session:
        actor = stage.enter(session, "lianluo")
        service.decide(session, actor, said[:4], State.REGISTERED, "")
        box = Sitting(uuid4(), "box", at, today(), "李联络、志愿者一名", len(ON_PAPER))
        service.sit(session, actor, box)
        for words in ON_PAPER:
            noted = Noted("other", "box", datetime.now(UTC), sitting_id=box.id)
            service.record_noted(session, actor, spoken(draft, at, None, words, "", noted))


def say(session: Session, draft: OpenDraft, at: int, article: int | None, words: str, unit: str) -> UUID:
    """Let one person or unit say something of a draft at a station; return the opinion's id."""
    new = spoken(draft, at, article, words, unit)
    apply_context(session, Context(receipt=new.id))
    service.record(session, new)
    return new.id


def spoken(
    draft: OpenDraft, at: int, article: int | None, words: str, unit: str, noted: Noted | None = None
) -> NewOpinion:
    """Return one opinion of the demo."""
    of = UUID(draft.articles[article]["id"]) if article is not None and article < len(draft.articles) else None
    return NewOpinion(uuid4(), draft.id, of, words, Reply("receipt"), unit_name=unit, station_id=at, noted=noted)
