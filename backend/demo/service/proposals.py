"""The demo's proposals for legislation: as many as 003 counts, and one that went the whole way. Titles and reasons are made up."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.clock import today
from backend.demo import queries
from backend.demo.domain import TOWN
from backend.demo.service.stories import BODY, Stage
from backend.proposals import service as proposals
from backend.proposals.domain import Draft, Plan

XINXIANG = "410700"
MADE_UP = "项目名称和理由是演示用的示例文字。"
STATION = text("select id from station where code = :code")
NUMBERS = text("select number from cases where id = any (:ids) order by number")
ITEM = text(
    "select number from digest_item where area_code ^@ :area and state <> 'merged' order by made_at, id limit 1"
)
# 003: 诚城社区「截至目前…共提出立法建议项目4件」；关堤乡「2022年，组织代表提出立法建议项目3件」. What they were about it does not say.
COUNTED: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("XX-01", "诚城社区立法信息员", (
        ("2018-05-11", "电动自行车停放充电管理（示例）"), ("2020-09-03", "住宅小区二次供水管理（示例）"),
        ("2021-06-18", "养犬管理（示例）"), ("2022-10-20", "老旧小区加装电梯（示例）"),
    )),
    ("XX-02", "关堤乡人大代表", (
        ("2022-03-15", "农村人居环境治理（示例）"), ("2022-07-06", "乡村道路养护（示例）"), ("2022-11-09", "秸秆综合利用（示例）"),
    )),
)  # fmt: skip
ENTRY = Plan(
    "city",
    "annual",
    f"市人大常委会{today().year + 1}年度立法计划（示例）",
    today().year + 1,
    today().year + 1,
    "调研项目",
)


def propose(stage: Stage) -> None:
    """Let the proposals of 003 be raised, and one of a township go all its way."""
    for code, proposer, raised in COUNTED:
        with stage.owner.transaction() as session:
            actor = stage.enter(session, "xinxiang")
            station = int(session.scalar(STATION, {"code": code}) or 0)
            for day, title in raised:
                words = f"{proposer}反映，现有规定没有写清楚由谁管、怎么管。{MADE_UP}"
                given = Draft(
                    uuid4(), XINXIANG, title, words, date.fromisoformat(day), proposer, station, ("narrow_law",)
                )
                proposals.make(session, actor, given)
    charging(stage)


def charging(stage: Stage) -> None:
    """Raise one from matters and opinions, have it argued, entered in a plan and answered."""
    one = uuid4()
    with stage.owner.transaction() as session:
        actor = stage.enter(session, "lianluo")
        given = Draft(
            one, TOWN, "住宅小区电动自行车停放充电管理（示例）", f"楼道充电屡禁不止，物业、社区、消防各管一段，缺一部管用的小法规。{MADE_UP}",
            today() - timedelta(days=60), "洮阳镇人大代表小组（示例）", None, ("narrow_law", "law_gap"), *sources(session),
        )  # fmt: skip
        proposals.make(session, actor, given)
    with stage.owner.transaction() as session:
        body = int(session.scalar(BODY, {"code": "DX-FGW"}) or 0)
    go(stage, one, "lianluo", "report", "附群众意见和事项清单，请论证。", body_id=body)
    go(stage, one, "fagong", "enter", "题目小、群众盼、管得住，先作调研项目。", plan=ENTRY)
    go(
        stage,
        one,
        "lianluo",
        "tell_entered",
        "您反映的电动自行车充电问题，已经列入市里明年的立法计划调研项目，起草时会再请您提意见。",
    )


def sources(session: Session) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return numbers of a digest item and of two matters of the township, as far as there are."""
    items = session.scalars(ITEM, {"area": TOWN}).all()
    matters = queries.fresh_cases(session, TOWN, 2)
    return tuple(items), tuple(session.scalars(NUMBERS, {"ids": list(matters)}).all())


def go(
    stage: Stage, one: UUID, login: str, which: str, words: str, *, body_id: int | None = None, plan: Plan | None = None
) -> None:
    """Make one move of a proposal."""
    with stage.owner.transaction() as session:
        actor = stage.enter(session, login)
        version = proposals.read(session, one).head.version
        proposals.move(session, one, actor, which, words, version=version, body_id=body_id, plan=plan)
