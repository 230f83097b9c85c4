"""What a move needs in words, and how each kind of it is read: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from backend.errors import Invalid

# How it is given: words; a day past or present; a day to come; the id of a body; keys of `choices`; one of them; numbers of cases.
Kind = Literal["text", "day", "due", "body", "choices", "choice", "cases"]


@dataclass(frozen=True)
class Evidence:
    """Something that a move needs.

    `key`: its name on the wire; `label` and `missing`: keys of the catalogue, the latter said when it lacks;
    `least`: the least length after stripping, 0 for what may be left out. `choices`: what may be ticked, by key.
    """

    key: str
    label: str
    missing: str
    least: int
    kind: Kind = "text"
    choices: tuple[tuple[str, str], ...] = ()


# What is said of B1 in the sources (000二(三)): what makes a matter one for the congress.
GROUNDS = (
    ("wide", "牵涉面广"), ("complex", "问题复杂"), ("hard", "化解难度大"), ("system", "需从制度机制上解决"),
)  # fmt: skip
HANDLING = Evidence("handling", "办理情况", "写下办理情况，至少5个字", 5)
CHECK = Evidence("check", "怎么核查的（实地或电话），看到什么", "写下怎么核查的，至少2个字", 2)
ANSWER = Evidence("answer", "给群众的答复", "写下给群众的答复，至少5个字", 5)
INTO = Evidence("into", "并入哪一件（写编号）", "写下要并入的那一件的编号，如2026-000123", 5)
WAYS = Evidence("ways", "还可以走的途径", "写下还可以走哪些途径，至少5个字", 5)
ASKED = Evidence("asked", "请反映人补充什么", "写下请反映人补充什么，至少5个字", 5)
MORE = Evidence("more", "补充的情况", "写下补充的情况，至少2个字", 2)
CONSENT = Evidence("consent", "群众怎么说", "写下群众怎么说，至少2个字", 2)
BODY = Evidence("body", "承办单位", "选一个承办单位", 1, "body")
RECEIVER = Evidence("body", "移交给", "选移交给哪个单位", 1, "body")
CENTRE = Evidence("body", "研究中心", "选报给哪个研究中心", 1, "body")
COMMITTEE = Evidence("body", "工作机构", "选报给哪个工作机构", 1, "body")
MEETING = Evidence("body", "主任会议", "选提请哪个主任会议", 1, "body")
DUE = Evidence("due", "办理期限", "写下办理期限", 10, "due")
UNTIL = Evidence("due", "延到哪天", "写下延到哪天", 10, "due")
SUGGESTED = Evidence("suggested", "建议由哪个单位承办", "写下建议由哪个单位承办，至少2个字", 2)
WILLING = Evidence("willing", "双方怎么表示自愿调解", "写下双方怎么表示自愿调解，至少2个字", 2)
AGREEMENT = Evidence("agreement", "协议的主要内容", "写下协议的主要内容，至少5个字", 5)
EFFECTIVE = Evidence("effective_on", "协议生效日期", "写下协议生效日期", 10, "day")
PERFORM = Evidence("perform_by", "履行期限", "写下履行期限", 10, "due")
PERMISSION = Evidence("permission", "当事人同意移交的凭据", "写下当事人怎么同意移交（同意书编号、日期），至少2个字", 2)
HANDED = Evidence(
    "permission",
    "当事人同意交办的凭据，或者依法应当移送的依据",
    "写下当事人怎么同意交办，或者依什么规定移送，至少2个字",
    2,
)
# Without it the body gets the matter and not the people's name and number.
AGREED = Evidence(
    "agreed", "联系方式也给这个单位：反映人怎么同意的（不选就不给）", "", 0, "choice",
    (("door", "当面同意"), ("phone", "电话里同意"), ("paper", "签了同意书")),
)  # fmt: skip
APART = Evidence("apart", "分出的事项还没有答复，为什么先答复这一件", "分出的事项还没有答复，写明为什么先答复这一件", 2)
LEVEL = Evidence(
    "level", "敏感程度（不选就不变）", "", 0, "choice",
    (("open", "公开"), ("restricted", "限办理人员"), ("hidden", "隐蔽")),
)  # fmt: skip
THEIR_NUMBER = Evidence("their_number", "对方系统编号", "写下对方系统的编号，至少2个字", 2)
OUTSIDE = Evidence("outside", "移交给哪个单位", "写下移交给哪个单位，至少2个字", 2)
BASIS = Evidence("basis", "上报依据", "勾选上报依据，至少一项", 1, "choices", GROUNDS)
SUMMARY = Evidence("summary", "上报材料摘要", "写下上报材料摘要，至少5个字", 5)
REPORT = Evidence("report", "梳理报告", "写下梳理报告，至少5个字", 5)
TOGETHER = Evidence("together", "同一报告里的其他事项（写编号，用空格隔开）", "", 0, "cases")
AGENDA = Evidence("agenda", "议题", "写下议题，至少2个字", 2)
MINUTES = Evidence("minutes", "会议纪要号", "写下会议纪要号，至少2个字", 2)
MET_ON = Evidence("met_on", "会议日期", "写下会议日期", 10, "day")
MATERIAL = Evidence("material", "补充的材料", "写下补充的材料，至少5个字", 5)
LETTER = Evidence("letter", "转办函号", "写下转办函号，至少2个字", 2)
RESULT = Evidence("result", "书面办理结果", "写下书面办理结果，至少5个字", 5)
TO = Evidence(
    "forwarded_to", "转交给谁", "选转交给谁", 1, "choice", (("station", "站点"), ("town_congress", "镇人大")),
)  # fmt: skip
NOTE = Evidence("forward_note", "转交说明（反映人也看得到）", "写下为什么转交，至少5个字", 5)
EXPLANATION = Evidence("explanation", "书面说明", "写下书面说明，至少5个字", 5)


def complete(needs: tuple[Evidence, ...], given: Mapping[str, str], today: date) -> dict[str, str]:
    """Return of `given` what `needs` name, each read as its kind; `today`: the day it is in China.

    Raises Invalid (field `evidence.KEY`) for what lacks, is of the wrong kind, or is not asked for.
    """
    unknown = sorted(set(given) - {need.key for need in needs})
    if unknown:
        raise Invalid("这一步不要这一项", field=f"evidence.{unknown[0][:40]}", code="unknown_evidence")
    return {need.key: _read(need, text, today) for need in needs if (text := _present(need, given.get(need.key, "")))}


def _present(need: Evidence, text: str) -> str:
    text = text.strip()
    if len(text) < (1 if need.kind != "text" and need.least else need.least):
        raise Invalid(need.missing, field=f"evidence.{need.key}", code="evidence_needed")
    return text


def _read(need: Evidence, text: str, today: date) -> str:
    field = f"evidence.{need.key}"
    if need.kind in {"day", "due"}:
        return _day(text, field, today, to_come=need.kind == "due").isoformat()
    if need.kind == "choice" and text and text not in dict(need.choices):
        raise Invalid("只能勾选列出的各项", field=field, code="wrong_evidence")
    if need.kind == "choices":
        return _ticked(need, text, field)
    if need.kind == "body" and not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Invalid("从名单里选一个单位", field=field, code="wrong_evidence")
    return text


def _day(text: str, field: str, today: date, *, to_come: bool) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Invalid("日期写成2026-11-21这样", field=field, code="wrong_evidence") from None
    if to_come and day < today:
        raise Invalid("期限不能在今天以前", field=field, code="past_day")
    if not to_come and day > today:
        raise Invalid("日期不能在今天以后", field=field, code="day_to_come")
    if abs((day - today).days) > 3660:
        raise Invalid("日期离今天超过十年，请核对", field=field, code="wrong_evidence")
    return day


def _ticked(need: Evidence, text: str, field: str) -> str:
    ticked = {part.strip() for part in text.split(",")} - {""}
    known = [key for key, _ in need.choices]
    if not ticked:
        raise Invalid(need.missing, field=field, code="evidence_needed")
    if not ticked <= set(known):
        raise Invalid("只能勾选列出的各项", field=field, code="wrong_evidence")
    return ",".join(key for key in known if key in ticked)
