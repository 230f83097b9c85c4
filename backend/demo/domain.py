"""Who and what the demo is made of: invented people, invented words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

PASSWORD = "zhitong-demo"  # noqa: S105 - public by design; the demo binds to loopback
LINTAO, FUQUAN, LIYANG = "621124", "522702", "320481"
TOWN, VILLAGE = "621124100", "621124100005"


@dataclass(frozen=True)
class Person:
    """An invented person with one role.

    `cells`: a village code whose cells a grid worker answers for; `body`: code of the body they act for, instead of a
    role at an area.
    """

    login: str
    name: str
    role: str
    area: str
    cells: str = ""
    body: str = ""


PEOPLE = (
    Person("wangge", "马小军", "grid_worker", VILLAGE, VILLAGE),
    Person("caiji", "何秀兰", "collector", "621124100006", "621124100006"),
    Person("lianluo", "杨丽", "liaison", TOWN),
    Person("xianlianluo", "王海燕", "liaison", LINTAO),
    Person("hecha", "石建国", "verifier", LINTAO),
    Person("zhenrenda", "赵永平", "town_congress", TOWN),
    Person("zhenzhang", "陈国栋", "town_head", TOWN),
    Person("xianzhang", "孙志远", "town_head", LINTAO),
    Person("daibiao", "李秀英", "deputy", TOWN),
    Person("guanli", "周文斌", "system_administrator", LINTAO),
    Person("anquan", "田晓燕", "security_administrator", LINTAO),
    Person("shenji", "祁国梁", "audit_administrator", LINTAO),
    Person("tiaojie", "马德明", "mediator", TOWN, body="LT-TJW-100"),
    Person("shuiwu", "何建军", "department", LINTAO, body="LT-SWJ"),
    Person("zhujian", "边志强", "department", LINTAO, body="LT-ZJJ"),
    Person("fating", "祁红梅", "court", TOWN, body="LT-FT-100"),
    Person("yanjiu", "石玉兰", "research_centre", "621100", body="DX-YJZX"),
    Person("fagong", "康明远", "working_body", "621100", body="DX-FGW"),
    Person("zhurenhui", "汪学文", "chairpersons", "621100", body="DX-ZRHY"),
    Person("xiaozu", "魏淑芳", "working_group", LINTAO, body="LT-XZ-JS"),
    Person("xianzhengfu", "冯建业", "organ", LINTAO, body="LT-ZF"),
    Person("linzhen", "牛春梅", "liaison", "621124101"),
    Person("fuquan", "罗兴国", "liaison", FUQUAN),
    Person("xinxiang", "郭立新", "liaison", "410700"),
    Person("liyang", "史国平", "liaison", LIYANG),
    Person("fuquanhc", "吴启明", "verifier", FUQUAN),
    Person("fuquanwg", "杨胜才", "grid_worker", "522702001001", "522702001001"),
)

# By category: what a grid worker writes, and what the station answers. All invented.
WORDS: dict[str, tuple[tuple[str, ...], str]] = {
    "neighbours": (
        (
            "两家因院墙滴水起争执，老人劝过两次没劝住。",
            "邻居夜里放音响，楼上老人睡不好，双方吵过一回。",
            "巷道里堆柴火挡了隔壁出路，两家互不相让。",
        ),
        "已上门听取双方意见，双方当面说定了改法和日期，站点下月回访。",
    ),
    "land": (
        (
            "地埂被犁过去一犁，两户各说各的界。",
            "水渠改道后浇地先后说不清，开春前要定下来。",
            "承包地四至与证上写的不一样，想请人来量。",
        ),
        "已会同村委会按承包档案现场核对，埋了界桩，双方签字确认。",
    ),
    "family": (
        ("婆媳为带孩子的事拌嘴，儿子在外打工。", "老人赡养费三个子女分摊不匀。"),
        "已约家人坐到一起，分摊办法写成了字据，村妇联每月看望一次。",
    ),
    "relocation": (
        ("安置房交房日期一推再推，几户人来问。", "附属物清点少算了一棚圈，户主不签字。"),
        "已请经办单位复核清点表，少算的补上了；交房日期已书面告知。",
    ),
    "public_service": (
        ("三组路灯坏了，夜里有人摔倒。", "垃圾清运隔了五天没来。", "卫生室下午没人，老人取不上药。"),
        "已通知养护单位修复，站点次日到现场看过，恢复正常。",
    ),
    "property": (
        ("物业费涨价没有公示，业主群里意见大。", "小区充电桩不够，有人从楼上拉线充电。"),
        "已督促物业公示收费依据，新增充电位方案张贴在小区门口。",
    ),
    "labour": (
        ("工地欠了三个月工资，七个人一起来说。", "临时工受伤，包工头不接电话。"),
        "已联系劳动监察现场调解，欠薪分两次结清，第一笔已到账。",
    ),
    "environment": (
        ("养殖场污水流到渠里，味道大。", "沟里倒了建筑垃圾，下雨要堵。"),
        "已到现场取证，责任人清理完毕，沟渠恢复通水。",
    ),
    "traffic": (
        ("校门口放学时车乱停，孩子从车缝里走。", "弯道缺反光镜，上周差点撞了。"),
        "已增设反光镜和护学岗，放学时段有人值守。",
    ),
    "other": (("说不清归谁管，先登记下来。",), "已问清情况，转告了应找的窗口和电话，站点会再问一次结果。"),
}


@dataclass(frozen=True)
class Step:
    """A move that one of the people makes. In `evidence` a body stands by its code, `due` in working days from today."""

    login: str
    to: str
    row: str | None = None
    reason: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)


def _industry(body: str) -> tuple[Step, ...]:
    """The way of a matter to a department or committee."""
    return (
        Step("lianluo", "accepted"),
        Step("lianluo", "triage", "8-1", "归行业部门管"),
        Step("lianluo", "dispatched", evidence={"body": body, "due": "15"}),
    )


TO_THE_COMMITTEE = (*_industry("LT-TJW-100"), Step("tiaojie", "mediating", evidence={"willing": "双方当面同意调解"}))
TO_THE_CENTRE = (
    Step("lianluo", "accepted"),
    Step("zhenrenda", "triage", "8-2", "牵涉几个村，要从制度上解决"),
    Step("zhenrenda", "to_report", evidence={"basis": "wide,system"}),
    Step("lianluo", "sent_up", evidence={"body": "DX-YJZX", "summary": "三个村都反映了同一件事，材料附后。"}),
)
TO_THE_BODY = (
    *TO_THE_CENTRE,
    Step("yanjiu", "sorting"),
    Step("yanjiu", "studying", evidence={"body": "DX-FGW", "report": "梳理了三类问题，建议提请审议。"}),
)
TO_THE_MEETING = (*TO_THE_BODY, Step("fagong", "tabled", evidence={"body": "DX-ZRHY", "agenda": "灌区用水管护"}))
# Where each matter stands in the end, and how it got there.
STORIES: Mapping[str, Sequence[Step]] = {
    "waits for the water bureau": _industry("LT-SWJ"),
    "the building bureau works on it": (*_industry("LT-ZJJ"), Step("zhujian", "handling")),
    "the committee has to sign for it": _industry("LT-TJW-100"),
    "the committee mediates": TO_THE_COMMITTEE,
    "mediation has ended, the court is asked": (
        *TO_THE_COMMITTEE,
        Step(
            "tiaojie",
            "terminated",
            reason="谈了三次，没有谈拢",
            evidence={"ways": "可以向人民法庭起诉，也可以找法律援助"},
        ),
        Step("lianluo", "offered", evidence={"body": "LT-FT-100", "permission": "同意书2026-07号"}),
    ),
    "the centre has to sign for it": TO_THE_CENTRE,
    "the working body studies it": TO_THE_BODY,
    "it stands before the chairpersons": TO_THE_MEETING,
    "the government has to sign for it": (
        *TO_THE_MEETING,
        Step("zhurenhui", "approved", evidence={"minutes": "2026年第7号", "met_on": "today"}),
        Step("fagong", "forwarded", evidence={"body": "LT-ZF", "letter": "人办函〔2026〕7号", "due": "30"}),
    ),
}
