"""Posts of the network and what each answers for (岗位责任清单): pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

POSTS: Mapping[str, str] = {
    "station_head": "站点负责人",
    "liaison": "联络员",
    "collector": "信息采集员",
    "grid_worker": "网格员",
    "mediator": "调解员",
    "counsel": "法律顾问",
    "deputy": "代表",
}
STATION_KINDS: Mapping[str, str] = {
    "contact_point": "基层立法联系点",
    "workstation": "立法联系工作站",
    "deputy_home": "人大代表之家",
    "liaison_point": "立法联络点",
    "collection_post": "信息采集点",
}
LEAST, MOST = 5, 4000


@dataclass(frozen=True)
class Duty:
    """What one post answers for, in the words of an area: one version of them."""

    id: UUID
    area_code: str
    area_name: str
    post: str
    version: int
    text: str
    written_name: str
    written_at: datetime


@dataclass(frozen=True)
class StationCard:
    """A station with its facts, as its page at the desk shows them."""

    id: int
    code: str
    name: str
    kind: str
    area_code: str
    area_name: str
    parent_name: str | None
    address: str
    phone: str
    opening_hours: str


def chain(area: str) -> list[str]:
    """Return the codes of the areas that an area lies in, itself last: province, city, county, township, village."""
    codes = [area[:2] + "0000", area[:4] + "00", area[:6], area[:9], area[:12]]
    return list(dict.fromkeys(code for code in codes if len(code) <= len(area)))
