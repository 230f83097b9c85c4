"""The sentences that the figures of a bulletin support, and no others. Pure.

Each rule speaks or is silent by the figures and the office's bounds alone. A difference is called one only when chance would bring it
less often than once in `odds`; of many kinds looked at together each has to be rarer by as many. No sentence says why, or what to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backend.bulletins.domain.chance import differ
from backend.bulletins.domain.figures import Figures, Rules, Said, Tally

BEFORE, YEAR = "上期", "上年同期"
RISEN, FALLEN = 1, -1
# Words by what a comparison found: of the whole, and of one kind.
WHOLE = {
    RISEN: "比{against}的{m}条多。若两期的水平一样，碰巧差这么多的可能不到{odds}分之一。",
    FALLEN: "比{against}的{m}条少。若两期的水平一样，碰巧差这么多的可能不到{odds}分之一。",
    0: "{against}是{m}条，相差的部分可能只是碰巧，不算上升或下降。",
}
KIND = {
    RISEN: "{names}比上期多：上期{m}条，本期{n}条，不像是碰巧。",
    FALLEN: "{names}比上期少：上期{m}条，本期{n}条，不像是碰巧。",
}
EQUAL = "和{against}的{m}条一样多。"
# What is more a day in a shorter period is no chance, and yet no more in all.
UNEVEN = "{against}是{m}条，两期的天数不同，不算上升或下降。"
FEW = "件数少，不和{against}比较。"
MOST = {
    "categories": ("最多的类别是{names}，{n}条，占{percent}%。", "最多的类别并列：{names}，各{n}条。", "件数少，不分类别比较。"),
    "channels": ("最多的来源是{names}，{n}条，占{percent}%。", "最多的来源并列：{names}，各{n}条。", "件数少，不分来源比较。"),
}  # fmt: skip
REASONS = {
    "no_cells": "这里还没有网格，不判断哪里集中。",
    "too_few_cells": "网格太少，不判断哪里集中。",
    "all_equal": "各网格没有差别，不判断哪里集中。",
}
TRENDS = {
    "new": "其中新出现的：{names}。",
    "growing": "其中还在增强的：{names}。",
    "persistent": "其中一直如此的：{names}。",
    "fading": "其中正在减弱的：{names}。",
}


def sentences(of: Figures, rules: Rules) -> list[Said]:
    """Return what may be said of figures, in the order of the sections."""
    kinds = [said for section in ("categories", "channels") for said in _kinds(of, section, rules)]
    return [
        *_total(of, rules),
        *kinds,
        *_cells(of, rules),
        *_work(of, rules),
        *_voices(of),
        *_alerts(of),
        *_unplaced(of, rules),
    ]


def _total(of: Figures, rules: Rules) -> Iterator[Said]:
    total = of["total"]
    yield _said("total", "本期收到反映{n}条。", ["total.now"], n=total["now"])
    if of["open"]:
        yield _said("total", "期间还没结束，不和以前比较。", ["total.now"])
    for past, name, days in (("before", BEFORE, of["before"]), ("year", YEAR, of["year"])):
        count = total["before"] if past == "before" else total["year"]
        if count is None or days is None:
            continue
        rests = ["total.now", f"total.{past}"]
        if total["now"] + count < rules["least"]:
            yield _said("total", FEW, rests) | {"against": name}
            continue
        _, p = differ(total["now"], count, of["span"]["days"], days["days"])
        told = WHOLE[_way(total["now"], count, of["span"]["days"], days["days"], rules["odds"])]
        if total["now"] == count:
            told = EQUAL
        elif told == WHOLE[0] and p * rules["odds"] < 1:
            told = UNEVEN
        yield _said("total", told, rests, m=count, odds=rules["odds"]) | {"against": name}


def _kinds(of: Figures, section: str, rules: Rules) -> Iterator[Said]:
    rows: Sequence[Tally] = of["categories"] if section == "categories" else of["channels"]
    now, (most, even, few) = of["total"]["now"], MOST[section]
    if 0 < now < rules["least"]:
        yield _said(section, few, ["total.now"])
    elif now and rows:
        top = max(row["now"] for row in rows)
        first = [row["code"] for row in rows if row["now"] == top]
        rests = [f"{section}.{code}.now" for code in first]
        if len(first) == 1:
            share = _percent(top, now)
            yield _said(section, most, [*rests, "total.now"], n=top, percent=share) | {"names": first}
        elif len(first) <= rules["named"]:
            yield _said(section, even, rests, n=top) | {"names": first}
    yield from _moved(of, section, rows, rules)


def _moved(of: Figures, section: str, rows: Sequence[Tally], rules: Rules) -> Iterator[Said]:
    before = of["before"]
    if before is None:
        return
    compared = [(row, m) for row in rows if (m := row["before"]) is not None and row["now"] + m >= rules["least"]]
    for row, m in compared:
        if way := _way(row["now"], m, of["span"]["days"], before["days"], rules["odds"] * len(compared)):
            rests = [f"{section}.{row['code']}.now", f"{section}.{row['code']}.before"]
            yield _said(section, KIND[way], rests, n=row["now"], m=m) | {"names": [row["code"]]}


def _cells(of: Figures, rules: Rules) -> Iterator[Said]:
    cells = of["cells"]
    if cells["reason"]:
        yield _said("cells", REASONS[cells["reason"]], ["cells.n"])
        return
    sure = [cell for cell in cells["hot"] if cell["fdr"] and cell["significance"].startswith("hot_")]
    if not sure:
        yield _said("cells", "没有哪个网格和它周围一起明显高于平均。", ["cells.n"], n=cells["n"])
        return
    named = [cell["code"] for cell in sure[: rules["named"]]]
    rests = ["cells.n", *(f"cells.{code}.n" for code in named)]
    words = (
        "{n}个网格和周围一起明显高于平均：{names}。"
        if len(named) == len(sure)
        else "{n}个网格和周围一起明显高于平均，其中最明显的：{names}。"
    )
    yield _said("cells", words, rests, n=len(sure)) | {"names": named}
    for trend, told in TRENDS.items():
        if codes := [cell["code"] for cell in sure if cell["trend"] == trend][: rules["named"]]:
            yield _said("cells", told, [f"cells.{code}.n" for code in codes]) | {"names": codes}


def _work(of: Figures, rules: Rules) -> Iterator[Said]:
    work = of["work"]
    if work["opened"] or work["answered"]:
        yield _said(
            "work", "新办事项{n}件，答复{m}件。", ["work.opened", "work.answered"], n=work["opened"], m=work["answered"]
        )
    rests = ["work.in_time", "work.dated"]
    if work["dated"] >= rules["least"]:
        share = _percent(work["in_time"], work["dated"])
        yield _said(
            "work",
            "答复的事项中有{m}件定过办理期限，按期的{n}件，占{percent}%。",
            rests,
            n=work["in_time"],
            m=work["dated"],
            percent=share,
        )
    elif work["dated"]:
        yield _said(
            "work",
            "答复的事项中有{m}件定过办理期限，按期的{n}件；件数少，不算比例。",
            rests,
            n=work["in_time"],
            m=work["dated"],
        )
    if work["returned"]:
        yield _said("work", "承办单位退回{n}件。", ["work.returned"], n=work["returned"])
    if work["overdue"]:
        yield _said("work", "制表时还有{n}件逾期没办完。", ["work.overdue"], n=work["overdue"])


def _voices(of: Figures) -> Iterator[Said]:
    voices = of["voices"]
    if not any(voices.values()):
        return
    rests = ["voices.raised", "voices.reported", "voices.adopted"]
    numbers = {"n": voices["raised"], "m": voices["reported"], "k": voices["adopted"]}
    yield _said(
        "voices",
        "收到意见建议{n}条，上报{m}条，采纳{k}条。各按发生的日子计，上报和采纳的可能是以前收到的。",
        rests,
        **numbers,
    )
    if voices["answered"]:
        yield _said("voices", "答复了{n}条意见建议。", ["voices.answered"], n=voices["answered"])


def _alerts(of: Figures) -> Iterator[Said]:
    told = [each for each in of["alerts"] if each["n"]]
    for each in told:
        yield _said("alerts", "{names}预警{n}起。", [f"alerts.{each['kind']}.n"], n=each["n"]) | {
            "names": [each["kind"]]
        }
    if waiting := [each for each in told if each["open"]]:
        rests = [f"alerts.{each['kind']}.open" for each in waiting]
        yield _said("alerts", "制表时还有{n}起等待研判。", rests, n=sum(each["open"] for each in waiting))


def _unplaced(of: Figures, rules: Rules) -> Iterator[Said]:
    now, lost = of["total"]["now"], of["unplaced"]
    if lost and now >= rules["least"]:
        share = _percent(lost, now)
        yield _said(
            "unplaced", "有{n}条没有落到网格里，占{percent}%。", ["unplaced", "total.now"], n=lost, percent=share
        )
    elif lost:
        yield _said("unplaced", "有{n}条没有落到网格里。", ["unplaced"], n=lost)
    if of["former"]:
        yield _said("unplaced", "有{n}条落在现在已没有的网格里。", ["former"], n=of["former"])


def _way(now: int, before: int, days: int, days_before: int, odds: int) -> int:
    """Return 1 for a rise, -1 for a fall, 0 where chance brings as much more often than once in `odds`.

    What is more a day in a shorter month, and yet no more in all, is neither.
    """
    way, p = differ(now, before, days, days_before)
    return way if p * odds < 1 and (now - before) * way > 0 else 0


def _percent(part: int, whole: int) -> int:
    """Return a share in whole per cent, halves upwards; 100 only where nothing is missing, 0 only where there is nothing."""
    near = (200 * part + whole) // (2 * whole)
    return near if part in {0, whole} else min(max(near, 1), 99)


def _said(section: str, words: str, rests: list[str], **numbers: int) -> Said:
    return {"section": section, "words": words, "numbers": numbers, "rests": rests}
