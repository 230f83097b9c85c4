"""A bulletin in the caller's language: its sentences, its figures with their names, its drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from backend.alerts.domain import KINDS as ALERTS
from backend.bulletins.domain import KINDS, Figures, Said, Tally
from backend.bulletins.domain.figures import SECTIONS, Cells, Days
from backend.bulletins.domain.plan import middle, plan_of
from backend.bulletins.queries import Head, Opened, Place
from backend.http.paging import encode
from backend.http.words import language, say

TITLES: Mapping[str, str] = {
    "total": "总量与变化", "categories": "类别", "channels": "来源", "cells": "热点网格", "work": "办理", "voices": "意见建议", "alerts": "预警",
    "unplaced": "未落格",
}  # fmt: skip
FIGURES: Mapping[str, str] = {
    "total.now": "本期反映", "total.before": "上期反映", "total.year": "上年同期反映", "cells.n": "网格数", "work.opened": "新办件数",
    "work.answered": "答复件数", "work.dated": "定过期限件数", "work.in_time": "按期件数", "work.returned": "退回件数", "work.overdue": "制表时逾期件数",
    "voices.raised": "收到条数", "voices.reported": "上报条数", "voices.adopted": "采纳条数", "voices.answered": "答复条数", "unplaced": "未落格",
    "former": "旧网格",
}  # fmt: skip
# What a figure of one of many is called.
OF_ONE: Mapping[str, str] = {
    "now": "{name}本期", "before": "{name}上期", "n": "{name}件数", "open": "{name}等待研判",
}  # fmt: skip
CLASSES: Mapping[str, tuple[str, str, str]] = {
    "hot_99": ("热点99%", "#b2182b", "▲▲▲"), "hot_95": ("热点95%", "#d6604d", "▲▲"), "hot_90": ("热点90%", "#f4a582", "▲"),
    "none": ("不显著", "#f1f1ee", ""), "cold_90": ("冷点90%", "#92c5de", "▼"), "cold_95": ("冷点95%", "#4393c3", "▼▼"),
    "cold_99": ("冷点99%", "#2166ac", "▼▼▼"), "": ("不作判断", "#ffffff", ""),
}  # fmt: skip
TRENDS: Mapping[str, str] = {
    "new": "新出现", "growing": "越来越热", "persistent": "一直热", "fading": "在消退", "none": "没有走势",
}  # fmt: skip


def head_wire(head: Head) -> dict[str, Any]:
    """Return a bulletin without its figures as the wire has it."""
    return {
        "id": head.id, "kind": head.kind, "kind_label": say(KINDS[head.kind]), "area_code": head.area_code, "area_name": head.area_name,
        "first": head.first_day, "last": head.last_day, "made_at": head.made_at,
    }  # fmt: skip


def page_wire(found: list[Head], most: int, areas: Sequence[Place]) -> dict[str, Any]:
    """Return a page of at most `most`, with the cursor of the next."""
    shown = found[:most]
    more = encode(str(shown[-1].last_day), shown[-1].id) if found[most:] else None
    return {"items": [head_wire(each) for each in shown], "next": more, "areas": [vars(each) for each in areas]}


def bulletin_wire(opened: Opened) -> dict[str, Any]:
    """Return a bulletin as the wire has it."""
    of = opened.figures
    return {
        "id": opened.id, "kind": opened.kind, "kind_label": say(KINDS[opened.kind]), "area_code": opened.area_code,
        "area_name": opened.area_name, "first": opened.span.first, "last": opened.span.last, "made_at": opened.made_at, "open": of["open"],
        "before": _days(of["before"]), "year": _days(of["year"]), "total": of["total"], "days": [{"day": date.fromisoformat(day), "n": n} for day, n in of["days"]],
        "categories": [_tally(row) for row in of["categories"]], "channels": [_tally(row) for row in of["channels"]],
        "hot": [_hot(cell) for cell in of["cells"]["hot"]],
        "work": [_figure(of, f"work.{key}") for key in ("opened", "answered", "dated", "in_time", "returned", "overdue")],
        "voices": [_figure(of, f"voices.{key}") for key in ("raised", "reported", "adopted", "answered")],
        "alerts": [{"kind": a["kind"], "label": say(ALERTS[a["kind"]]), "n": a["n"], "open": a["open"]} for a in of["alerts"]],
        "unplaced": of["unplaced"], "sections": sections(of), "map": map_wire(opened), "notes": notes(of),
    }  # fmt: skip


def sections(of: Figures) -> list[dict[str, Any]]:
    """Return the sections in their order, each with its sentences."""
    return [
        {
            "section": section, "label": say(TITLES[section]),
            "sentences": [
                {"text": words_of(said, of), "rests": [_rest(of, rest) for rest in said["rests"]]}
                for said in of["said"] if said["section"] == section
            ],
        }
        for section in SECTIONS
    ]  # fmt: skip


def words_of(said: Said, of: Figures) -> str:
    """Return a sentence in the caller's language."""
    filled: dict[str, Any] = dict(said["numbers"])
    if "names" in said:
        filled["names"] = say("、").join(_name(of, said["section"], code) for code in said["names"])
    if "against" in said:
        filled["against"] = say(said["against"])
    return say(said["words"], **filled)


def notes(of: Figures) -> list[str]:
    """Return what has to be known of the figures."""
    rules = of["rules"]
    return [
        say("隐蔽性和限办理人员的事项不计在内，谁看都一样。"),
        say("两期合计不到{n}条的不比较；说多了少了，都要碰巧的可能不到{odds}分之一，一次看多个类别时更严。", n=rules["least"], odds=rules["odds"]),
        say("只说数字能说明的，不推断原因。"),
    ]  # fmt: skip


def map_wire(opened: Opened) -> dict[str, Any] | None:
    """Return the drawing of the cells; None without any."""
    cells = opened.figures["cells"]
    plan = plan_of({shape.id: shape.outline for shape in opened.shapes})
    if not plan.rings:
        return None
    shapes = {shape.id: shape for shape in opened.shapes}
    drawn = [(shapes[cell], name, n) for cell, name, n in cells["drawn"] if cell in plan.rings]
    return {
        "width": plan.width, "height": plan.height, "legend": legend(cells), "notes": map_notes(cells),
        "cells": [
            {
                "code": shape.code, "name": shape.name, "n": n, "significance": name, "mark": middle(plan.rings[shape.id]),
                "path": "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z" for ring in plan.rings[shape.id]),
            }
            for shape, name, n in drawn
        ],
    }  # fmt: skip


def legend(cells: Cells) -> list[dict[str, Any]]:
    """Return the classes that have cells, the hottest first."""
    counts = {name: sum(each == name for _, each, _ in cells["drawn"]) for name in CLASSES}
    return [
        {"significance": name, "label": say(label), "colour": colour, "mark": mark, "cells": counts[name]}
        for name, (label, colour, mark) in CLASSES.items() if counts[name]
    ]  # fmt: skip


def map_notes(cells: Cells) -> list[str]:
    """Return what stands below the drawing."""
    synthetic = [say("网格为合成数据，不作为法定界线")] if cells["synthetic"] else []
    return [*synthetic, *cells["attributions"]]


def _days(of: Days | None) -> dict[str, Any] | None:
    if of is None:
        return None
    return {"first": date.fromisoformat(of["first"]), "last": date.fromisoformat(of["last"]), "days": of["days"]}


def _tally(row: Tally) -> dict[str, Any]:
    return {"code": row["code"], "name": _of(row), "now": row["now"], "before": row["before"]}


def _of(row: Tally) -> str:
    return row["name_en"] if language() == "en" else row["name"]


def _hot(cell: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **cell, "sure": cell["fdr"], "class_label": say(CLASSES[cell["significance"]][0]), "trend_label": say(TRENDS[cell["trend"]]),
    }  # fmt: skip


def _figure(of: Figures, key: str) -> dict[str, Any]:
    return {"key": key, "label": say(FIGURES[key]), "value": _value(of, key)}


def _rest(of: Figures, key: str) -> dict[str, Any]:
    if key in FIGURES:
        return {"label": say(FIGURES[key]), "value": _value(of, key)}
    section, code, figure = key.split(".")
    return {"label": say(OF_ONE[figure], name=_name(of, section, code)), "value": _row(of, section, code)[figure]}


def _value(of: Figures, key: str) -> int:
    found: Any = of
    for part in key.split("."):
        found = found[part]
    return int(found)


def _name(of: Figures, section: str, code: str) -> str:
    if section == "alerts":
        return say(ALERTS[code])
    row = _row(of, section, code)
    return str(row["name_en"] if language() == "en" and "name_en" in row else row["name"])


def _row(of: Figures, section: str, code: str) -> Mapping[str, Any]:
    rows: Mapping[str, Sequence[Any]] = {
        "categories": of["categories"], "channels": of["channels"], "cells": of["cells"]["hot"], "alerts": of["alerts"],
    }  # fmt: skip
    key = "kind" if section == "alerts" else "code"
    return next(row for row in rows[section] if row[key] == code)
