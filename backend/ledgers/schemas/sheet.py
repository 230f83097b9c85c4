"""A book in the caller's language: its cells, and what stands round them in a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from backend.cases.schemas.sheet import code_of
from backend.clock import now
from backend.exports.domain import Frame, without_numbers
from backend.exports.service import Cell
from backend.http.viewer import Viewer
from backend.http.words import language, say
from backend.ledgers.domain import Column, Page, Sheet, Wanted

NTH = ("序号", 7)


def wanted_sheet(viewer: Viewer, wanted: Wanted, reason: str, most: int) -> Sheet:
    """Return how the file of `viewer` is worded; `most`: rows at most."""
    said = _narrowed(wanted)
    return Sheet(
        lambda page: _frame(viewer, page, wanted, reason), cells_of, sums_of, lambda n: say("共{n}条", n=n), said, most
    )


def _narrowed(wanted: Wanted) -> list[str]:
    given: dict[str, Any] = {"area": wanted.area, "from": wanted.span.first, "to": wanted.span.last} | {**wanted.by}
    return [f"{name}:{code_of(value)}" for name, value in given.items() if value is not None]


def _frame(viewer: Viewer, page: Page, wanted: Wanted, reason: str) -> Frame:
    at, span = now(), wanted.span
    who = say("导出人{name}（{login}）", name=viewer.name, login=viewer.login)
    marks = (
        say("{dated}从{begin}到{end}，范围{areas}", dated=say(page.book.dated), begin=span.first, end=span.last, areas="、".join(page.prefixes)),
        f"{who} {at:%Y-%m-%d %H:%M}　{say('用途：{reason}', reason=reason)}",
        say("由系统按原始记录生成，共{n}条，其中隐蔽事项{hidden}条只写到村。只供办理使用，不得转发。", n=page.totals.rows, hidden=page.totals.hidden),
    )  # fmt: skip
    columns = [NTH, *((column.name, column.width) for column in page.columns)]
    return Frame(
        title_of(page), marks, [(say(name), width) for name, width in columns], f"{viewer.name} {viewer.login}", at
    )


def title_of(page: Page) -> str:
    """Return what a book is called: a ready-made one in the caller's language, one's own as its office named it."""
    return say(page.name) if page.name == page.book.name else page.name


def cells_of(columns: Sequence[Column], nth: int, row: Any) -> list[Cell]:
    """Return the cells of an entry: its place in the book, then the columns."""
    english = language() == "en"
    return [nth, *(cell_of(column, row, english=english) for column in columns)]


def cell_of(column: Column, row: Any, *, english: bool) -> Cell:
    """Return one cell: a code in words, prose without the numbers somebody wrote into it, money as a figure."""
    value = getattr(row, column.key)
    if english:
        value = getattr(row, f"{column.key}_en", value)
    if value is None:
        return None
    if column.words:
        named = column.words.get(str(value))
        return say(named) if named else ""
    if column.kind in {"number", "money"}:
        return plain_figure(value)
    if column.kind == "date":
        assert isinstance(value, date)  # noqa: S101 - what china_day returns
        return value
    return without_numbers(str(value)) if column.kind == "prose" else str(value)


def plain_figure(value: float | Decimal) -> int | float:
    """Return a figure without a decimal part as a whole one."""
    return int(value) if value == int(value) else round(float(value), 2)


def sums_of(page: Page) -> list[Cell]:
    """Return the line below the entries: the sums of the columns that add up; nothing where none does."""
    if not any(column.adds for column in page.columns):
        return []
    figures = page.totals.sums
    return [say("合计"), *(plain_figure(figures.get(each.key, 0)) if each.adds else None for each in page.columns)]
