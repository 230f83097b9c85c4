"""A bulletin as PDF: its sentences with the figures they rest on, bars, a line, and the map, all as lines and surfaces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from backend.clock import minute
from backend.http.words import language, say
from backend.paper import GREY, INNER, SIDE, Paper

BLUE, PALE, HAIR, WHITE, BLACK = (23, 80, 143), (158, 154, 200), (150, 158, 166), (255, 255, 255), (27, 36, 48)
BAR_MM, LABEL_MM, CHART_MM, MAP_MM = 4.0, 42.0, 34.0, 128.0
MOST_BARS, MOST_HOT = 15, 15
Colour = tuple[int, int, int]


def draw(of: dict[str, Any], taken_by: str, now: datetime) -> bytes:
    """Return a bulletin (as the wire has it) as an A4 PDF in the caller's language; each page says who took it out and when."""
    title, span = say("{area}分析研判报告", area=of["area_name"]), f"{of['first']} – {of['last']}"
    paper = Paper(f"{title} {span}", f"{of['area_name']}　{span}　{taken_by}　{minute(now)}", now, language())
    paper.title(title)
    paper.facts([
        (say("期间"), f"{span}（{of['kind_label']}）"),
        (say("制表时间"), minute(of["made_at"])),
        (say("存档情况"), say("还没到期末，不存档") if of["open"] else "" if of["id"] else say("自选期间，不存档")),
    ])  # fmt: skip
    for section in of["sections"]:
        paper.heading(section["label"])
        _sentences(paper, section["sentences"])
        _figures(paper, of, section["section"])
    paper.gap(4)
    for note in of["notes"]:
        paper.note(note)
    return paper.bytes()


def _sentences(paper: Paper, found: Sequence[dict[str, Any]]) -> None:
    if not found:
        paper.note(say("本期没有可说的。"))
    for each in found:
        paper.room(16)
        paper.words(each["text"])
        paper.note(
            say("依据：{figures}", figures=say("，").join(f"{rest['label']} {rest['value']}" for rest in each["rests"]))
        )


def _figures(paper: Paper, of: dict[str, Any], section: str) -> None:
    if section == "total":
        _line(paper, of["days"])
    elif section in {"categories", "channels"}:
        _bars(paper, of[section])
    elif section == "cells":
        _map(paper, of["map"])
        _hot(paper, of["hot"])
    elif section in {"work", "voices"}:
        paper.facts([(each["label"], str(each["value"])) for each in of[section]], columns=2)


def _bars(paper: Paper, rows: Sequence[dict[str, Any]]) -> None:
    """Draw a bar for each kind, and a thinner one of the period before below it."""
    shown, pdf = rows[:MOST_BARS], paper.pdf
    most = max((max(row["now"], row["before"] or 0) for row in shown), default=0)
    if not most:
        return
    paper.gap(2)
    wide = INNER - LABEL_MM - 22
    for row in shown:
        paper.room(BAR_MM * 2.4)
        top = pdf.get_y()
        _text(paper, SIDE, top - 0.6, row["name"], 10, LABEL_MM)
        _surface(paper, BLUE, SIDE + LABEL_MM, top, wide * row["now"] / most, BAR_MM)
        _text(paper, SIDE + LABEL_MM + wide * row["now"] / most + 1.5, top - 0.6, str(row["now"]), 10, 18)
        if row["before"] is not None:
            _surface(paper, PALE, SIDE + LABEL_MM, top + BAR_MM + 0.5, wide * row["before"] / most, BAR_MM * 0.4)
        pdf.set_y(top + BAR_MM * 2)
    if any(row["before"] is not None for row in shown):
        paper.note(say("粗条是本期，细条是上期。"))


def _line(paper: Paper, days: Sequence[dict[str, Any]]) -> None:
    """Draw the reports of each day: bars where the days are few, a line where they are many."""
    pdf, most = paper.pdf, max((each["n"] for each in days), default=0)
    if len(days) < 2 or not most:  # one day is no course
        return
    paper.room(CHART_MM + 14)
    paper.gap(2)
    top, step = pdf.get_y(), INNER / len(days)
    pdf.set_draw_color(*HAIR)
    pdf.set_line_width(0.2)
    pdf.line(SIDE, top + CHART_MM, SIDE + INNER, top + CHART_MM)
    for nth, each in enumerate(days):
        high = CHART_MM * each["n"] / most * 0.9
        _surface(paper, BLUE, SIDE + (nth + 0.15) * step, top + CHART_MM - high, step * 0.7, high)
    _text(paper, SIDE, top + CHART_MM + 0.5, f"{days[0]['day']}", 9, 40)
    _text(paper, SIDE + INNER - 40, top + CHART_MM + 0.5, f"{days[-1]['day']}", 9, 40, align="R")
    _text(
        paper, SIDE + INNER / 2 - 30, top + CHART_MM + 0.5, say("每天的反映，最多一天{n}条", n=most), 9, 60, align="C"
    )
    pdf.set_xy(SIDE, top + CHART_MM + 6)


def _map(paper: Paper, of: dict[str, Any] | None) -> None:
    """Draw the cells in the colours of their classes, marked ▲ and ▼ as colour alone says nothing in grey print."""
    if of is None:
        return
    pdf = paper.pdf
    scale = min(INNER / of["width"], MAP_MM / of["height"])
    paper.room(of["height"] * scale + 12 + 6 * len(of["legend"]))
    paper.gap(2)
    top, left = pdf.get_y(), SIDE + (INNER - of["width"] * scale) / 2
    colours = {each["significance"]: each for each in of["legend"]}
    pdf.set_draw_color(*HAIR)
    pdf.set_line_width(0.1)
    for cell in of["cells"]:
        _shape(paper, cell["path"], colours[cell["significance"]]["colour"], left, top, scale)
    for cell in of["cells"]:
        if mark := colours[cell["significance"]]["mark"]:
            x, y = cell["mark"]
            _mark(paper, left + x * scale, top + y * scale, len(mark), up=mark[0] == "▲")
    pdf.set_xy(SIDE, top + of["height"] * scale + 3)
    for each in of["legend"]:
        _legend(paper, each)
    for note in of["notes"]:
        paper.note(note)


def _legend(paper: Paper, of: dict[str, Any]) -> None:
    paper.room(6)
    pdf, top = paper.pdf, paper.pdf.get_y()
    pdf.set_draw_color(*HAIR)
    pdf.set_fill_color(of["colour"])
    pdf.rect(SIDE, top + 0.6, 7, 4, style="DF")
    if of["mark"]:
        _mark(paper, SIDE + 3.5, top + 2.6, len(of["mark"]), up=of["mark"][0] == "▲")
    _text(paper, SIDE + 10, top, say("{name}：{n}个网格", name=of["label"], n=of["cells"]), 10, INNER - 10)
    pdf.set_xy(SIDE, top + 5.5)


def _hot(paper: Paper, rows: Sequence[dict[str, Any]]) -> None:
    shown = rows[:MOST_HOT]
    if not shown:
        return
    paper.gap(2)
    for row in shown:
        paper.room(6)
        rate = "" if row["rate"] is None else say("每千户{n}", n=f"{row['rate']:.1f}")
        trend = row["trend_label"] if row["trend"] != "none" else ""
        more = "　".join(filter(None, (row["class_label"], say("{n}条", n=row["n"]), rate, trend)))
        paper.words(f"{row['name']}　{more}", 10, 1.5)
    if len(rows) > len(shown):
        paper.note(say("还有{n}个网格没有列出。", n=len(rows) - len(shown)))


def _shape(paper: Paper, path: str, colour: str, left: float, top: float, scale: float) -> None:
    with paper.pdf.new_path() as drawn:
        drawn.style.fill_color = colour
        drawn.style.stroke_color = "#969ea6"
        drawn.style.stroke_width = 0.1
        drawn.style.intersection_rule = "evenodd"
        for ring in path.removeprefix("M").removesuffix("Z").split("ZM"):
            points = [point.split(" ") for point in ring.split("L")]
            for nth, (x, y) in enumerate(points):
                at = left + float(x) * scale, top + float(y) * scale
                drawn.move_to(*at) if nth == 0 else drawn.line_to(*at)
            drawn.close()


def _mark(paper: Paper, x: float, y: float, count: int, *, up: bool) -> None:
    """Draw `count` small triangles side by side, their middle at x, y (mm)."""
    wide, pdf = 1.4, paper.pdf
    pdf.set_fill_color(*BLACK)
    pdf.set_draw_color(*WHITE)
    for nth in range(count):
        middle = x + (nth - (count - 1) / 2) * (wide + 0.2)
        tip, foot = (y - wide / 2, y + wide / 2) if up else (y + wide / 2, y - wide / 2)
        pdf.polygon([(middle, tip), (middle + wide / 2, foot), (middle - wide / 2, foot)], style="DF")


def _surface(paper: Paper, colour: Colour, left: float, top: float, wide: float, high: float) -> None:
    if wide > 0 and high > 0:
        paper.pdf.set_fill_color(*colour)
        paper.pdf.rect(left, top, wide, high, style="F")


def _text(paper: Paper, left: float, top: float, text: str, size: float, wide: float, *, align: str = "L") -> None:
    pdf = paper.pdf
    pdf.set_font("sans", size=size)
    pdf.set_text_color(*GREY)
    while text and pdf.get_string_width(text) > wide - 2:
        text = text[:-1]
    pdf.set_xy(left, top)
    pdf.cell(wide, 5, text, align=align)
