"""Reply templates (回复模板): kinds of answers, the fields that may stand in one, and how they are filled in. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from backend.errors import Invalid

# Who signs answers, or supervises that they are given, and so words the templates of the own area.
WRITERS = ("liaison", "town_congress")
KINDS: Mapping[str, str] = {
    "done": "办结答复", "merged": "并案答复", "agreed": "调解达成协议", "organ": "人大转办结果", "refused": "不予受理",
    "terminated": "调解终止", "linked": "已移交", "not_approved": "主任会议未通过",
}  # fmt: skip
# What a template may name of a case; none of it says who spoke.
FIELDS: Mapping[str, str] = {
    "number": "编号", "category": "类别", "area": "村（社区）", "station": "站点", "received_on": "收到日期", "today": "今天的日期",
    "body": "承办单位", "handling": "办理情况", "ways": "还可以走的途径", "their_number": "对方系统编号", "minutes": "会议纪要号",
    "objection_days": "可以要求重办的天数",
}  # fmt: skip
FIELD = re.compile(r"\{\{([^{}]*)\}\}")
# Phone and ID numbers: a template is for everybody.
PERSONAL = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx]|\d{15})(?!\d)")
# The move by which a case came to its answer, where that alone says the kind.
CAME_BY: Mapping[str, str] = {
    "exit-refused": "refused", "exit-terminated": "terminated", "exit-linked": "linked", "exit-not-approved-2": "not_approved",
}  # fmt: skip
AGREED = "A4"


@dataclass(frozen=True)
class Wording:
    """What a template says. `area_code`: whose it is, None for one that was shipped; `disabled`: no longer offered."""

    area_code: str | None
    kind: str
    title: str
    body: str
    disabled: bool = False


@dataclass(frozen=True)
class Template:
    """A template as it stands."""

    id: UUID
    version: int
    says: Wording


@dataclass(frozen=True)
class Filled:
    """A template filled in for a case; `fits`: the case came to its answer in this way."""

    template: Template
    text: str
    fits: bool


def check(says: Wording) -> None:
    """Refuse a field that nobody can fill in, braces that do not close, and numbers of people. Raises Invalid (field `body`)."""
    for name in FIELD.findall(says.body):
        if name.strip() not in FIELDS:
            known = "、".join(f"{{{{{each}}}}}" for each in FIELDS)
            raise Invalid(
                "没有“{name}”这一项。可以用的有{known}",
                field="body",
                code="unknown_field",
                name=name.strip()[:40],
                known=known,
            )
    rest = FIELD.sub("", says.body)
    if "{{" in rest or "}}" in rest:
        raise Invalid("花括号要成对，写成{example}这样", field="body", code="open_braces", example="{{number}}")
    if PERSONAL.search(says.body) or PERSONAL.search(says.title):
        raise Invalid("模板里不能写手机号、证件号，它给所有人用", field="body", code="personal")


def fill(body: str, values: Mapping[str, str], lacking: Mapping[str, str]) -> str:
    """Return `body` with its fields filled in, once over: what a value says is never read as a field.

    `lacking`: what stands for a field that the case has nothing for, by its name.
    """
    return FIELD.sub(lambda found: values.get(found[1].strip()) or lacking[found[1].strip()], body)
