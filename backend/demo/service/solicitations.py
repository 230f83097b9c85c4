"""Drafts the demo asks about: names of laws as the sources have them, short texts of our own, said to be so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.cases.domain import Actor
from backend.clock import today
from backend.demo.domain import FUQUAN, LINTAO
from backend.demo.service.stories import BODY, Stage
from backend.solicitations import queries
from backend.solicitations import service as solicitations
from backend.solicitations.domain import TaskState
from backend.solicitations.service import Given, Handing, Issue

STATION = text("select id from station where code = :code")
MADE_UP = "条文是演示用的示例文字，不是真实草案。"
FIRST = """中华人民共和国物业管理示例法（草案）
第一章　总则
第一条　为了规范物业服务，维护业主和物业服务人的合法权益，制定本法。
第二条　居住小区的物业服务适用本法。
第二章　收费和公示
第三条　物业服务人应当每半年公示一次收费标准和收支情况。
第四条　物业服务人不得以停水停电的方式催交物业费。
第三章　老旧小区
第五条　没有物业服务人的老旧小区，由社区组织业主自行管理。
第六条　业主可以用纸质票、电话或者当面方式表决。
附　则
第七条　本法自公布之日起施行。
"""
SECOND = """中华人民共和国物业管理示例法（草案二次审议稿）
第一章　总则
第一条　为了规范物业服务，维护业主和物业服务人的合法权益，制定本法。
第二章　收费和公示
第二条　物业服务人应当每季度公示一次收费标准和收支情况，公示不少于十五日。
第三条　物业服务人不得以停水、停电、停暖的方式催交物业费。
第三章　老旧小区
第四条　没有物业服务人的老旧小区，由社区组织业主自行管理，县级人民政府给予补助。
附　则
第五条　本法自公布之日起施行。
"""
FIRE = """贵州省消防条例（示例文字）
第一条　为了预防和减少火灾危害，制定本条例。
第二条　村民委员会应当制定防火安全公约，每月检查一次用火用电。
第三条　电动自行车不得在楼梯间、门厅停放或者充电。
"""
NURSERY = """贵州省学前教育条例（示例文字）
第一条　为了发展普惠性学前教育，制定本条例。
第二条　乡镇中心幼儿园应当提供早晚托管。
"""
DATA = """贵州省大数据发展应用促进条例（示例文字）
第一条　为了促进大数据发展应用，制定本条例。
第二条　公共数据应当依法开放，涉及个人信息的除外。
"""
REVIEW = """县城临时摊点管理办法（示例文字）
第一条　县城临时摊点按划定的时段和地点经营。
第二条　临时摊点不收取场地费。
"""


@dataclass(frozen=True)
class Play:
    """A draft of the demo: who runs it, for whom, its versions, and how far it has come."""

    login: str
    kind: str
    title: str
    about: str
    issuer: str
    area: str
    leads: tuple[str, ...]
    versions: tuple[str, ...]
    moves: tuple[str, ...]
    station: str
    days: int = 20
    ago: int = 0


ALL_THE_WAY = (
    "assign", "prepare", "open", "end", "digest", "consult", "pass", "report", "receipt", "answer", "promote", "file",
)  # fmt: skip
PLAYS = (
    Play("yanjiu", "draft_law", "物业管理示例法（草案）", "小区物业怎么收费、怎么公示，老旧小区谁来管，请您说说。", "全国人大常委会法工委",
         "621100", ("LT-LXD",), (FIRST, SECOND), ("assign", "prepare", "open"), "LT-LXD"),
    Play("xianlianluo", "rule_review", "县城临时摊点管理办法（备案审查征询）", "这个办法有没有给摊主添不该添的负担，请您说说。", "县人大常委会",
         LINTAO, (), (REVIEW,), ("assign",), "LT-LXD", 30),
    Play("fuquan", "draft_law", "贵州省消防条例（草案）", "村寨和小区怎样防火，请您说说。", "省人大常委会", FUQUAN, ("FQ-LXD",), (FIRE,),
         ("assign", "prepare", "open"), "FQ-LXD", 12, 30),
    Play("fuquan", "draft_law", "贵州省学前教育条例（草案）", "幼儿园怎么收费、怎么接送，请您说说。", "省人大常委会", FUQUAN, ("FQ-LXD",),
         (NURSERY,), ALL_THE_WAY, "FQ-LXD", ago=180),
    Play("fuquan", "draft_law", "贵州省大数据发展应用促进条例（草案）", "哪些数据该开放、怎样保护个人信息，请您说说。", "省人大常委会",
         FUQUAN, ("FQ-LXD",), (DATA,), ALL_THE_WAY[:10], "FQ-LXD", ago=120),
)  # fmt: skip
WHY = "演示"
EVIDENCE = {"batch": "2026年第一批", "addressee": "省人大常委会法工委", "receipt": "已收到"}


def solicit(stage: Stage) -> None:
    """Let the demo's people pass on what was issued, hand it down, put up drafts and go as far as each has come."""
    for play in PLAYS:
        with stage.owner.transaction() as session:
            actor = stage.enter(session, play.login)
            one = issue(session, actor, play)
            task = hand_down(session, actor, play, one)
            for words in play.versions:
                put_up(session, actor, one, words)
            for move in play.moves:
                go(session, actor, one, move)
        if play.login == "yanjiu":
            accept(stage, task)


def issue(session: Session, actor: Actor, play: Play) -> UUID:
    """Enter what was issued; return its id."""
    leads = tuple(station(session, code) for code in play.leads)
    since, until = today() - timedelta(days=play.ago), today() + timedelta(days=play.days)
    about = f"{play.about}{MADE_UP}"
    given = Issue(uuid4(), play.kind, play.title, about, play.issuer, "", since, play.area, since, until, leads)
    return solicitations.issue(session, actor, given).id


def hand_down(session: Session, actor: Actor, play: Play, one: UUID) -> UUID:
    """Give the station a task, and at the city the working group too; return the task of the group, or of the station."""
    if play.login == "yanjiu":
        group = int(session.scalar(BODY, {"code": "LT-XZ-JS"}) or 0)
        given = Handing(uuid4(), group, None, "住建口的意见请这个组汇总", None)
        return solicitations.hand_out(session, one, actor, given).id
    given = Handing(uuid4(), None, station(session, play.station), "开一次征集会，扫码、入户都收", None)
    return solicitations.hand_out(session, one, actor, given).id


def accept(stage: Stage, task: UUID) -> None:
    """Let the working group accept its task and hand it on to two stations."""
    with stage.owner.transaction() as session:
        actor = stage.enter(session, "xiaozu")
        done = solicitations.task_move(session, task, actor, TaskState.ACCEPTED, "", version=1)
        for code in ("LT-LXD", "LT-100-005"):
            given = Handing(uuid4(), None, station(session, code), "", None, parent_id=task)
            solicitations.hand_out(session, done.solicitation_id, actor, given)


def put_up(session: Session, actor: Actor, one: UUID, words: str) -> None:
    """Put up a version as its articles were found."""
    read, _, after = solicitations.preview(session, one, words)
    solicitations.add_version(session, one, actor, uuid4(), read.title, "", read.articles, after=after)


def go(session: Session, actor: Actor, one: UUID, move: str) -> None:
    """Make one move, with what it needs."""
    found = queries.one(session, one)
    assert found is not None  # noqa: S101 - it was just issued
    needs: Iterator[str] = iter({"report": ("batch", "addressee"), "receipt": ("receipt",)}.get(move, ()))
    given = Given(move, WHY, {need: EVIDENCE[need] for need in needs})
    solicitations.move(session, one, actor, given, version=found.version)


def station(session: Session, code: str) -> int:
    """Return the id of a station by its code."""
    return int(session.scalar(STATION, {"code": code}) or 0)
