"""The list of cases as it stands in a file, in the caller's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from backend.cases.domain import LABELS, LEVEL_LABELS, LEVELS, State, level_of, urgency_of
from backend.cases.domain import working_days_left as left
from backend.cases.queries import CaseRow
from backend.clock import CHINA, now, today
from backend.exports.domain import Frame, without_numbers
from backend.exports.service import Cell, Sheet
from backend.http.viewer import Viewer
from backend.http.words import language, say

# Name and width of each column.
COLUMNS = (
    ("编号", 16), ("阶段", 12), ("类别", 14), ("村（社区）", 26), ("网格", 28), ("站点", 24), ("敏感程度", 16), ("通道", 10),
    ("收到日期", 12), ("期限", 12), ("还剩", 16), ("催办督办", 10), ("几条反映", 9), ("摘要", 50),
)  # fmt: skip
CHANNELS = {"industry": "行业调处", "congress": "人大转办"}
# What goes into the record of what was asked for: codes, days and switches, never words.
CODE = re.compile(r"[0-9A-Za-z_.:-]{1,40}", re.ASCII)


def wanted(viewer: Viewer, asked: Mapping[str, object], most: int) -> Sheet[CaseRow]:
    """Return how the file of `viewer` is worded, of the filters `asked`; `most`: rows at most."""
    said = [f"{name}:{code_of(value)}" for name, value in asked.items()]
    prefixes = viewer.context().areas
    return Sheet(frame_of(viewer, prefixes, said), cells_of, lambda n: say("共{n}件", n=n), said, prefixes, most)


def frame_of(viewer: Viewer, prefixes: tuple[str, ...], asked: list[str]) -> Frame:
    """Return what stands round the rows: who took them, when, and of what."""
    at = now()
    who = say("导出人{name}（{login}）", name=viewer.name, login=viewer.login)
    marks = (
        f"{who} {at:%Y-%m-%d %H:%M}",
        say("范围{areas}，条件{narrowed}", areas="、".join(prefixes), narrowed="，".join(asked) or say("没有筛选")),
        say("只供办理使用，不得转发。隐蔽事项只写到村，电话和证件号码已经遮住。"),
    )
    columns = [(say(name), width) for name, width in COLUMNS]
    return Frame(say("事项清单"), marks, columns, f"{viewer.name} {viewer.login}", at)


def cells_of(row: CaseRow) -> list[Cell]:
    """Return the cells of a case. Of a hidden one only its village stands there, for its handlers too: files are passed on."""
    level = level_of(hidden=row.hidden, restricted=row.restricted)
    inside = not row.hidden
    return [
        row.number,
        say(LABELS[State(row.state)]),
        (row.category_name_en if language() == "en" else row.category_name) if inside else "",
        f"{row.area_code} {row.area_name}",
        f"{row.cell_code} {row.cell_name}" if inside and row.cell_code else "",
        (row.station_name or "") if inside else "",
        say(LEVEL_LABELS[level]),
        say(CHANNELS[row.channel]) if row.channel and inside else "",
        day_of(row.opened_at),
        str(row.due_on or ""),
        time_left(row),
        say(LEVELS[row.urged]) if row.urged else "",
        row.reports if inside else "",
        without_numbers(row.opening) if inside else "",
    ]


def day_of(at: datetime) -> str:
    """Return the day of a moment in China."""
    return str(at.astimezone(CHINA).date())


def time_left(row: CaseRow) -> str:
    """Return how long there is still, in words: a figure with a minus would look like a formula."""
    urgency = urgency_of(row.state, row.due_on, today(), row.soon_days)
    if urgency is None or row.due_on is None:
        return ""
    if urgency == "today":
        return say("今天到期")
    days = left(today(), row.due_on)
    return say("逾期{n}个工作日", n=-days) if urgency == "overdue" else say("剩{n}个工作日", n=days)


def code_of(value: object) -> str:
    """Return a filter's value where it is a code, a day or a switch, else a question mark."""
    text = str(value)
    return text if CODE.fullmatch(text) else "?"
