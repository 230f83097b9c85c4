"""Roles, where and when they are held: pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from backend.errors import Conflict, Invalid
from backend.settings import SettingError

ROLES: Mapping[str, str] = {
    "grid_worker": "网格员",
    "collector": "信息采集员",
    "liaison": "联络员",
    "verifier": "核查员",
    "town_congress": "镇人大",
    "town_head": "乡镇长",
    "deputy": "代表",
    "system_administrator": "系统管理员",
    "security_administrator": "安全管理员",
    "audit_administrator": "审计管理员",
}
# What a head is called above the township, by the length of the area's prefix: province, city, county.
HEADS = {2: "政府负责人", 4: "政府负责人", 6: "县（市、区）长"}
# Set by the constitution of the thing, not by taste: these forward, urge and supervise, and never close a case.
# The last three come with the rounds above the township; the rule waits for them.
CONGRESS = frozenset({"town_congress", "deputy", "research_centre", "working_body", "chairpersons"})
# Three persons for what one could abuse: who makes accounts, who lets them take effect, who reads what was done.
ADMINISTRATORS = frozenset({"system_administrator", "security_administrator", "audit_administrator"})
AREA_CODE = re.compile(r"\d{6}(\d{3}){0,2}", re.ASCII)


def role_label(role: str, prefix: str) -> str:
    """Return what the holder of `role` in the area of `prefix` is called: a head by the level of the area."""
    return HEADS.get(len(prefix), ROLES[role]) if role == "town_head" else ROLES[role]


def check_role(role: str, area: str) -> None:
    """Refuse a role nobody knows, or one that is held at no whole code of an area (6, 9 or 12 digits).

    Raises Invalid (field `role`).
    """
    if role not in ROLES:
        raise Invalid("没有这个岗位：{role}", field="role", role=role)
    if not AREA_CODE.fullmatch(area):
        raise Invalid("行政区划代码要写全：6、9或12位数字，不能是“{area}”", field="role", area=area)


@dataclass(frozen=True)
class Term:
    """From the day `since` to the end of the day `until`, in China; None: from today, and open."""

    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Appointment:
    """A role that is to be held in an area for a term."""

    role: str
    area: str
    term: Term = Term()


def check_term(term: Term, today: date) -> None:
    """Refuse a term that ends before it begins. Raises Invalid (field `until`)."""
    if term.until is not None and term.until < (term.since or today):
        raise Invalid("任期的最后一天在第一天之前", field="until")


def check_together(roles: Iterable[str]) -> None:
    """Refuse two of the three administrators in one person. Raises Conflict (field `role`)."""
    if len(ADMINISTRATORS & set(roles)) > 1:
        raise Conflict("系统、安全、审计三种管理员要由不同的人担任", field="role")


def check_known(setting: str, names: Iterable[str]) -> None:
    """Refuse a setting that names a role nobody knows: nobody would be held to it. Raises SettingError."""
    if unknown := sorted(set(names) - ROLES.keys()):
        raise SettingError(f"{setting} names no role: {', '.join(unknown)}")
