"""Wishes of the demo: two on the tree, one claimed, one to be verified. All made up; nobody is called so."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import text

from backend.demo.service.stories import Stage
from backend.wishes import service
from backend.wishes.domain import Identity, NewWish, State

STATION = text("select id from station where code = 'LT-100'")
WISHES = (
    ("illness", "想给上小学的孩子要一张书桌和一盏台灯", State.CLAIMED),
    ("disability", "想要一辆能自己推的轮椅，天好时到院里晒晒太阳", State.ON_TREE),
    ("study", "考上了高中，想要一辆骑着上学的自行车", State.ON_TREE),
    ("misfortune", "家里遭了火灾，想给老人添一床过冬的厚被子", State.REGISTERED),
)


def wish(stage: Stage) -> None:
    """Register some wishes, verify and hang up all but one, and let the deputy claim one."""
    for nth, (hardship, words, until) in enumerate(WISHES, 1):
        with stage.owner.transaction() as session:
            actor = stage.enter(session, "lianluo")
            who = Identity(f"心愿人{nth}（示例）", "", "演示地址", "演示用的情况，不是真人真事。")
            new = NewWish(uuid4(), int(session.scalar(STATION) or 0), hardship, words, who, "door")
            service.register(session, actor.name, new)
        for version, to in enumerate((State.VERIFIED, State.ON_TREE) if until != State.REGISTERED else (), 1):
            with stage.owner.transaction() as session:
                actor = stage.enter(session, "zhenrenda")
                number = service.move(session, new.id, actor.name, to, version=version).view.number
        if until == State.CLAIMED:
            with stage.owner.transaction() as session:
                actor = stage.enter(session, "daibiao")
                service.claim(session, uuid4(), number, actor.name)
