"""The performance file (履职档案) as PDF: first what it comes to, then deed by deed."""

from __future__ import annotations

from datetime import datetime

from backend.clock import minute
from backend.http.words import language, say
from backend.paper import Paper
from backend.performance.domain import Performance
from backend.performance.schemas import performance_wire


def draw(file: Performance, taken_by: str, now: datetime) -> bytes:
    """Return the file as an A4 PDF in the caller's language; each page says who took it out and when."""
    wire = performance_wire(file)
    title = say("履职档案")
    paper = Paper(f"{title} {wire['name']}", f"{wire['name']}　{taken_by}　{minute(now)}", now, language())
    paper.title(title)
    paper.facts([
        (say("代表"), wire["name"]),
        (say("层级"), wire["level_label"]),
        (say("区域"), wire["area_name"]),
        (say("期间"), f"{wire['since']} – {wire['until']}"),
    ])  # fmt: skip
    paper.heading(say("合计"))
    paper.facts([
        (part["label"], "　".join([say("{n}件次", n=part["n"]), *part["more"]])) for part in wire["parts"]
    ])  # fmt: skip
    for part in wire["parts"]:
        if part["entries"]:
            paper.heading(part["label"])
        for each in part["entries"]:
            paper.room(14)
            paper.words(
                f"{each['day']}　{each['number']} {each['title'] or say('（内容不公开）')}".replace("　 ", "　")
            )
            if each["note"]:
                paper.note(each["note"])
    paper.gap(4)
    paper.note(say("由系统按活动、接待、建议、票决、评分等记录自动汇总，没有人工填写。"))
    if not wire["whole"]:
        paper.note(say("记录太多，只列出一部分，请缩短期间再取。"))
    return paper.bytes()
