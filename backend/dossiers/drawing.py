"""The dossier (卷宗) as PDF: what was said, what was done, who was told, in the order of the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from backend.cases.schemas import file_wire
from backend.clock import minute
from backend.commitments.schemas import commitment_wire
from backend.dossiers.service import Dossier
from backend.http.words import language, say
from backend.initiatives.schemas import initiative_wire
from backend.mediation.schemas import mediation_wire
from backend.paper import Paper
from backend.petitions.schemas import standing_wire
from backend.ratings.schemas import of_case_wire
from backend.submissions.schemas.written import registrations_wire

Wire = Mapping[str, Any]
CHANNEL_NAMES = {"industry": "行业调处", "congress": "人大转办"}
RUNGS = {
    "gateway": "短信或公众号", "inbox": "收件箱消息", "receipt": "凭回执号查看", "push": "浏览器提醒", "channel": "打电话或发短信", "door": "送到本人",
    "aloud": "念给本人听", "post": "邮寄送达",
}  # fmt: skip
OUTCOMES = {"trying": "正在送", "confirmed": "已送达", "failed": "没送到", "gone": "浏览器已退订"}


def draw(dossier: Dossier, taken_by: str, now: datetime) -> bytes:
    """Return the dossier as an A4 PDF in the caller's language; each page says who took it out and when."""
    case = file_wire(dossier.file)
    running = f"{case['number']}　{taken_by}　{minute(now)}"
    paper = Paper(f"{say('卷宗')} {case['number']}", running, now, language())
    _cover(paper, case)
    _reports(paper, case["reports"], dossier.photos)
    _around(paper, dossier)
    _timeline(paper, case)
    _mediation(paper, mediation_wire(dossier.mediation))
    _meetings(paper, dossier)
    _section(paper, "承诺事项", (_promise(commitment_wire(each)) for each in dossier.promises))
    _section(paper, "派生事项", (_initiative(initiative_wire(each)) for each in dossier.initiatives))
    _sheets(paper, case["sheets"])
    _ratings(paper, of_case_wire(dossier.ratings))
    return paper.bytes()


def _cover(paper: Paper, case: Wire) -> None:
    paper.title(say("卷宗"), case["number"])
    paper.facts([
        (say("状态"), case["label"]),
        (say("类别"), case["category"]["name"]),
        (say("村、社区"), case["area"]["name"]),
        (say("网格"), case["cell"]["name"] if case["cell"] else ""),
        (say("站点"), case["station"]["name"] if case["station"] else ""),
        (say("敏感级别"), case["level_label"]),
        (say("通道"), say(CHANNEL_NAMES[case["channel"]]) if case["channel"] else ""),
        (say("立案时间"), minute(case["opened_at"])),
        (say("重办次数"), str(case["redos"]) if case["redos"] else ""),
        (say("并入"), case["joined_to"]["number"] if case["joined_to"] else ""),
        (say("拆自"), case["parent"]["number"] if case["parent"] else ""),
        (say("拆出"), "、".join(each["number"] for each in case["children"])),
    ])  # fmt: skip
    if case["part"]:
        paper.heading(say("拆出的部分"))
        paper.boxed(case["part"])
    _section(
        paper,
        "经手单位",
        ((f"{each['body_name']}　{each['role_label']}", minute(each["since"]), "") for each in case["seats"]),
    )


def _reports(paper: Paper, reports: Iterable[Wire], photos: Mapping[str, bytes]) -> None:
    for n, report in enumerate(reports, 1):
        paper.heading(f"{say('反映')} {n}　{report['number']}")
        contact = report["contact"]
        paper.facts([
            (say("时间"), minute(report["seen_at"])),
            (say("收到日期"), minute(report["received_at"])),
            (say("地点"), report["place_words"]),
            (say("坐标"), place(report)),
            (say("找的代表"), report["deputy"] or ""),
            (say("联系人"), " ".join(filter(None, (contact.name, contact.phone))) if contact else ""),
        ])  # fmt: skip
        paper.gap(2)
        paper.boxed(report["text"])
        here = [photos[digest] for digest in report["photos"] if digest in photos]
        if here:
            paper.pictures([BytesIO(data) for data in here])
        if len(here) < len(report["photos"]):
            paper.note(
                say("另有{n}张照片没有收入：还没传到、已删除，或超过收入的张数。", n=len(report["photos"]) - len(here))
            )
        if report["recordings"]:
            paper.note(say("另有{n}段录音，在系统里听。", n=len(report["recordings"])))


def _around(paper: Paper, dossier: Dossier) -> None:
    """Write how it came, in which other procedures it is, and who was in charge of it."""
    came, around = registrations_wire(dossier.came)["items"], standing_wire(dossier.standing)
    _section(
        paper,
        "怎么来的",
        (
            (f"{each['label']}　{each['their_number']}　{each['station'] or ''}", str(each["came_on"]), f"{each['role_label']} {each['by']}")
            for each in came
        ),
    )  # fmt: skip
    _section(paper, "其他程序", ((each["label"], minute(each["at"]), each["reason"]) for each in around["procedures"]))
    _section(
        paper,
        "包案领导",
        ((each["leader"], minute(each["at"]), f"{each['reason']}　{each['due_on']}") for each in around["charges"]),
    )


def _ratings(paper: Paper, wire: Wire) -> None:
    """Write what people said of the answers, first to last."""
    said = [(sheet, one) for sheet in wire["sheets"] for one in reversed(sheet["said"])]
    rows = (
        (f"{sheet['report_number']}　{one['label']}　{one['way_label']} {one['by']}".rstrip(), minute(one["at"]), one["reason"])
        for sheet, one in said
    )  # fmt: skip
    _section(paper, "满意度评价", rows)


def _timeline(paper: Paper, case: Wire) -> None:
    paper.heading(say("经过"))
    for event in sorted(case["timeline"], key=lambda each: each["version"]):
        paper.room(14)
        paper.words(f"{minute(event['at'])}　{event['label']}　{event['role_label']} {event['actor_name']}".rstrip())
        said = [f"{each['label']}：{each['text']}" for each in event["said"]]
        if event["reason"]:
            said.insert(0, f"{say('理由')}：{event['reason']}")
        if said:
            paper.note("\n".join(said))
    _section(
        paper,
        "催办与督办",
        (
            (f"{each['label']}　{each['role_label']} {each['actor_name']}", minute(each["at"]), each["note"])
            for each in case["urges"]
        ),
    )
    _section(
        paper,
        "敏感级别的变更",
        (
            (f"{each['label']}　{each['role_label']} {each['actor_name']}", minute(each["at"]), each["reason"])
            for each in case["levels"]
        ),
    )


def _mediation(paper: Paper, wire: Wire) -> None:
    old = {each["corrects_id"] for each in (*wire["parties"], *wire["records"])}

    def mark(each: Wire) -> str:
        return say("（已更正）") if each["id"] in old else ""

    people = (
        (
            f"{each['side_label']}　{each['name'] or ''} {each['phone'] or ''}".rstrip() + mark(each),
            "",
            each["relation"],
        )
        for each in wire["parties"]
    )
    _section(paper, "当事人", people)
    records = (
        (f"{each['place']}　{each['led_by']}{mark(each)}", minute(each["held_at"]), each["said"])
        for each in wire["records"]
    )
    _section(paper, "调解笔录", records)
    agreement = wire["agreement"]
    if agreement:
        paper.heading(say("调解协议"))
        paper.facts([
            (say("生效日期"), str(agreement["effective_on"])),
            (say("履行期限"), str(agreement["perform_by"])),
            (say("调解员"), agreement["made_by"]),
        ])  # fmt: skip
        paper.gap(2)
        paper.boxed(agreement["text"])
    _section(
        paper, "履行回访", ((each["outcome_label"], str(each["made_on"]), each["note"]) for each in wire["follow_ups"])
    )
    _section(paper, "司法确认", (_confirmation(each) for each in wire["confirmations"]))


def _confirmation(each: Wire) -> tuple[str, str, str]:
    ruling = each["ruling"]
    said = (
        f"{ruling['result_label']}　{ruling['decided_on']}　{ruling['reason']}".rstrip()
        if ruling
        else say("还没有裁定")
    )
    return f"{each['court_name']}　{each['number']}".strip(), str(each["applied_on"]), said


def _meetings(paper: Paper, dossier: Dossier) -> None:
    rows = (
        (f"{head.title}　{head.place}".rstrip(), str(head.held_on or ""), item.decision or item.why or "")
        for head, item in dossier.meetings
    )
    _section(paper, "联席会议", rows)


def _promise(each: Wire) -> tuple[str, str, str]:
    return f"{each['body_name']}　{each['label']}", str(each["due_on"]), each["text"]


def _initiative(each: Wire) -> tuple[str, str, str]:
    steps = "\n".join(f"{minute(step['at'])}　{step['label']}　{step['words']}".rstrip() for step in each["events"])
    return (
        f"{each['kind_label']}　{each['number']}　{each['title']}",
        minute(each["made_at"]),
        f"{each['text']}\n{steps}".rstrip(),
    )


def _sheets(paper: Paper, sheets: Iterable[Wire]) -> None:
    for sheet in sheets:
        paper.heading(f"{say('反馈单')} {sheet['number']}")
        paper.facts([
            (say("来件编号"), sheet["report_number"]),
            (say("签发人"), f"{sheet['body_name']} {sheet['signer_name']}"),
            (say("答复日期"), minute(sheet["issued_at"])),
        ])  # fmt: skip
        paper.gap(2)
        paper.boxed(sheet["answer"] or say("内容已删除"))
        tried = [
            f"{say(RUNGS[one.rung])}：{say(OUTCOMES[one.state])} {minute(one.settled_at or one.created_at)}"
            for one in sheet["attempts"]
        ]
        if tried:
            paper.note("\n".join(tried))


def _section(paper: Paper, title: str, rows: Iterable[tuple[str, str, str]]) -> None:
    """Write rows of what, when and in which words below a heading; nothing without rows."""
    for n, (what, when, words) in enumerate(rows):
        if n == 0:
            paper.heading(say(title))
        paper.room(14)
        paper.words(f"{when}　{what}" if when else what)
        if words:
            paper.note(words)


def place(report: Wire) -> str:
    """Return where a report was made, degrees of latitude and longitude in EPSG:4326, "" without a place."""
    if report["place"] is None:
        return ""
    lon, lat = report["place"]["coordinates"]
    return f"{lat:.5f}, {lon:.5f}"
