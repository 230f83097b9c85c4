"""What the source documents count (002, 003, 004), as rows of the demo: each number comes out of the pages as the document has it.

Texts and days are made up and seeded; the sums are the documents' own. Runs after the rooms have filled their part, and fills up to the
sums what they have made.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from backend.codes import service as codes
from backend.demo import queries
from backend.demo.domain import FUQUAN

NAMESPACE = UUID("6f1a1a52-0e9b-5c6d-9d8e-2c1f3a4b5c6d")
# 002, 福泉: 意见征集会278次；提出意见建议1028条，向立法机关反馈464条，其中70条被吸纳采用。
RAISED, REPORTED, ADOPTED = 1028, 464, 70
OPEN_SHARE = 0.15
# How many opinions stand in one item, by what became of it.
SIZES = {"adopted": 7, "declined": 13, "dropped": 12}
# 002, 福泉: 专家库38人，法学、环境保护、工程建设、民族文化和历史文化保护、政治经济等专长. How many of each is made up.
EXPERTS = {"law": 12, "environment": 6, "engineering": 8, "culture": 6, "politics_economy": 6}
SURNAMES = "罗吴杨王陈李张石龙潘韦"
EMPLOYERS = ("律师事务所（示例）", "市司法局（示例）", "市住建局（示例）", "市文化馆（示例）", "职业学校（示例）")
WISHES = (
    "写得再具体些，村里好照着办", "加上多久办一次", "写明由谁负责", "加上经费从哪里来", "写明不照办怎么办", "给老人和残疾人留个方便",
    "说清楚村（居）委会做什么", "加上公示的地点和时间", "和现有的村规民约衔接上", "把收费标准写出来", "写明可以电话办理", "少填几张表",
)  # fmt: skip
REASONS = ("我们寨子去年就吃过这个亏。", "不写清楚，基层不好执行。", "邻县已经这样做了。", "老百姓看得懂才用得上。", "")
WHY = {
    "declined": "已有上位法规定，本条例不再重复。",
    "dropped": "属于执行层面的问题，已转有关部门研究。",
    "adopted": "",
}


@dataclass(frozen=True)
class Call:
    """Activities of one type that a document counts: how many, since when, and what their figures come to together."""

    type: str
    count: int
    title: str
    area: str
    stations: tuple[str, ...]
    since: str
    until: str
    sums: dict[str, int]
    texts: dict[str, str]


FUQUAN_STATIONS = ("FQ-001", "FQ-002", "FQ-102", "FQ-105", "FQ-106", "FQ-107")
CALLS = (
    Call("solicitation_meeting", 278, "立法意见征集会", FUQUAN, FUQUAN_STATIONS, "2021-03-01", "2026-10-31", {"opinions": RAISED}, {}),
    Call("law_lecture", 110, "专家库法律宣讲", FUQUAN, ("FQ-LXD",), "2023-01-10", "2026-10-31", {}, {"lecturer": "专家库成员"}),
    Call("law_lecture", 150, "法律宣传", FUQUAN, FUQUAN_STATIONS, "2023-01-10", "2026-10-31", {}, {"lecturer": "工作站联络员"}),
    Call("law_lecture", 6, "普法讲座", "410700", ("XX-02",), "2022-02-01", "2022-12-20", {}, {"lecturer": "人大代表"}),
    Call("law_lecture", 4, "大型集中普法宣传", "410700", ("XX-02",), "2022-03-01", "2022-12-04", {}, {"lecturer": "人大代表"}),
    Call("solicitation_meeting", 2, "法规草案征求意见会", "410700", ("XX-02",), "2022-03-01", "2022-11-01", {"opinions": 20}, {}),
    Call("face_to_face", 12, "社情民意收集", "410700", ("XX-01",), "2022-01-15", "2022-12-15", {"questions": 120}, {}),
    Call("inspection", 2, "执法调研监督", "410700", ("XX-02",), "2022-05-01", "2022-11-01", {"places": 2}, {}),
    Call("exchange_visit", 1, "18个基层立法联系点观摩座谈", "410700", ("XX-01",), "2023-03-09", "2023-03-09", {"places": 2}, {}),
    Call("enterprise_visit", 20, "“两进两促”进企业促发展", "320481", (), "2025-01-15", "2025-08-30",
         {"enterprises": 140, "problems": 160, "solved": 126}, {}),
    Call("community_visit", 18, "“两进两促”进社区促和谐", "320481", (), "2025-01-15", "2025-08-30",
         {"communities": 54, "problems": 109, "solved": 85}, {}),
)  # fmt: skip


def figures(session: Session, signer: int) -> None:
    """Fill up what the documents count; `signer`: the account that is said to have done it."""
    rows = [row for nth, call in enumerate(CALLS) for row in held(call, nth)]
    queries.store_activities(session, json.dumps(rows), signer)
    queries.store_experts(session, json.dumps(list(pool())), signer)
    drafts = queries.drafts_of(session, FUQUAN)
    opinions, items = spoken(drafts, queries.stations_of(session, FUQUAN_STATIONS), queries.raised(session, FUQUAN))
    queries.store_voices(session, json.dumps(opinions), json.dumps(items), signer)


def pool() -> Iterator[dict[str, Any]]:
    """Yield the experts of the pool, numbered within their specialities."""
    specialities = [code for code, count in EXPERTS.items() for _ in range(count)]
    for n, code in enumerate(specialities, 1):
        name = f"{SURNAMES[n % len(SURNAMES)]}专家{n}（示例）"
        employer = EMPLOYERS[n % len(EMPLOYERS)]
        yield {
            "id": str(uuid5(NAMESPACE, f"expert {n}")),
            "name": name,
            "employer": employer,
            "speciality": code,
            "area": FUQUAN,
        }


def held(call: Call, nth: int) -> Iterator[dict[str, Any]]:
    """Yield the activities of a call, over its days, with figures that come to its sums."""
    shares = {key: spread(total, call.count) for key, total in call.sums.items()}
    for n in range(call.count):
        yield {
            "id": str(uuid5(NAMESPACE, f"activity {nth} {n}")), "type": call.type, "title": f"{call.title}（{n + 1}）",
            "area": call.area, "station": call.stations[n % len(call.stations)] if call.stations else None,
            "since": call.since, "until": call.until, "share": n / max(1, call.count - 1),
            "numbers": {key: values[n] for key, values in shares.items()} | call.texts,
        }  # fmt: skip


def spread(total: int, count: int) -> list[int]:
    """Return `count` whole numbers that come to `total`, none more than one above another."""
    return [total * (n + 1) // count - total * n // count for n in range(count)]


def spoken(
    drafts: Sequence[queries.DemoDraft], stations: Sequence[int], there: tuple[int, int, int]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return opinions and digest items that fill up the funnel of 002; `there`: how many are raised, reported, adopted already."""
    raised, reported, adopted = (want - have for want, have in zip((RAISED, REPORTED, ADOPTED), there, strict=True))
    over, still = ([each for each in drafts if each.finished is done] for done in (True, False))
    waiting = round(raised * OPEN_SHARE) if still else 0
    groups = [
        *(("adopted", size) for size in parts(adopted, SIZES["adopted"])),
        *(("declined", size) for size in parts(reported - adopted, SIZES["declined"])),
        *(("dropped", size) for size in parts(raised - waiting - reported, SIZES["dropped"])),
    ]
    at = cycle(stations)
    opinions: list[dict[str, Any]] = []
    items: list[dict[str, Any]] = []
    for nth, ((what, size), draft) in enumerate(zip(groups, cycle(over))):
        item = item_of(nth, what, draft)
        items.append(item)
        opinions += islice(voices(draft, item, at, nth), size)
    for n, draft in zip(range(waiting), cycle(still)):
        opinions += islice(voices(draft, None, at, n + len(groups)), 1)
    return opinions, items


def parts(total: int, size: int) -> Iterator[int]:
    """Yield `total` in parts of `size`, the last one what is left."""
    yield from (min(size, total - begun) for begun in range(0, total, size))


def item_of(nth: int, what: str, draft: queries.DemoDraft) -> dict[str, Any]:
    """Return a digest item of `draft` of which `what` has become."""
    article, label = draft.articles[nth % len(draft.articles)]
    wish = WISHES[nth % len(WISHES)]
    return {
        "id": str(uuid5(NAMESPACE, f"item {nth}")), "solicitation": str(draft.id), "article": str(article), "label": label,
        "title": f"{label}：{wish}"[:100], "text": f"多人建议{label}{wish}。", "what": what, "reason": WHY[what], "wish": wish,
    }  # fmt: skip


def voices(
    draft: queries.DemoDraft, item: dict[str, Any] | None, at: Iterator[int], nth: int
) -> Iterator[dict[str, Any]]:
    """Yield opinions on `draft` in different words of one wish, each at the next station."""
    article, label = draft.articles[nth % len(draft.articles)]
    wish = item["wish"] if item else WISHES[nth % len(WISHES)]
    for n, reason in enumerate(cycle(REASONS)):
        one = uuid5(NAMESPACE, f"opinion {draft.id} {nth} {n}")
        yield {
            "id": str(one), "solicitation": str(draft.id), "version": str(draft.version_id), "article": str(article), "station": next(at),
            "said": f"{('建议', '希望', '请')[n % 3]}{label}{wish}。{reason}", "item": item and item["id"], "receipt": codes.receipt_number(one),
            "channel": ("meeting", "meeting", "box", "scan")[n % 4], "share": (nth * 7 + n) % 100 / 100,
        }  # fmt: skip
