"""The ready-made books, each a row of data: its name, its columns, what it can be narrowed by. Its rows come from queries.sql."""

from __future__ import annotations

from collections.abc import Mapping

from backend.cases.domain import LABELS as CASE_STATES
from backend.cases.domain import LEVEL_LABELS, LEVELS
from backend.initiatives.domain import LABELS as INITIATIVE_STATES
from backend.initiatives.domain import MARKS
from backend.ledgers.domain.columns import Book, Column
from backend.opinions.domain.moves import LABELS as OPINION_STATES
from backend.projects.domain import LABELS as PROJECT_STATES
from backend.ratings.domain import VERDICTS

CASES = {str(state): words for state, words in CASE_STATES.items()}
KINDS = {"sighting": "采集员登记", "submission": "群众提交"}
CODES = {"deputy": "代表码", "station": "站点的码", "post": "采集点的码"}
ARRIVED = {"reached": "已送达", "unreached": "未送达"}
SUBJECTS = {
    "case": "事项", "opinion": "立法意见", "wish": "心愿", "reception": "接待", "project": "民生实事", "commitment": "承诺",
}  # fmt: skip
# How long the period of a book of one's own is, each time it is opened.
SPANS: Mapping[str, str] = {
    "month": "本月", "last_month": "上月", "quarter": "本季度", "year": "本年", "last_year": "去年",
}  # fmt: skip


# As wide as a day is written.
DAY = 14


def _number(name: str = "编号") -> Column:
    return Column("number", name, 18, "code")


def _day(name: str) -> Column:
    return Column("day", name, DAY, "date")


# Codes stand with their names in one text: alone, an office program takes one in a CSV file for a number.
VILLAGE, CELL, STATION = Column("village", "村（社区）", 26), Column("cell", "网格", 28), Column("station", "站点", 24)
CATEGORY, CHANNEL = Column("category", "类别", 14), Column("channel", "来源", 14)
BODY, DUE = Column("body", "责任单位", 20), Column("due_on", "期限", DAY, "date")
SAID, TITLE = Column("said", "摘要", 50, "prose"), Column("title", "标题", 32, "prose")
PLACE, KIND = Column("place", "地点", 24), Column("kind", "类型", 18)

_BOOKS = (
    Book("reports", "情况反映台账", "收到日期", (
        _number(), _day("收到日期"), Column("kind", "怎样来的", 12, words=KINDS), CHANNEL, CATEGORY, VILLAGE, CELL, STATION,
        Column("case_number", "事项编号", 18, "code"), SAID,
    ), ("category", "channel", "station")),
    Book("disputes", "矛盾纠纷台账", "收到日期", (
        _number(), _day("收到日期"), Column("state", "阶段", 12, words=CASES), CATEGORY, VILLAGE, CELL, STATION,
        Column("level", "敏感程度", 12, words={str(level): words for level, words in LEVEL_LABELS.items()}), DUE,
        Column("ended_on", "办结日期", DAY, "date"), Column("urged", "催办督办", 10, words={str(n): words for n, words in LEVELS.items()}),
        Column("rated", "群众评价", 10, words=VERDICTS), Column("reports", "几条反映", 10, "number", adds=True),
        Column("resolved", "化解办结", 10, "number", adds=True), SAID,
    ), ("category", "channel", "station")),
    Book("opinions", "意见建议台账", "收到日期", (
        _number(), _day("收到日期"), Column("draft", "草案", 32), Column("article", "涉及条文", 12), VILLAGE, STATION,
        CHANNEL, Column("unit", "提出单位", 20), Column("state", "阶段", 12, words={str(s): w for s, w in OPINION_STATES.items()}),
        Column("item", "整理编号", 18, "code"), Column("batch", "上报批次", 18, "code"), Column("sent_on", "上报日期", DAY, "date"),
        Column("reason", "采纳说明", 30, "prose"), Column("said", "意见原文", 60, "prose"),
    ), ("channel", "station")),
    Book("transfers", "转办交办台账", "转到日期", (
        Column("case_number", "事项编号", 18, "code"), _day("转到日期"), Column("body", "承办单位", 22),
        Column("to_state", "转到环节", 12, words=CASES), Column("left_on", "转出日期", DAY, "date"), CATEGORY, VILLAGE, DUE,
        Column("state", "现在阶段", 12, words=CASES),
    ), ("category", "station"), keyed=False),
    Book("activities", "活动台账", "举行日期", (
        _day("举行日期"), KIND, TITLE, VILLAGE, PLACE, Column("host", "主办", 22), Column("people", "到场人数", 10, "number", adds=True),
        Column("promises", "承诺事项", 10, "number", adds=True), Column("kept", "已兑现", 10, "number", adds=True),
    ), ("station",)),
    Book("visits", "走访台账", "走访日期", (
        _day("走访日期"), KIND, TITLE, VILLAGE, PLACE, Column("enterprises", "走访企业", 10, "number", adds=True),
        Column("communities", "走访社区", 10, "number", adds=True), Column("problems", "发现问题", 10, "number", adds=True),
        Column("solved", "解决问题", 10, "number", adds=True),
    ), ("station",)),
    Book("feedback", "反馈台账", "签发日期", (
        _number(), _day("签发日期"), Column("subject_kind", "答复什么", 10, words=SUBJECTS), Column("subject_number", "对应编号", 18, "code"),
        VILLAGE, Column("said_on", "反映日期", DAY, "date"), Column("body", "答复单位", 22), Column("arrived", "是否送达", 10, words=ARRIVED),
        Column("answer", "答复内容", 60, "prose"),
    )),
    Book("suggestions", "代表建议台账", "提出日期", (
        _number(), _day("提出日期"), TITLE, VILLAGE, BODY, DUE, Column("state", "阶段", 14, words={str(s): w for s, w in INITIATIVE_STATES.items()}),
        Column("answered_on", "答复日期", DAY, "date"), Column("class", "答复分类", 22, words=MARKS), Column("rated", "代表评价", 12, words=VERDICTS),
    )),
    Book("projects", "民生实事台账", "立项日期", (
        _number(), _day("立项日期"), Column("year", "年度", 8, "code"), TITLE, VILLAGE, BODY,
        Column("state", "阶段", 14, words={str(s): w for s, w in PROJECT_STATES.items()}),
        Column("planned_yuan", "计划投资（元）", 16, "money", adds=True), Column("paid_yuan", "累计拨付（元）", 16, "money", adds=True),
        Column("percent", "进度（%）", 10, "number"), Column("due_on", "完成期限", DAY, "date"), Column("sources", "点单数", 10, "number", adds=True),
    )),
    Book("scans", "扫码台账", "扫码月份", (
        _day("扫码月份"), Column("kind", "什么码", 12, words=CODES), Column("owner", "站点、代表", 28), Column("serial", "码的序号", 10, "code"),
        CATEGORY, VILLAGE, Column("opened", "扫码次数", 10, "number", adds=True), Column("begun", "开始写", 10, "number", adds=True),
        Column("submissions", "提交反映", 10, "number", adds=True), Column("opinions", "提意见", 10, "number", adds=True),
        Column("ended_on", "停用日期", DAY, "date"),
    ), ("station",), keyed=False),
    Book("fund", "公益基金台账", "记账日期", (
        _day("记账日期"), Column("fund", "基金名称", 22), VILLAGE, Column("purpose", "用途", 32, "prose"), Column("party", "来自谁、付给谁", 22),
        Column("received", "收入（元）", 14, "money", adds=True), Column("paid", "支出（元）", 14, "money", adds=True),
        Column("balance", "结余（元）", 14, "money"),
    ), keyed=False),
)  # fmt: skip
BOOKS: Mapping[str, Book] = {book.code: book for book in _BOOKS}
