"""Each rule of a sentence: figures at which it must speak, and figures at which it must be silent."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from backend.bulletins.domain import Figures, Rules, sentences

RULES: Rules = {"least": 10, "odds": 20, "named": 2}
# So much of a sentence tells it from the others.
SEEN = 16
WEEK = {"first": "2026-11-16", "last": "2026-11-22", "days": 7}


def figures(**change: Any) -> Figures:
    """Return the figures of a week in which nothing happened, changed."""
    of: dict[str, Any] = {
        "span": WEEK, "open": False, "before": WEEK, "year": None, "total": {"now": 0, "before": 0, "year": None}, "days": [],
        "categories": [], "channels": [], "work": dict.fromkeys(("opened", "answered", "dated", "in_time", "returned", "overdue"), 0),
        "cells": {"reason": "", "n": 9, "hot": [], "drawn": [], "synthetic": True, "attributions": []},
        "voices": dict.fromkeys(("raised", "reported", "adopted", "answered"), 0), "alerts": [], "unplaced": 0, "former": 0,
        "rules": RULES, "said": [],
    }  # fmt: skip
    for name, value in change.items():
        of[name] = {**of[name], **value} if isinstance(of[name], dict) and value else value
    return of  # type: ignore[return-value]


def tally(code: str, now: int, before: int | None) -> dict[str, Any]:
    """Return the reports of one kind."""
    return {"code": code, "name": code, "name_en": code, "now": now, "before": before}


def hot(code: str, significance: str = "hot_99", trend: str = "none", *, fdr: bool = True) -> dict[str, Any]:
    """Return a cell that stands out."""
    return {
        "id": 1,
        "code": code,
        "name": code,
        "n": 5,
        "rate": 1.0,
        "z": 3.0,
        "p": 0.001,
        "fdr": fdr,
        "significance": significance,
        "trend": trend,
    }


def words(of: Figures, section: str) -> list[str]:
    """Return the keys of what is said in a section."""
    return [said["words"][:SEEN] for said in sentences(of, RULES) if said["section"] == section]


COUNT = "本期收到反映{n}"
MORE, LESS, ALIKE, FEW = (
    "比{against}的{m}条多",
    "比{against}的{m}条少",
    "{against}是{m}条，相差",
    "件数少，不和{against}",
)
EQUAL, UNEVEN = "和{against}的{m}条一样多", "{against}是{m}条，两期的天数不同"
FEBRUARY = {"first": "2026-02-01", "last": "2026-02-28", "days": 28}
JANUARY = {"first": "2026-01-01", "last": "2026-01-31", "days": 31}
CASES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("total", {}, [COUNT, FEW]),
    ("total", {"total": {"now": 30, "before": 10}}, [COUNT, MORE]),
    ("total", {"total": {"now": 10, "before": 30}}, [COUNT, LESS]),
    ("total", {"total": {"now": 20, "before": 15}}, [COUNT, ALIKE]),
    ("total", {"total": {"now": 20, "before": 20}}, [COUNT, EQUAL]),
    ("total", {"total": {"now": 950, "before": 1000}, "span": FEBRUARY, "before": JANUARY}, [COUNT, ALIKE]),
    ("total", {"total": {"now": 9900, "before": 10000}, "span": FEBRUARY, "before": JANUARY}, [COUNT, UNEVEN]),
    ("total", {"total": {"now": 10000, "before": 10000}, "span": FEBRUARY, "before": JANUARY}, [COUNT, EQUAL]),
    ("total", {"total": {"now": 9, "before": 0}}, [COUNT, FEW]),
    ("total", {"total": {"now": 10, "before": 0}}, [COUNT, MORE]),
    ("total", {"total": {"now": 30, "before": None}}, [COUNT]),
    ("total", {"total": {"now": 30, "before": None, "year": 12}, "year": WEEK}, [COUNT, MORE]),
    ("total", {"total": {"now": 30, "before": None}, "open": True}, [COUNT, "期间还没结束"]),
    ("categories", {}, []),
    ("categories", {"total": {"now": 4}, "categories": [tally("land", 4, 0)]}, ["件数少，不分类别"]),
    ("categories", {"total": {"now": 12}, "categories": [tally("land", 8, 8), tally("labour", 4, 4)]}, ["最多的类别是"]),
    ("categories", {"total": {"now": 12}, "categories": [tally("land", 6, 6), tally("labour", 6, 6)]}, ["最多的类别并列"]),
    ("categories", {"total": {"now": 12}, "categories": [tally(c, 4, 4) for c in "abc"]}, []),
    ("categories", {"total": {"now": 40}, "categories": [tally("land", 40, 10)]}, ["最多的类别是", "{names}比上期多"]),
    ("categories", {"total": {"now": 12}, "categories": [tally("land", 12, 40)]}, ["最多的类别是", "{names}比上期少"]),
    ("categories", {"total": {"now": 8}, "categories": [tally("land", 8, 1)]}, ["件数少，不分类别"]),
    ("categories", {"total": {"now": 40}, "categories": [tally("land", 40, None)], "before": None}, ["最多的类别是"]),
    ("channels", {"total": {"now": 12}, "channels": [tally("door", 12, 12)]}, ["最多的来源是"]),
    ("channels", {"total": {"now": 40}, "channels": [tally("door", 40, 10)]}, ["最多的来源是", "{names}比上期多"]),
    ("cells", {"cells": {"reason": "no_cells", "n": 0}}, ["这里还没有网格"]),
    ("cells", {"cells": {"reason": "too_few_cells", "n": 1}}, ["网格太少"]),
    ("cells", {"cells": {"reason": "all_equal"}}, ["各网格没有差别"]),
    ("cells", {}, ["没有哪个网格"]),
    ("cells", {"cells": {"hot": [hot("a", fdr=False), hot("b", "cold_99")]}}, ["没有哪个网格"]),
    ("cells", {"cells": {"hot": [hot("a"), hot("b", trend="new")]}}, ["{n}个网格和周围", "其中新出现的"]),
    ("cells", {"cells": {"hot": [hot("a", trend="growing"), hot("b", trend="fading")]}}, ["{n}个网格和周围", "其中还在增强的", "其中正在减弱的"]),
    ("work", {}, []),
    ("work", {"work": {"opened": 3}}, ["新办事项"]),
    ("work", {"work": {"answered": 12, "dated": 12, "in_time": 9}}, ["新办事项", "答复的事项中有"]),
    ("work", {"work": {"returned": 1, "overdue": 2}}, ["承办单位退回", "制表时还有"]),
    ("voices", {}, []),
    ("voices", {"voices": {"reported": 4}}, ["收到意见建议"]),
    ("voices", {"voices": {"raised": 4, "answered": 1}}, ["收到意见建议", "答复了{n}条"]),
    ("alerts", {"alerts": [{"kind": "rise", "n": 0, "open": 0}]}, []),
    ("alerts", {"alerts": [{"kind": "rise", "n": 2, "open": 0}]}, ["{names}预警"]),
    ("alerts", {"alerts": [{"kind": "rise", "n": 2, "open": 1}]}, ["{names}预警", "制表时还有"]),
    ("unplaced", {}, []),
    ("unplaced", {"unplaced": 2, "total": {"now": 5}}, ["有{n}条没有"]),
    ("unplaced", {"former": 2}, ["有{n}条落在"]),
]  # fmt: skip


@pytest.mark.parametrize(("section", "change", "want"), CASES)
def test_a_rule_speaks_or_is_silent(section: str, change: dict[str, Any], want: list[str]) -> None:
    found = words(figures(**change), section)
    assert [text[: len(key)] for text, key in zip(found, want, strict=True)] == [key[:SEEN] for key in want]


def test_last_year_is_told_where_there_are_records_of_it() -> None:
    of = figures(total={"now": 30, "before": 28, "year": 8}, year=WEEK)
    assert words(of, "total")[1:] == [ALIKE[:SEEN], MORE[:SEEN]]
    assert [said.get("against") for said in sentences(of, RULES)][1:3] == ["上期", "上年同期"]


def test_many_kinds_looked_at_together_are_judged_more_strictly() -> None:
    alone = figures(total={"now": 60}, categories=[tally("land", 22, 8)])
    assert "{names}比上期多：上期{m" in words(alone, "categories")
    others = [tally(c, 10, 10) for c in "abcdef"]
    assert "{names}比上期多：上期{m" not in words(
        figures(total={"now": 82}, categories=[tally("land", 22, 8), *others]), "categories"
    )


@pytest.mark.parametrize(("dated", "wants_share"), [(9, False), (10, True)])
def test_a_share_of_few_is_not_told(dated: int, wants_share: bool) -> None:
    (_, said) = [
        each
        for each in sentences(figures(work={"answered": dated, "dated": dated, "in_time": 3}), RULES)
        if each["section"] == "work"
    ]
    assert ("percent" in said["numbers"]) is wants_share


@pytest.mark.parametrize(("kept", "percent"), [(0, 0), (1, 1), (500, 50), (505, 51), (995, 99), (999, 99), (1000, 100)])
def test_a_share_says_all_only_where_nothing_is_missing(kept: int, percent: int) -> None:
    of = figures(work={"answered": 1000, "dated": 1000, "in_time": kept})
    (share,) = [said["numbers"]["percent"] for said in sentences(of, RULES) if "percent" in said["numbers"]]
    assert share == percent


def test_no_more_are_named_than_the_office_wants_and_every_sentence_names_what_it_rests_on() -> None:
    of = figures(
        total={"now": 40, "before": 10}, categories=[tally("land", 40, 10)], cells={"hot": [hot(c) for c in "abcde"]}, unplaced=4, former=1,
        work={"opened": 4, "answered": 3, "dated": 2, "in_time": 1, "returned": 1, "overdue": 1}, voices={"raised": 1, "answered": 1},
        alerts=[{"kind": "rise", "n": 2, "open": 1}],
    )  # fmt: skip
    before = copy.deepcopy(of)
    found = sentences(of, RULES)
    assert of == before, "the rules change nothing"
    (cells,) = [each for each in found if each["section"] == "cells"]
    assert (cells["names"], cells["numbers"]) == (["a", "b"], {"n": 5})
    assert all(each["rests"] for each in found)


def test_what_is_more_a_day_in_a_shorter_month_and_fewer_in_all_is_no_rise() -> None:
    of = figures(total={"now": 280000, "before": 300000}, span={"days": 28}, before={"days": 31})
    assert words(of, "total")[1] == UNEVEN[:SEEN]
