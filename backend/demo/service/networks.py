"""The demo's networks of informants, as many people and places as 003 counts, and what a court and a government share. Names are made up."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import text

from backend.clock import today
from backend.demo.domain import LINTAO
from backend.demo.service.proposals import STATION
from backend.demo.service.stories import Stage
from backend.solicitations import service as solicitations
from backend.solicitations.domain.sharing import Collector, Hint

SINCE = date(2023, 3, 1)
SURNAMES = "李王张刘陈杨赵黄周吴"
REVIEW = text("select id from solicitation where kind = 'rule_review' and area_code = :area order by number limit 1")
# 003: 诚城社区「30名党员、群众…9个居民小区」；关堤乡「19个村和13个企事业单位的32名人大代表或信息员」.
NEIGHBOURHOODS, RESIDENTS = 9, 30
VILLAGES, UNITS = 19, 13
SHARED = (
    ("xianzhengfu", LINTAO, "reconsideration", "县人民政府行政复议机构（示例）", "临政复〔2026〕示例7号", "复议中发现，办法里“不收取场地费”与街道另收的卫生费不一致，建议一并审查。"),
    ("fating", "621124100", "trial", "洮阳人民法庭（示例）", "（2026）示例行初3号", "审理中没有适用办法第一条的时段规定：没有写明谁来划定、怎样公布。"),
)  # fmt: skip


def enlist(stage: Stage) -> None:
    """Put the people of 003 into their networks, and let what was decided elsewhere be shared with who reviews."""
    homes = [
        ("neighbourhood", f"诚城社区第{n % NEIGHBOURHOODS + 1}居民小区", ("党员", "群众")[n % 2])
        for n in range(RESIDENTS)
    ]
    land = [("village", f"关堤乡第{n + 1}个村（文中未列名）", "人大代表") for n in range(VILLAGES)]
    land += [("unit", f"关堤乡第{n + 1}个企事业单位（文中未列名）", "信息员") for n in range(UNITS)]
    with stage.owner.transaction() as session:
        actor = stage.enter(session, "xinxiang")
        for code, people in (("XX-01", homes), ("XX-02", land)):
            station = int(session.scalar(STATION, {"code": code}) or 0)
            for n, (serves, place, standing) in enumerate(people):
                name = f"{SURNAMES[n % len(SURNAMES)]}信息员{n + 1}（示例）"
                given = Collector(uuid4(), station, name, standing, serves, place, SINCE)
                solicitations.enlist(session, actor, given)
    for login, area, kind, organ, reference, said in SHARED:
        with stage.owner.transaction() as session:
            actor = stage.enter(session, login)
            review = session.scalar(REVIEW, {"area": LINTAO})
            given_hint = Hint(
                uuid4(),
                "县城临时摊点管理办法（示例）",
                review,
                kind,
                organ,
                reference,
                today() - timedelta(days=12),
                said,
                area,
            )
            solicitations.share(session, actor, given_hint)
