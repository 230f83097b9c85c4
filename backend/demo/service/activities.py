"""A year of activities in one township, made up: some held, with what was done and counted, some to come, one inquiry with its promises."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from backend.activities import service as activities
from backend.activities.domain import Attendance, Person, Plan, Vow
from backend.activities.service import funds
from backend.clock import CHINA, today
from backend.commitments.domain import Keeper
from backend.demo.domain import TOWN
from backend.demo.service.stories import BODY, Stage

# Kind, title, days from today, place, what was counted, what was done; a day to come is only planned.
ROWS: tuple[tuple[str, str, int, str, dict[str, Any], dict[str, str]], ...] = (
    ("solicitation_meeting", "供热条例草案意见征集会", -96, "洮阳镇文化站", {"opinions": 23}, {"notice": "提前五天贴出通知，入户送达草案四十份。"}),
    ("law_lecture", "民法典进集市", -82, "东关农贸市场", {"lecturer": "镇司法所", "leaflets": 260}, {"review": "现场解答邻里纠纷问题十一个。"}),
    ("training", "信息采集员培训", -75, "镇政府三楼", {"lecturer": "县人大法工委", "hours": 4}, {"review": "讲了怎样记原话、怎样保护反映人。"}),
    ("enterprise_visit", "代表进企业", -60, "工业集中区", {"enterprises": 6, "problems": 9, "solved": 7}, {"visit": "走访六家，收集用电、用工问题。"}),
    ("community_visit", "代表进社区", -52, "文峰社区", {"communities": 3, "problems": 12, "solved": 10}, {"visit": "入户三十八户，停车和加装电梯最集中。"}),
    ("inspection", "视察老旧小区改造", -41, "北街片区", {"places": 4, "problems": 5, "solved": 3}, {"report": "四个小区已完工，两处排水要返工。"}),
    ("council", "议政代表会议", 20, "镇政府二楼会议室", {}, {}),
    ("joint_supervision", "“2+3”监督：校园周边", -27, "南关小学", {"problems": 6, "solved": 4}, {"parties": "镇人大牵头，镇政协、镇纪委各出两人。", "result": "流动摊点已规范，护栏月底装好。"}),
    ("exchange_visit", "到兄弟站点观摩", -20, "溧阳路示范站点", {"places": 2}, {"review": "看了意见怎样从采集到反馈。"}),
    ("charity_fund", "助学基金发放", -15, "镇中心小学", {"received": 50000, "paid": 32000, "helped": 16}, {"publish": "名单在村务公开栏公示七天。"}),
    ("party_report", "民生项目请示", -12, "镇党委会议室", {}, {"ask": "就年度民生实事候选项目请示。", "report": "向党委会汇报候选项目的论证情况。"}),
    ("deputy_group", "第二代表小组活动", 4, "文峰社区党群服务中心", {}, {}),
    ("law_lecture", "反诈和养老金讲座", 11, "法治文化公园（示例）", {}, {}),
    ("law_lecture", "移风易俗进院坝", 13, "八里铺法治文化院坝（示例）", {}, {}),
    ("law_lecture", "村规民约怎么订", -33, "城中社区党群服务中心", {"lecturer": "镇司法所", "leaflets": 80}, {"review": "讲了哪些约定和法律相抵触，当场改了两条。"}),
    ("face_to_face", "领导干部与代表群众面对面", 9, "镇文化广场", {}, {}),
    ("duty_report", "镇人大代表述职", 16, "镇政府三楼", {}, {}),
)  # fmt: skip
# For whom, on which subjects, and about which category of matters.
TAGS = {
    "民法典进集市": ("商户", "农户", "邻里矛盾"), "反诈和养老金讲座": ("老年人",), "移风易俗进院坝": ("移风易俗", "农户"), "村规民约怎么订": ("村规民约",),
    "代表进企业": ("企业", "务工人员"), "“2+3”监督：校园周边": ("学校", "青少年"), "助学基金发放": ("学校", "青少年"), "视察老旧小区改造": ("物业管理",),
}  # fmt: skip
# Money in and out of the fund, by days from today.
FUND = (
    (-120, "in", "30000", "企业捐赠", "镇商会"), (-90, "in", "12000.50", "代表捐款", "镇人大代表"), (-60, "out", "9000", "春季学期资助", "六名学生"),
    (-40, "in", "8000", "乡贤捐款", "在外乡亲"), (-15, "out", "32000", "秋季学期资助", "十六名学生"),
)  # fmt: skip
NAMES = ("王秀英", "李大山", "赵桂兰", "马建国", "陈小红")


def gather(stage: Stage) -> None:
    """Let the town's congress call its activities, hold those that are over, and take promises at an inquiry."""
    with stage.owner.transaction() as session:
        actor = stage.enter(session, "zhenrenda")
        assert actor.id is not None  # noqa: S101 - whoever has a login has an id
        keeper = Keeper(actor.id, actor.name, actor.roles)
        for kind, title, days, place, numbers, done in ROWS:
            plan = _plan(kind, title, days, place)
            activities.plan(session, plan, keeper)
            for step, words in done.items():
                activities.note(session, plan.id, keeper, uuid4(), step, words, ())
            if days < 0:
                _hold(session, plan, keeper, days, numbers)
        month_end = _plan(
            "village_night", "月末干群议事会", 6, "云谷村委会", repeat="FREQ=MONTHLY;BYDAY=-1FR;COUNT=6", hour=19
        )
        activities.plan(session, month_end, keeper)
        _inquire(session, keeper)
        for days, way, amount, purpose, party in FUND:
            day = today() + timedelta(days=days)
            entry = funds.Entry(uuid4(), TOWN, "助学基金（示例）", day, way, Decimal(amount), purpose, party)
            funds.enter(session, entry, keeper)


def _plan(kind: str, title: str, days: int, place: str, *, repeat: str = "", hour: int = 9) -> Plan:
    starts = datetime.combine(today() + timedelta(days=days), time(hour, 30), CHINA)
    people = (Person("host", "镇人大主席"),)
    return Plan(
        uuid4(),
        kind,
        title,
        TOWN,
        place,
        starts,
        starts + timedelta(hours=2),
        people=people,
        repeat=repeat,
        tags=TAGS.get(title, ()),
    )


def _hold(session: Session, plan: Plan, keeper: Keeper, days: int, numbers: dict[str, Any]) -> None:
    activities.put_down(session, plan.id, keeper, [Attendance(uuid4(), name, "文峰社区") for name in NAMES])
    version = activities.read(session, plan.id, keeper).head.version
    activities.hold(session, plan.id, keeper, None, today() + timedelta(days=days), numbers, version=version)


def _inquire(session: Session, keeper: Keeper) -> None:
    plan = _plan("inquiry", "供暖和物业问政会", -9, "镇文化广场")
    activities.plan(session, plan, keeper)
    activities.note(session, plan.id, keeper, uuid4(), "research", "问前走访六个小区，量了四十户的室温。", ())
    body = int(session.scalar(BODY, {"code": "LT-ZJJ"}) or 0)
    for text, days in (("月底前公示物业收费", 12), ("更换北街二号楼供热管道", 30), ("每月公布一次维修进度", 45)):
        activities.promise(session, plan.id, keeper, Vow(uuid4(), text, body, today() + timedelta(days=days)))
    _hold(session, plan, keeper, -9, {"questions": 11})
