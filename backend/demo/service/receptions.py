"""Reception days of the demo: one was held, two are to come, some slots are taken. All made up."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import uuid4

from sqlalchemy import text

from backend.cases.domain import Actor, working_days_after
from backend.clock import CHINA, today
from backend.commitments.domain import Keeper
from backend.db import Context
from backend.demo.domain import TOWN
from backend.demo.service.stories import BODY, PERSON, Stage
from backend.pairings import service as pairings
from backend.pairings.domain import NewPairing
from backend.receptions import service as receptions
from backend.receptions.domain import Host, NewAppointment, NewReception, NewTalk
from backend.submissions.domain import Reply

DEPUTIES = text("select id, name from deputy where code = any(:codes) order by code")
STATION = text("select id from station where code = 'LT-100'")
OWN, BESIDE = "DB-621124100-03", "DB-621124100-04"
OVERSEEN, GUIDED, PAIRED_AGO = "LT-SWJ", "caiji", 60
PURPOSES = {
    "department_oversight": "每季度实地看一次农村供水和渠系管护",
    "mentoring": "带着走访、登记和整理意见，每月碰一次头",
}
# What people want to talk about; how many days before today it was held, with what was answered.
COMING = ("低保年审要带什么材料", "小区充电桩不够用", "")
HELD_AGO = 6
SHIFT = (
    text("update activity set starts_at = starts_at - :by, ends_at = ends_at - :by where id = :id"),
    text("update reception set starts_at = starts_at - :by, published_at = published_at - :by where activity_id = :id"),
    text(
        "update reception_host set during = tstzrange(lower(during) - :by, upper(during) - :by) where activity_id = :id"
    ),
)


def keeper_of(actor: Actor) -> Keeper:
    """Return somebody as meetings know them."""
    return Keeper(actor.id or 0, actor.name, actor.roles)


def receive(stage: Stage) -> None:
    """Publish reception days of this month, let people book, and note one talk of a day that was."""
    held = publish(stage, 4, "人大代表接待日", (Host("deputy", None, OWN), Host("judge", None, "祁法官（示例）")))
    talk = book(stage, held, 0, "公交站牌挪走以后，老人要多走两里路")
    back = timedelta(days=(working_days_after(today(), 4) - today()).days + HELD_AGO)
    with stage.owner.transaction() as session:
        session.execute(text("set local session_replication_role = replica"))
        for each in SHIFT:
            session.execute(each, {"by": back, "id": held.id})
    with stage.owner.transaction() as session:
        by = keeper_of(stage.enter(session, "lianluo"))
        said = NewTalk("answered", "站牌挪走以后，老人要多走两里路", "已经和交通部门核对，下月起在原处加设临时站点。")
        receptions.note(session, talk.id, by, said)
    coming = publish(stage, 5, "人大代表接待日", (Host("deputy", None, OWN), Host("mediator", None, "马德明")))
    for nth, about in enumerate(COMING):
        book(stage, coming, nth, about)
    pair(stage)
    publish(stage, 9, "驻便民服务中心接待", (Host("deputy", None, BESIDE), Host("police", None, "王警官（示例）")))


def publish(stage: Stage, ahead: int, title: str, hosts: tuple[Host, ...]) -> NewReception:
    """Publish a day of six slots, so many working days ahead; a deputy is named by code."""
    starts = datetime.combine(working_days_after(today(), ahead), time(9), CHINA)
    with stage.owner.transaction() as session:
        by = keeper_of(stage.enter(session, "lianluo"))
        known = {code: session.execute(DEPUTIES, {"codes": [code]}).one() for code in (OWN, BESIDE)}
        real = tuple(
            Host("deputy", known[each.name].id, known[each.name].name) if each.kind == "deputy" else each
            for each in hosts
        )
        station = session.execute(STATION).scalar_one()
        new = NewReception(uuid4(), title, station, "一楼接待室", starts, starts + timedelta(hours=2), 20, real)
        receptions.publish(session, new, by, notice_days=3)
    return new


def book(stage: Stage, day: NewReception, nth: int, about: str) -> NewAppointment:
    """Let somebody without a login take a slot."""
    new = NewAppointment(uuid4(), day.id, nth, about, Reply("receipt"), "web", "zh-CN")
    with stage.owner.transaction(Context(receipt=new.id)) as session:
        receptions.book(session, new)
    return new


def pair(stage: Stage) -> None:
    """Let the deputy oversee a department, and an old hand guide a new one."""
    with stage.owner.transaction() as session:
        by = keeper_of(stage.enter(session, "lianluo"))
        sides = {
            "department_oversight": (
                session.scalar(BODY, {"code": OVERSEEN}),
                session.execute(DEPUTIES, {"codes": [OWN]}).one().id,
            ),
            "mentoring": tuple(session.execute(PERSON, {"login": login}).one().id for login in ("lianluo", GUIDED)),
        }
        for kind, (first, second) in sides.items():
            since = today() - timedelta(days=PAIRED_AGO)
            new = NewPairing(uuid4(), kind, TOWN, int(first or 0), int(second), PURPOSES[kind], since, None)
            pairings.pair(session, new, by)
