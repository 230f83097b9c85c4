"""What kinds of bodies there are, and the role in which each acts on a matter: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

# Kind, what it is called, and the role its people act in; a kind without a role stands in the directory only.
KINDS: Mapping[str, tuple[str, str | None]] = {
    "department": ("承办部门", "department"),
    "mediation_committee": ("人民调解委员会", "mediator"),
    "police_station": ("派出所", "police"),
    "justice_office": ("司法所", "justice_office"),
    "petition_office": ("信访部门", "petition_office"),
    "court": ("人民法院（法庭）", "court"),
    "government": ("人民政府", "organ"),
    "supervision_commission": ("监察委员会", "organ"),
    "procuratorate": ("人民检察院", "organ"),
    "research_centre": ("基层立法联系点建设研究中心", "research_centre"),
    "working_body": ("人大常委会工作机构", "working_body"),
    "chairpersons": ("主任会议", "chairpersons"),
    "leading_group": ("领导小组", None),
    "working_group": ("立法联系工作小组", "working_group"),
    "law_firm": ("律师事务所", None),
    "notary": ("公证处", None),
    "appraiser": ("司法鉴定机构", None),
    "arbitration": ("仲裁委员会", None),
    "legal_aid": ("法律援助中心", None),
}
BODY_ROLES: Mapping[str, str] = {
    "department": "承办部门",
    "mediator": "调解员",
    "police": "派出所",
    "justice_office": "司法所",
    "petition_office": "信访岗",
    "court": "法庭",
    "organ": "一府一委两院",
    "research_centre": "研究中心",
    "working_body": "工作机构",
    "working_group": "工作小组",
    "chairpersons": "主任会议",
}
# What helps people without handling their matter: the directory of public legal services (公共法律服务).
SERVICES = frozenset(
    {"mediation_committee", "justice_office", "law_firm", "notary", "appraiser", "arbitration", "legal_aid"}
)


@dataclass(frozen=True)
class BodyRef:
    """A body; `role`: how it acts on a matter, None for one that only stands in the directory."""

    id: int
    code: str
    name: str
    kind: str
    role: str | None
    area_code: str
    phone: str
    address: str
    duties: str = ""


@dataclass(frozen=True)
class Member:
    """Somebody of a body, and what they do there (组长, 成员 …); the last day is None until further notice."""

    body_id: int
    name: str
    duty: str
    from_day: date
    until_day: date | None
